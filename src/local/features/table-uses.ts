/** An action on a table, or on something that belongs to it. */
export interface TableUse {
  readonly action: string;
  /** `table`, `stream` and so on; `index byStatus`; `account` for actions that have no resource. */
  readonly place: string;
  /** The transaction that the action is done in. */
  readonly inside?: string;
}

/** The table that an ARN of DynamoDB names, and the part of it. */
export interface TablePart {
  readonly table: string;
  readonly place: string;
}

const PART = /^(arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/[^/]+)(?:\/(index|stream|backup|export|import)\/(.+))?$/;

/** The table that a resource is, or belongs to. */
export function readTablePart(resource: string): TablePart | undefined {
  const [, table, kind, name] = PART.exec(resource) ?? [];
  if (table === undefined) return undefined;
  return { table, place: kind === 'index' ? `index ${name}` : kind ?? 'table' };
}

/** A use as a text, to compare it. */
export function describeUse({ action, place, inside }: TableUse): string {
  return `${action} on ${place}${inside ? ` inside ${inside}` : ''}`;
}
