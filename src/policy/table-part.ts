import { replacePolicyVariables } from './policy-variables';
import { STREAM_LABEL } from './resource-values';
import { parseResource } from './text-pattern';
import { TABLE_PARTS, TableType } from '../features/table-parts';

/** The table that an ARN of DynamoDB names, and the part of it. */
export interface TablePart {
  /** The ARN of the table. */
  readonly table: string;
  /** The type of the resource. */
  readonly on: TableType;
  /** The name of the index. */
  readonly index?: string;
}

const PART = new RegExp(`^(arn:[^:]+:dynamodb:[^:]*:[^:]*:table/[^/]+)(?:/(${TABLE_PARTS.join('|')})/(.+))?$`);

/** Finds the table that a resource is, or belongs to. */
export function readTablePart(resource: string): TablePart | undefined {
  const [, table, kind, name] = PART.exec(resource) ?? [];
  if (table === undefined) return undefined;
  if (kind === 'index') return { table, on: 'index', index: name };
  return { table, on: (kind ?? 'table') as TablePart['on'] };
}

/** A part of the name of resources that stand for all others. No policy names it, and no pattern of its length is in use. */
export const ANY_OTHER = '~'.repeat(24);
/** A Region that stands for those without stacks. */
export const OTHER_REGION = `${ANY_OTHER}-${ANY_OTHER}`;
/** A character in the name of resources that stand for all that a pattern with `?` matches. No name in AWS has it. */
const ANY_CHARACTER = '~';

/** Writes the name of a resource that stands for all that a pattern matches. */
export function writeSample(pattern: string): string {
  return pattern.replace(/\*/g, ANY_OTHER).replace(/\?/g, ANY_CHARACTER);
}

/** An index or a stream that a policy names. */
export interface NamedPart {
  /** The ARN of the table. */
  readonly table: string;
  readonly type: 'index' | 'stream';
  /** The name, with `*` in place of policy variables. */
  readonly pattern: string;
  /** The ARN of the index or stream, or of one that the pattern matches. */
  readonly arn: string;
}

/**
 * Reads the index or stream that a statement of a policy names. The app may not know it: an imported table doesn't tell its indexes, and
 * a declared table may get an index later. A wildcard reaches no other index of a declared table today. AWS chooses the label of a stream, so
 * that a pattern of labels may match it.
 */
export function readNamedPart(resource: string, isDeclared: (table: string, type: NamedPart['type']) => boolean): NamedPart | undefined {
  const { table, on: type } = readTablePart(resource) ?? {};
  if (table === undefined || (type !== 'index' && type !== 'stream')) return undefined;
  const start = `${table}/${type}/`;
  const pattern = replacePolicyVariables(resource.slice(start.length));
  const matchesDeclared = type === 'index' || parseResource(start + pattern).matches(start + STREAM_LABEL);
  if (/[*?]/.test(pattern) && matchesDeclared && isDeclared(table, type)) return undefined;
  return { table, type, pattern, arn: start + writeSample(pattern) };
}
