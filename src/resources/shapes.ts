import { Token } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { familyOf } from './table-family';
import { Problem } from '../problems/problem';
import { expectMembers, Shape } from '../problems/shape';

const PASS_CONSTRUCT = 'pass the construct';

const TABLE_FORM = expectMembers(['tableRef', 'node', 'env'], {
  expected: 'a table: a Table, TableV2, CfnTable, or an import of one',
  remedy: 'pass the construct, a CfnGlobalTable by TableRef.fromGlobalTable(...)',
});

/** CDK imports a table by any text. */
export const TABLE: Shape = (name, value) => TABLE_FORM(name, value) ?? findTableNameProblem(name, value as ITableRef);

export const KEY = refuseWildcards(expectMembers(['keyRef', 'node', 'env'], {
  expected: 'a KMS key: a Key, CfnKey or Alias, or an import of one',
  remedy: "pass the construct, a key of another app by Key.fromKeyArn(this, 'Key', arn)",
}), ({ keyRef, aliasName }) => [keyRef?.keyArn, aliasName]);

export const GRANTEE = expectMembers(['grantPrincipal'], {
  expected: 'a grantee: a function, role, user, group or anything else that has a principal',
  remedy: PASS_CONSTRUCT,
});

export const PRINCIPAL = expectMembers(['grantPrincipal', 'policyFragment'], {
  expected: 'a principal: an account, a service, a role or a user',
  remedy: "write new AccountPrincipal('222222222222') or new ServicePrincipal('lambda.amazonaws.com'), or pass the role",
});

export const BUCKET = expectMembers(['bucketRef', 'node', 'env'], {
  expected: 'a bucket: a Bucket, CfnBucket, or an import of one',
  remedy: PASS_CONSTRUCT,
});

export const KINESIS_STREAM = refuseWildcards(expectMembers(['streamRef', 'node'], {
  expected: 'a Kinesis data stream: a Stream, CfnStream, or an import of one',
  remedy: PASS_CONSTRUCT,
}), ({ streamRef }) => [streamRef?.streamArn]);

export const FUNCTION = expectMembers(['functionArn', 'grantPrincipal', 'node'], {
  expected: 'a function: a Function or an import of one, an alias or a version',
  remedy: PASS_CONSTRUCT,
});

export const LOG_GROUP = refuseWildcards(expectMembers(['logGroupArn', 'logGroupName', 'env', 'node'], {
  expected: 'a log group: a LogGroup, or an import of one',
  remedy: PASS_CONSTRUCT,
}), ({ logGroupName }) => [logGroupName]);

export const MANAGED_POLICY = expectMembers(['managedPolicyArn'], {
  expected: 'a managed policy: a ManagedPolicy, or an import of one',
  remedy: PASS_CONSTRUCT,
});

export const GLOBAL_TABLE = expectMembers(['globalTableRef', 'node', 'env'], {
  expected: 'a CfnGlobalTable; any other table is one already',
  remedy: PASS_CONSTRUCT,
});

/** A construct that is imported by a name or ARN with a wildcard would be many, and statements reach all of them. */
function refuseWildcards(shape: Shape, listNames: (construct: any) => unknown[]): Shape {
  return (name, value) => shape(name, value) ?? findWildcardProblem(name, listNames(value));
}

function findWildcardProblem(name: string, texts: readonly unknown[]): Problem | undefined {
  const text = texts.find((each) => typeof each === 'string' && /[*?]/.test(each));
  if (text === undefined) return undefined;
  return { id: 'wildcard', value: `${name} '${text}'`, expected: 'the name or ARN of one, without wildcards', remedy: 'import each of them' };
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const TABLE_NAME = /^[a-zA-Z0-9_.-]{3,255}$/;

function findTableNameProblem(name: string, table: ITableRef): Problem | undefined {
  if (familyOf(table)) return undefined;
  const { tableName, tableArn } = table.tableRef ?? {};
  const wrong = [tableName].filter(isWrongName)[0] ?? [tableArn].filter(isWrongArn)[0];
  if (wrong === undefined) return undefined;
  return {
    id: 'tableName',
    value: `${name} '${wrong}'`,
    expected: 'the name of a table, which is 3 to 255 letters, digits, and _ . -, or its ARN, which ends in table/ and that name',
    remedy: 'import the table by its name or ARN, and many tables by TableFamily',
  };
}

function isWrongName(name: unknown): boolean {
  return typeof name === 'string' && !Token.isUnresolved(name) && !TABLE_NAME.test(name);
}

/** Parts of an ARN may be tokens, which have no colon. */
function isWrongArn(arn: unknown): boolean {
  if (typeof arn !== 'string' || !arn.startsWith('arn:')) return false;
  const [, , , region, account, ...resource] = arn.split(':');
  const [kind, ...name] = resource.join(':').split('/');
  return /[*?]/.test(`${region}${account}`) || kind !== 'table' || (!Token.isUnresolved(name[0]) && isWrongName(name.join('/')));
}
