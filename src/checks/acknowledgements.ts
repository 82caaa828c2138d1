import { StackFiles } from '../policy/assembly-files';
import { isRecord } from '../values/json-values';

/** A rule that the app acknowledges on a construct and everything below it. */
export interface Acknowledgement {
  /** The path of the construct. Empty for the app. */
  readonly path: string;
  readonly id: string;
}

/** The type of the construct metadata that CDK writes for `Validations.of(construct).acknowledge({ id, reason })`. */
const METADATA = 'aws:cdk:acknowledged-rules';

/** Reads the acknowledgements in one entry of the metadata of a construct. */
export function readAcknowledgements(path: string, { type, data }: { readonly type: string; readonly data?: unknown }): Acknowledgement[] {
  if (type !== METADATA || !isRecord(data)) return [];
  return Object.keys(data).map((id) => ({ path, id: normalizeId(id) }));
}

/**
 * Removes the prefixes of CDK from the id of a rule. CDK adds `Annotation::` to ids without `::`. It prints `cdk-dynamo-access::any-index`,
 * or with the name of the plugin before it.
 */
function normalizeId(id: string): string {
  const own = id.replace(/^annotation::/i, '');
  if (!own.startsWith('cdk-dynamo-access:')) return own;
  return `cdk-dynamo-access:${own.replace(/^(cdk-dynamo-access:+)+/, '')}`;
}

/** Collects the acknowledgements on stacks and below. The assembly doesn't contain those on the app or on stages. */
export function collectAcknowledgements(stacks: readonly StackFiles[]): Acknowledgement[] {
  return stacks.flatMap(({ metadata }) => Object.entries(metadata).flatMap(([path, entries]) =>
    entries.flatMap((entry) => readAcknowledgements(path.replace(/^\//, ''), entry))));
}

export function isAcknowledged(id: string, path: string, acknowledgements: readonly Acknowledgement[]): boolean {
  return acknowledgements.some((each) => each.id === id
    && (each.path === '' || path === each.path || path.startsWith(`${each.path}/`)));
}
