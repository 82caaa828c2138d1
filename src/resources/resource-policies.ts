import { ArnFormat, CfnResource, IResolvable, Lazy, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { formatArn, isResource } from './arns';
import { overrideOf, produced } from './lazy';

/** Statements that are made when the template is, as they rest on names and indexes that are known only then. */
export type StatementSource = () => PolicyStatement[];

/** What of a table has a resource policy. */
export type PolicyHolder = 'table' | 'stream';

interface PolicyProperty {
  readonly policyDocument: unknown;
}

/** What was added to the policies of a resource, by the Region and kind of policy, or to the policy of a key. */
const ADDED = new WeakMap<CfnResource, Map<string, StatementSource[]>>();

/**
 * Adds statements to the resource policy of a table or its stream in one Region, beside all that stands there already.
 *
 * @param declaration the table; of a global table, the replica in that Region must be there by the time of synthesis
 */
export function addToTablePolicy(
  declaration: CfnTable | CfnGlobalTable,
  holder: PolicyHolder,
  region: string,
  statements: StatementSource,
): void {
  if (isGlobal(declaration)) {
    if (!ADDED.has(declaration)) extendReplicas(declaration);
    addedTo(declaration, holder, region).push(statements);
    return;
  }
  const added = addedTo(declaration, holder, '');
  if (added.push(statements) > 1) return;
  if (holder === 'table') {
    const before = declaration.resourcePolicy;
    declaration.resourcePolicy = { policyDocument: extended(() => documentIn(declaration, before), added) };
    return;
  }
  const before = declaration.streamSpecification;
  declaration.streamSpecification = Lazy.uncachedAny({
    produce: () => {
      const specification = produced(declaration, before);
      return specification && {
        ...specification as CfnTable.StreamSpecificationProperty,
        resourcePolicy: { policyDocument: extended(() => documentIn(declaration, (specification as any).resourcePolicy), added) },
      };
    },
  });
}

/** Adds statements to the policy of a key, beside all that stands there already. */
export function addToKeyPolicy(key: CfnKey, statements: StatementSource): void {
  const added = addedTo(key, 'key', '');
  if (added.push(statements) > 1) return;
  const before = key.keyPolicy;
  // a key without a policy gets this one from KMS, and a policy without it would lock the account out of its key:
  // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
  const byDefault = {
    Statement: [{
      Sid: 'Enable IAM User Permissions',
      Effect: 'Allow',
      Principal: {
        AWS: formatArn({
          service: 'iam', region: '', account: Stack.of(key).account, resource: 'root', arnFormat: ArnFormat.NO_RESOURCE_NAME,
        }),
      },
      Action: 'kms:*',
      Resource: '*',
    }],
  };
  key.keyPolicy = extended(() => before ?? byDefault, added);
}

/** The policies of a table and its stream that statements were added to, as they will stand in the template. */
export function extendedPolicies(declaration: CfnTable | CfnGlobalTable): { holder: PolicyHolder; region: string; document: unknown }[] {
  const parts = isGlobal(declaration)
    ? replicasOf(declaration, declaration.replicas).map((replica) =>
      ({ region: replica.region, table: replica.resourcePolicy, stream: replica.replicaStreamSpecification }))
    : [{ region: Stack.of(declaration).region, table: declaration.resourcePolicy, stream: declaration.streamSpecification }];
  return parts.flatMap(({ region, table, stream }) => [
    { holder: 'table' as const, region, document: documentIn(declaration, table) },
    { holder: 'stream' as const, region, document: documentIn(declaration, (produced(declaration, stream) as any)?.resourcePolicy) },
  ]).filter(({ document }) => document !== undefined);
}

/** The property whose override replaces a resource policy, if the table has such an override. */
export function overriddenPolicy(declaration: CfnTable | CfnGlobalTable): string | undefined {
  return ['ResourcePolicy', 'StreamSpecification', 'Replicas'].find((property) => overrideOf(declaration, property) !== undefined);
}

/** Whether an override replaces the policy of a key. */
export function hasOverriddenPolicy(key: CfnKey): boolean {
  return overrideOf(key, 'KeyPolicy') !== undefined;
}

/** The Regions that the table has no replica in, or not exactly one that is known to be there before deployment. */
export function regionsWithoutReplica(declaration: CfnTable | CfnGlobalTable, regions: readonly string[]): string[] {
  if (!isGlobal(declaration)) return regions.slice(1);
  const replicas = replicasOf(declaration, declaration.replicas);
  return regions.filter((region) => replicas.filter((replica) => isIn(region, replica, replicas)).length !== 1);
}

function extendReplicas(table: CfnGlobalTable): void {
  const before = table.replicas;
  table.replicas = Lazy.uncachedAny({
    produce: () => replicasOf(table, before).map((replica, _index, replicas) => {
      const added = (holder: PolicyHolder) => [...ADDED.get(table) ?? []]
        .filter(([key]) => key.startsWith(`${holder} `) && isIn(key.slice(holder.length + 1), replica, replicas))
        .flatMap(([, sources]) => sources);
      const [forTable, forStream] = [added('table'), added('stream')];
      const streams = produced(table, replica.replicaStreamSpecification) as CfnGlobalTable.ReplicaStreamSpecificationProperty | undefined;
      return {
        ...replica,
        ...forTable.length === 0 ? {} : {
          resourcePolicy: { policyDocument: extended(() => documentIn(table, replica.resourcePolicy), forTable) },
        },
        ...forStream.length === 0 ? {} : {
          replicaStreamSpecification: {
            ...streams, resourcePolicy: { policyDocument: extended(() => documentIn(table, streams?.resourcePolicy), forStream) },
          },
        },
      };
    }),
  });
}

function replicasOf(table: CfnGlobalTable, replicas: unknown): CfnGlobalTable.ReplicaSpecificationProperty[] {
  return (produced(table, replicas as unknown[])).map((replica) =>
    produced(table, replica as CfnGlobalTable.ReplicaSpecificationProperty));
}

/** Of a table in a stack without a Region of its own, the only replica is the one in that Region. */
function isIn(region: string, replica: CfnGlobalTable.ReplicaSpecificationProperty, all: readonly unknown[]): boolean {
  switch (Token.compareStrings(region, replica.region)) {
    case TokenComparison.SAME: case TokenComparison.BOTH_UNRESOLVED: return true;
    case TokenComparison.ONE_UNRESOLVED: return all.length === 1;
    default: return false;
  }
}

/** A policy document with further statements, each of them once. */
function extended(before: () => unknown, added: readonly StatementSource[]): IResolvable {
  return Lazy.uncachedAny({
    produce: (context) => {
      const document = context.resolve(before()) ?? {};
      const statements = [
        ...[document.Statement ?? []].flat(),
        ...added.flatMap((source) => source()).map((statement) => context.resolve(statement.toStatementJson())),
      ];
      return {
        Version: '2012-10-17',
        ...document,
        Statement: [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()],
      };
    },
  });
}

function documentIn(declaration: CfnResource, policy: unknown): unknown {
  return (produced(declaration, policy as PolicyProperty | undefined))?.policyDocument;
}

function addedTo(declaration: CfnResource, holder: PolicyHolder | 'key', region: string): StatementSource[] {
  const policies = ADDED.get(declaration) ?? new Map<string, StatementSource[]>();
  ADDED.set(declaration, policies);
  const key = `${holder} ${region}`;
  const sources = policies.get(key) ?? [];
  policies.set(key, sources);
  return sources;
}

function isGlobal(table: CfnTable | CfnGlobalTable): table is CfnGlobalTable {
  return isResource(table, CfnGlobalTable.CFN_RESOURCE_TYPE_NAME);
}
