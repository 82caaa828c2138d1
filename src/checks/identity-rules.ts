import { canBeDynamoDb, canBelongTo, canMatch, shortenArn } from './arn-patterns';
import { CheckedStatement, listDynamoActions, filterNamed, readCheckedStatements } from './checked-statement';
import { DEVELOPER_GUIDE, LEAST_PRIVILEGE, Rule } from './rule';
import { AttachedPolicy } from '../policy/assembly-identities';
import { RoleRecord, UserRecord } from '../policy/read-assembly';

const WRITES_LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const OWN_LOGS = 'let `LambdaTableAccess` or `DynamoAccessRole` write the function\'s permissions: on its own log group alone';

/** The AWS managed policies for DynamoDB. */
const MANAGED_FOR_DYNAMODB = [
  'AmazonDynamoDBFullAccess', 'AmazonDynamoDBFullAccess_v2', 'AmazonDynamoDBFullAccesswithDataPipeline', 'AmazonDynamoDBReadOnlyAccess',
  'AWSLambdaDynamoDBExecutionRole', 'AWSLambdaInvocation-DynamoDB',
];

/** Where DynamoDB's imports write what they couldn't import: AWS gives these log groups no names to choose. */
const IMPORT_LOGS = /^\/aws-dynamodb\//;

/** Rules on what a role or user has altogether. */
export const IDENTITY_RULES: readonly Rule[] = [
  {
    name: 'no-index-access',
    severity: 'warning',
    title: 'Queries of the table and of none of its indexes',
    reason: 'A query of an index is authorized on the ARN of the index, and only there: a statement on the table doesn\'t allow it.',
    remedy: 'name the indexes too: `features: [TableFeature.QUERY]`; or say that none is meant: `TableFeature.QUERY.onTable()`',
    see: `${DEVELOPER_GUIDE}/specifying-conditions.html`,
    inIdentity: ({ policies }, { tables }) => {
      const statements = policies.flatMap(readCheckedStatements).filter(({ allows }) => allows);
      // what this library wrote says so in words: QUERY.onTable()
      const byHand = statements.filter(({ policy }) => policy.recordedAccesses.length === 0);
      const searching = ['dynamodb:Query', 'dynamodb:Scan', 'dynamodb:PartiQLSelect'];
      return tables.filter(({ indexes }) => indexes.some(({ type }) => type !== 'vector')).flatMap(({ arn, indexes, origin }) => {
        const reaching = (among: readonly CheckedStatement[], place: string) => among.filter((statement) =>
          filterNamed(statement, searching).length > 0 && statement.resources.some((resource) => canMatch(resource, place)));
        const [onTable] = reaching(byHand, arn);
        const onIndexes = indexes.some((index) => reaching(statements, index.arn).length > 0);
        if (!onTable || onIndexes || !onTable.knowsResources) return [];
        const actions = filterNamed(onTable, searching).map((action) => action.replace('dynamodb:', '')).join(', ');
        const names = indexes.map(({ name }) => name).join(', ');
        return [{
          statement: onTable,
          problem: `${actions} on ${origin.constructPath?.replace(/\/Resource$/, '') ?? arn}, and on none of its indexes: ${names}`,
        }];
      });
    },
  },
  {
    name: 'managed-logs-policy',
    severity: 'warning',
    title: 'An AWS managed policy that writes to every log group',
    reason: 'CDK attaches `AWSLambdaBasicExecutionRole` or one like it to the role of each function. It creates log groups and writes to '
      + 'all of the account\'s.',
    remedy: OWN_LOGS,
    see: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html',
    inIdentity: (identity) => !usesDynamoDb(identity) ? [] : identity.policies.filter(isManagedByAws)
      .filter((policy) => readCheckedStatements(policy).some((statement) => findBroadLogResources(statement).length > 0))
      .map(({ name }) => ({ problem: `${name} is attached` })),
  },
  {
    name: 'many-log-groups',
    severity: 'warning',
    title: 'More log groups than one',
    reason: 'A function writes to one log group. AWS authorizes all three actions on it, `CreateLogGroup` too.',
    remedy: OWN_LOGS,
    see: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html',
    inIdentity: (identity) => !usesDynamoDb(identity) ? [] : identity.policies.filter((policy) => !isManagedByAws(policy))
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
    inIdentity: ({ policies }) => policies.filter(isManagedForDynamoDb).map(({ name }) => ({ problem: `${name} is attached` })),
  },
];

function isManagedByAws({ arn }: AttachedPolicy): boolean {
  return arn?.includes(':iam::aws:policy/') ?? false;
}

function isManagedForDynamoDb(policy: AttachedPolicy): boolean {
  return isManagedByAws(policy) && MANAGED_FOR_DYNAMODB.includes(policy.name);
}

/** Whether a role or user is one for tables: what others do with their logs is none of this library's business. */
function usesDynamoDb({ policies }: RoleRecord | UserRecord): boolean {
  return policies.some((policy) => isManagedForDynamoDb(policy) || readCheckedStatements(policy).some((statement) =>
    statement.allows && listDynamoActions(statement).length > 0 && statement.resources.some(canBeDynamoDb)));
}

/** The resources of a statement that are more than one log group to write to. */
function findBroadLogResources(statement: CheckedStatement): string[] {
  if (!statement.allows || filterNamed(statement, WRITES_LOGS).length === 0) return [];
  return statement.resources.filter((resource) => canBelongTo('logs', resource)).filter((resource) => {
    const [, name] = /^arn:[^:]*:logs:[^:*?]*:[^:*?]*:log-group:([^:]*)/.exec(resource) ?? [];
    return name === undefined || (/[*?]/.test(name) && !IMPORT_LOGS.test(name));
  });
}
