import { StackFiles } from '../policy/assembly-files';

/** A rule that somebody has acknowledged, for a construct and everything below it. */
export interface Acknowledgement {
  /** The path of the construct, empty for the app. */
  readonly path: string;
  readonly id: string;
}

/** The entries of construct metadata that CDK writes on `Validations.of(construct).acknowledge({ id, reason })`. */
const METADATA = 'aws:cdk:acknowledged-rules';

/** What one entry of the metadata of a construct acknowledges. */
export function readAcknowledgements(path: string, { type, data }: { readonly type: string; readonly data?: unknown }): Acknowledgement[] {
  if (type !== METADATA || typeof data !== 'object' || data === null) return [];
  // CDK takes ids without :: for those of annotations; 2.262 began to write the prefix in capitals
  return Object.keys(data).map((id) => ({ path, id: id.replace(/^annotation::/i, '') }));
}

/** What was acknowledged on stacks and below, as the assembly has it; what was on the app or a stage isn't in there. */
export function collectAcknowledgements(stacks: readonly StackFiles[]): Acknowledgement[] {
  return stacks.flatMap(({ metadata }) => Object.entries(metadata).flatMap(([path, entries]) =>
    entries.flatMap((entry) => readAcknowledgements(path.replace(/^\//, ''), entry))));
}

export function isAcknowledged(id: string, path: string, acknowledgements: readonly Acknowledgement[]): boolean {
  return acknowledgements.some((each) => each.id === id
    && (each.path === '' || path === each.path || path.startsWith(`${each.path}/`)));
}
