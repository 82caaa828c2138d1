/** The table that an ARN of DynamoDB names, and the part of it. */
export interface TablePart {
  /** The ARN of the table. */
  readonly table: string;
  /** The type of the resource. */
  readonly on: 'table' | 'index' | 'stream' | 'backup' | 'export' | 'import';
  /** The name of the index. */
  readonly index?: string;
}

const PART = /^(arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/[^/]+)(?:\/(index|stream|backup|export|import)\/(.+))?$/;

/** Finds the table that a resource is, or belongs to. */
export function readTablePart(resource: string): TablePart | undefined {
  const [, table, kind, name] = PART.exec(resource) ?? [];
  if (table === undefined) return undefined;
  if (kind === 'index') return { table, on: 'index', index: name };
  return { table, on: (kind ?? 'table') as TablePart['on'] };
}
