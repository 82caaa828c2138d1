import { expectMembers } from '../problems/shape';

const PASS_CONSTRUCT = 'pass the construct';

export const TABLE = expectMembers(['tableRef', 'node', 'env'], {
  expected: 'a table: a Table, TableV2, CfnTable, or an import of one',
  remedy: 'pass the construct, a CfnGlobalTable by TableRef.fromGlobalTable(...)',
});

export const KEY = expectMembers(['keyRef', 'node', 'env'], {
  expected: 'a KMS key: a Key, CfnKey or Alias, or an import of one',
  remedy: "pass the construct, a key of another app by Key.fromKeyArn(this, 'Key', arn)",
});

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

export const KINESIS_STREAM = expectMembers(['streamRef', 'node'], {
  expected: 'a Kinesis data stream: a Stream, CfnStream, or an import of one',
  remedy: PASS_CONSTRUCT,
});

export const FUNCTION = expectMembers(['functionArn', 'grantPrincipal', 'node'], {
  expected: 'a function: a Function or an import of one, an alias or a version',
  remedy: PASS_CONSTRUCT,
});

export const LOG_GROUP = expectMembers(['logGroupArn', 'logGroupName', 'env', 'node'], {
  expected: 'a log group: a LogGroup, or an import of one',
  remedy: PASS_CONSTRUCT,
});

export const MANAGED_POLICY = expectMembers(['managedPolicyArn'], {
  expected: 'a managed policy: a ManagedPolicy, or an import of one',
  remedy: PASS_CONSTRUCT,
});

export const GLOBAL_TABLE = expectMembers(['globalTableRef', 'node', 'env'], {
  expected: 'a CfnGlobalTable; any other table is one already',
  remedy: PASS_CONSTRUCT,
});
