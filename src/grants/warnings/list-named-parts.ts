import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { OwnedArn } from '../../plan/owned-arns';
import { readNamedPart } from '../../policy/table-part';
import { isResource } from '../../resources/arns';
import { IDENTITY_TYPES } from '../../resources/identities';
import { remembered } from '../../resources/settled';
import { readBoundaries, readIdentityStatements } from '../policies/read-policies';

/** A table, as statements name it. */
export interface NamedTable {
  readonly arn: string;
  /** True if the app declares the table, and with it the stream that a wildcard reaches. */
  readonly isDeclared: boolean;
  /** True if the app declares the indexes that a wildcard reaches. Those of a replica are declared with its source. */
  readonly hasDeclaredIndexes: boolean;
}

/**
 * Lists the indexes and streams of tables that the policies of a stage name, as the report does. Another principal may name an index that
 * the app doesn't declare. The index may exist, and a wildcard reaches it.
 */
export function listNamedParts(scope: IConstruct, tables: readonly NamedTable[]): OwnedArn[] {
  const tablesByArn = new Map(tables.map((table) => [table.arn, table]));
  return listPolicyResources(scope).flatMap((resource) => {
    const part = readNamedPart(resource, (arn, type) => tablesByArn.get(arn)?.[type === 'index' ? 'hasDeclaredIndexes' : 'isDeclared'] !== false);
    if (!part || !tablesByArn.has(part.table)) return [];
    return [{ arn: part.arn, type: part.type }];
  });
}

/** Lists the resources that the policies of all roles, users and groups of a stage name. Call this at validation. */
function listPolicyResources(scope: IConstruct): readonly string[] {
  const stage = Stage.of(scope)!;
  return remembered(stage, 'resources that policies name', () => {
    const identities = stage.node.findAll().filter((each) => isResource(each, ...IDENTITY_TYPES));
    const bounds = identities.flatMap((identity) => readBoundaries(identity)).flatMap((boundary) => boundary.statements);
    const statements = [...identities.flatMap((identity) => readIdentityStatements(identity)), ...bounds];
    return [...new Set(statements.flatMap(({ resources }) => resources?.negated ? [] : resources?.values ?? []))];
  });
}
