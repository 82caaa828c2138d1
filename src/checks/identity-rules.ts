import { CheckedStatement, listDynamoActions, filterNamed, joinActions, readCheckedStatements } from './checked-statement';
import { findFirstUses, keepNearest, ReachedTables } from './reached-tables';
import { DEVELOPER_GUIDE, LEAST_PRIVILEGE, Rule } from './rule';
import { canBe, canBeDynamoDb, shortenArn } from '../policy/arn-patterns';
import { getConstructPath } from '../policy/assembly-resources';
import { AttachedPolicy } from '../policy/identity-records';
import { Assembly, RoleRecord, TableRecord, UserRecord } from '../policy/read-assembly';
import { computeOnce } from '../values/compute-once';

const SEARCHES = ['dynamodb:Query', 'dynamodb:Scan', 'dynamodb:PartiQLSelect'];
const WRITES_LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const OWN_LOGS = 'let `LambdaTableAccess`, `DynamoAccessRole` or `OwnLogGroup` write the function\'s permissions: on its own log group alone';

/** The AWS managed policies for DynamoDB. */
const MANAGED_FOR_DYNAMODB = [
  'AmazonDynamoDBFullAccess', 'AmazonDynamoDBFullAccess_v2', 'AmazonDynamoDBFullAccesswithDataPipeline', 'AmazonDynamoDBReadOnlyAccess',
  'AWSLambdaDynamoDBExecutionRole', 'AWSLambdaInvocation-DynamoDB',
];

/** The log groups in which DynamoDB reports items that it couldn't import. AWS chooses their names. */
const IMPORT_LOGS = /^\/aws-dynamodb\//;

/** Rules on all policies of a role or user together. */
export const IDENTITY_RULES: readonly Rule[] = [
  {
    name: 'no-index-access',
    severity: 'warning',
    title: 'Queries of the table and of none of its indexes',
    reason: 'A query of an index is authorized on the ARN of the index, and only there: a statement on the table does not allow it.',
    remedy: 'say that no index is meant: `TableFeature.QUERY.onTable()`; or name the indexes too: `features: [TableFeature.QUERY]`',
    see: `${DEVELOPER_GUIDE}/specifying-conditions.html`,
    findInIdentity: (identity, assembly) => {
      const searching = identity.policies.flatMap(readCheckedStatements)
        .filter((statement) => statement.allows && filterNamed(statement, SEARCHES).length > 0);
      // with this library, QUERY.onTable() says that no index is meant
      const fromElsewhere = searching.filter(({ policy }) => policy.recordedAccesses.length === 0);
      const reached = ReachedTables.fromAssembly(assembly);
      const onIndexes = new Set(searching.flatMap((statement) => [...reached.findTablesByIndex(statement)]));
      const firstUses = findFirstUses(fromElsewhere, (statement) => reached.findTables(statement));
      const nearest = keepNearest(firstUses.keys(), identity);
      // a resource that is known only at deployment may be an index
      if (searching.some(({ knowsResources }) => !knowsResources)) return [];
      return [...firstUses].filter(([table]) => nearest.has(table) && !onIndexes.has(table) && hasSearchedIndexes(table))
        .map(([{ indexes, origin }, statement]) => {
          const actions = joinActions(filterNamed(statement, SEARCHES));
          const names = indexes.map(({ name }) => name).join(', ');
          return {
            statement,
            problem: `${actions} on ${getConstructPath(origin)}, and on none of its indexes: ${names}`,
          };
        });
    },
  },
  {
    name: 'managed-logs-policy',
    severity: 'warning',
    title: 'An AWS managed policy that writes to every log group',
    reason: 'CDK attaches `AWSLambdaBasicExecutionRole` or one like it to the role of each function. It creates log groups and writes to '
      + 'all of the account\'s. This check looks at roles and users with permissions on tables, and at functions of an app with tables.',
    remedy: OWN_LOGS,
    see: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html',
    findInIdentity: (identity, assembly) => identity.policies
      .filter((policy) => isManagedByAws(policy) && !runsAtEdge(identity) && (usesDynamoDb(identity) || runsFunctionBesideTables(identity, assembly)))
      .filter((policy) => readCheckedStatements(policy).some(isAboutAllLogs))
      .map(({ name }) => ({ problem: `${name} is attached` })),
  },
  {
    name: 'many-log-groups',
    severity: 'warning',
    title: 'More log groups than one',
    reason: 'A function writes to one log group. AWS authorizes all three actions on it, `CreateLogGroup` too.',
    remedy: OWN_LOGS,
    see: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html',
    findInIdentity: (identity) => identity.policies
      .filter((policy) => !isManagedByAws(policy) && usesDynamoDb(identity) && !isForOtherService(identity) && !runsAtEdge(identity))
      .flatMap(readCheckedStatements).flatMap((statement) => findBroadLogResources(statement).map((resource) => ({
        statement,
        problem: `${filterNamed(statement, WRITES_LOGS).map((action) => action.replace('logs:', '')).join(', ')} on ${shortenArn(resource)}`,
      }))),
  },
  {
    name: 'managed-dynamodb-policy',
    severity: 'warning',
    title: 'An AWS managed policy for DynamoDB',
    reason: 'It reaches every table or stream of the account, and most of these policies much more than tables.',
    remedy: 'list the features that are used, such as `features: [TableFeature.CRUD]`; for a trigger, `[TableFeature.STREAM_TRIGGER]`',
    see: LEAST_PRIVILEGE,
    findInAttached: (policies) => policies.filter(isManagedForDynamoDb).map(({ name }) => ({ problem: `${name} is attached` })),
  },
];

/** Vector indexes are searched by another action. */
function hasSearchedIndexes({ indexes }: TableRecord): boolean {
  return indexes.some(({ type }) => type !== 'vector');
}

function isManagedByAws({ arn }: AttachedPolicy): boolean {
  return arn?.includes(':iam::aws:policy/') ?? false;
}

function isManagedForDynamoDb(policy: AttachedPolicy): boolean {
  return isManagedByAws(policy) && MANAGED_FOR_DYNAMODB.includes(policy.name);
}

/** Tells whether a policy allows actions on tables. The rules on logs are for such roles and users, and for functions of apps with tables. */
function usesDynamoDb({ policies }: RoleRecord | UserRecord): boolean {
  return policies.some((policy) => isManagedForDynamoDb(policy) || readCheckedStatements(policy).some((statement) =>
    statement.allows && listDynamoActions(statement).length > 0 && statement.resources.some(canBeDynamoDb)));
}

/** The ARNs of the roles that functions run with, because each role asks for them. */
const listFunctionRoleArns = computeOnce(({ functions }: Assembly): ReadonlySet<string> => new Set(functions.flatMap(({ roles }) => roles)));

/**
 * Tells whether a function runs with a role in an app that has tables. `OwnLogGroup` can change the roles that are constructs of the class
 * `Role`, whose resource is a child of them.
 */
function runsFunctionBesideTables({ arn, origin }: RoleRecord | UserRecord, assembly: Assembly): boolean {
  return assembly.tables.length > 0 && /\/Resource$/.test(origin.constructPath ?? '') && listFunctionRoleArns(assembly).has(arn);
}

/** Tells whether a statement is about logs, unlike that of an administrator, and about all log groups. */
function isAboutAllLogs(statement: CheckedStatement): boolean {
  return statement.actions.some((action) => /^logs:/i.test(action)) && findBroadLogResources(statement).length > 0;
}

/** Tells whether only services other than Lambda may assume a role. They may write to many log groups. */
function isForOtherService(identity: RoleRecord | UserRecord): boolean {
  const services = listTrustedServices(identity);
  return services.length > 0 && !services.includes('lambda');
}

/**
 * Tells whether Lambda@Edge may assume a role. Its function writes to a log group in each Region where it runs.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html
 */
function runsAtEdge(identity: RoleRecord | UserRecord): boolean {
  return listTrustedServices(identity).includes('edgelambda');
}

function listTrustedServices(identity: RoleRecord | UserRecord): readonly string[] {
  const trust = 'trust' in identity && JSON.stringify(identity.trust);
  return (trust || '').match(/[\w-]+(?=\.amazonaws\.com)/g) ?? [];
}

/** Finds the resources of a statement that let it write to more than one log group. */
function findBroadLogResources(statement: CheckedStatement): string[] {
  if (!statement.allows || filterNamed(statement, WRITES_LOGS).length === 0) return [];
  return statement.resources.filter((resource) => canBe('log-group', resource) || canBe('log-stream', resource)).filter((resource) => {
    const [, name] = /^arn:[^:]*:logs:[^:*?]*:[^:*?]*:log-group:([^:]*)/.exec(resource) ?? [];
    return name === undefined || (/[*?]/.test(name) && !IMPORT_LOGS.test(name));
  });
}
