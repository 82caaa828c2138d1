import { Token } from 'aws-cdk-lib';
import { ITable, ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { findImportedNameProblem, ImportForm, KEY_IMPORT, LOG_GROUP_IMPORT } from './imported-names';
import { describeWrongTable, isWrongArn, isWrongName } from './imported-table';
import { findFamily } from './table-family';
import { describeValue, Problem } from '../problems/problem';
import { expectMembers, Shape } from '../problems/shape';
import { isRecord } from '../values/json-values';

const PASS_CONSTRUCT = 'pass the construct itself';

const TABLE_FORM = expectMembers(['tableRef', 'node', 'env'], {
  expected: 'a Table, a TableV2, a CfnTable or an imported table',
  remedy: chooseTableRemedy,
});

function chooseTableRemedy(value: unknown): string {
  if (typeof value === 'string') return "pass the table itself, or import it: Table.fromTableName(this, 'Orders', 'orders')";
  if (isRecord(value) && 'globalTableRef' in value) return 'write TableRef.fromGlobalTable(table)';
  return PASS_CONSTRUCT;
}

/** CDK imports a table by any text. */
export const TABLE: Shape = (name, value) =>
  TABLE_FORM(name, value) ?? findTableNameProblem(name, value as ITableRef) ?? findStreamProblem(name, value as ITableRef);

export const KEY = refuseImports(expectMembers(['keyRef', 'node', 'env'], {
  expected: 'a KMS key: a Key, a CfnKey, an Alias or an imported key',
  remedy: (value) => {
    if (typeof value !== 'string') return PASS_CONSTRUCT;
    if (value.startsWith('alias/')) return `write Alias.fromAliasName(this, 'Key', '${value}')`;
    return "pass the key itself, or import it: Key.fromKeyArn(this, 'Key', keyArn)";
  },
}), ({ keyRef, aliasName }) => [keyRef?.keyArn, aliasName], KEY_IMPORT);

export const GRANTEE = expectMembers(['grantPrincipal'], {
  expected: 'a grantee: a function, a role, a user, a group or another construct with a principal',
  remedy: chooseGranteeRemedy,
});

function chooseGranteeRemedy(value: unknown): string {
  if (!isRecord(value)) return PASS_CONSTRUCT;
  if ('taskRole' in value) return 'pass the role of the task: write .taskRole behind it';
  if ('taskDefinition' in value) return 'pass the role of the task: write .taskDefinition.taskRole behind it';
  if ('_permissions' in value) return 'pass the grantee first, before the features';
  return PASS_CONSTRUCT;
}

export const PRINCIPAL = expectMembers(['grantPrincipal', 'policyFragment'], {
  expected: 'a principal: an account, a service, a role or a user',
  remedy: (value) => {
    if (typeof value !== 'string') return "pass the role or user, or write new AccountPrincipal('222222222222')";
    if (value.startsWith('arn:')) return `write new ArnPrincipal('${value}')`;
    return `write new ${value.endsWith('.amazonaws.com') ? 'ServicePrincipal' : 'AccountPrincipal'}('${value}')`;
  },
});

export const BUCKET = expectMembers(['bucketRef', 'node', 'env'], {
  expected: 'a Bucket, a CfnBucket or an imported bucket',
  remedy: PASS_CONSTRUCT,
});

export const KINESIS_STREAM = refuseImports(expectMembers(['streamRef', 'node'], {
  expected: 'a Kinesis data stream: a Stream, a CfnStream or an imported stream',
  remedy: PASS_CONSTRUCT,
}), ({ streamRef }) => [streamRef?.streamArn]);

export const FUNCTION = expectMembers(['functionArn', 'grantPrincipal', 'node'], {
  expected: 'a Lambda function: a Function, an imported function, an alias or a version',
  remedy: chooseFunctionRemedy,
});

function chooseFunctionRemedy(value: unknown): string {
  if (!isRecord(value) || !('grantPrincipal' in value)) return PASS_CONSTRUCT;
  const grants = 'write TableAccessGrants.fromTable(table).features(grantee, ...) for another grantee than a function';
  if ('roleArn' in value) return `${grants}, or pass a new DynamoAccessRole to the function`;
  return grants;
}

export const LOG_GROUP = refuseImports(expectMembers(['logGroupArn', 'logGroupName', 'env', 'node'], {
  expected: 'a LogGroup or an imported log group',
  remedy: PASS_CONSTRUCT,
}), ({ logGroupName, logGroupArn }) => [logGroupName ?? logGroupArn], LOG_GROUP_IMPORT); // CDK finds no name in the ARN of all log groups

export const MANAGED_POLICY = expectMembers(['managedPolicyArn'], {
  expected: 'a ManagedPolicy or an imported managed policy',
  remedy: PASS_CONSTRUCT,
});

export const GLOBAL_TABLE = expectMembers(['globalTableRef', 'node', 'env'], {
  expected: 'a CfnGlobalTable, because other tables need no TableRef',
  remedy: PASS_CONSTRUCT,
});

/** Refuses a construct that is imported by a name or ARN which no resource has, or which has a wildcard, so that many may have it. */
function refuseImports(shape: Shape, listNames: (construct: any) => unknown[], form?: ImportForm): Shape {
  return (name, value) => shape(name, value) ?? findImportedNameProblem(name, listNames(value), form);
}

function findTableNameProblem(name: string, table: ITableRef): Problem | undefined {
  if (findFamily(table)) return undefined;
  const { tableName, tableArn } = table.tableRef ?? {};
  const wrong = [tableName].filter(isWrongName)[0] ?? [tableArn].filter(isWrongArn)[0];
  if (wrong === undefined) return undefined;
  return describeWrongTable(name, wrong);
}

function findStreamProblem(name: string, table: ITableRef): Problem | undefined {
  const { tableStreamArn: stream } = table as Partial<ITable>;
  const { tableName } = table.tableRef ?? {};
  if (typeof stream !== 'string' || !stream.startsWith('arn:')) return undefined;
  const [, owner] = /:table\/([^/]+)\/stream\/[^/]+$/.exec(stream) ?? [];
  if (owner === tableName || Token.isUnresolved(owner ?? stream) || Token.isUnresolved(tableName)) return undefined;
  return {
    id: 'tableStream',
    value: `${name} is imported with the stream '${stream}', which is no stream of ${describeValue(tableName)}`,
    expected: 'the ARN of the table with /stream/ and the time of the stream',
    remedy: 'import the table with its own stream',
  };
}
