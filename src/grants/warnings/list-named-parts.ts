import { OwnedArn } from '../../plan/owned-arns';
import { readTablePart } from '../../policy/table-part';
import { HeldStatement } from '../policies/read-policies';

/** A table, as statements name it. */
export interface NamedTable {
  readonly arn: string;
  /** True if the app declares the table, and with it all indexes and the stream that a wildcard reaches. */
  readonly isDeclared: boolean;
}

/**
 * Lists the indexes and streams of tables that statements name. The app may not know them: an imported table doesn't tell its indexes, and
 * a declared table may get an index later.
 */
export function listNamedParts(statements: readonly HeldStatement[], tables: readonly NamedTable[]): OwnedArn[] {
  const resources = new Set(statements.flatMap((statement) => statement.resources?.negated ? [] : statement.resources?.values ?? []));
  return [...resources].flatMap((resource) => {
    const { table: name, on } = readTablePart(resource) ?? {};
    const table = tables.find(({ arn }) => arn === name);
    if (!table || (on !== 'index' && on !== 'stream')) return [];
    const part = resource.slice(table.arn.length).replace(/\$\{[^}]*\}|[*?]/g, 'any');
    const arn = table.arn + part;
    if (arn !== resource && table.isDeclared) return [];
    return [{ arn, type: on }];
  });
}
