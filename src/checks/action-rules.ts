import { CheckedStatement, hasWildcard, joinActions, listDynamoActions } from './checked-statement';
import { nameCheckedResource, nameCheckedResources } from './name-checked-resource';
import { ACTIONS_REFERENCE, DEVELOPER_GUIDE, LEAST_PRIVILEGE, Rule, StatementProblem } from './rule';
import { suggestNeededFeatures, suggestSameFeatures } from './suggest-features';
import { NOT_ACTIONS } from '../features/custom-feature';
import { canBeDynamoDb } from '../policy/arn-patterns';
import { DYNAMODB_ACTIONS } from '../policy/dynamodb-actions';
import { matchesAction } from '../policy/text-pattern';
import { findUselessActions, isAccountLevel } from '../policy/useless-actions';
import { groupBy } from '../values/lists';

const ACTION_NAMES = Object.keys(DYNAMODB_ACTIONS);

/** Rules on the actions of a statement, and on the resources beside them. */
export const ACTION_RULES: readonly Rule[] = [
  {
    name: 'unknown-action',
    severity: 'error',
    title: 'An action that DynamoDB does not have',
    reason: 'IAM takes any name, and allows nothing by one that does not exist. Several operations have no action of their own: '
      + 'transactions are authorized by the actions of the items in them, PartiQL by those of its statements.',
    remedy: 'remove the action; for one that AWS has added since, acknowledge this',
    see: `${DEVELOPER_GUIDE}/transaction-apis-iam.html`,
    findInStatement: ({ actions, allows }) => actions
      .filter((action) => /^dynamodb:/i.test(action) && !ACTION_NAMES.some((known) => matchesAction(action, known)))
      .map((action) => ({
        problem: `DynamoDB has no action ${action}`,
        remedy: NOT_ACTIONS[action] && describeUnknownRemoval(action, allows),
      })),
  },
  {
    name: 'account-level-action',
    severity: 'error',
    title: 'An action without resources beside an ARN',
    reason: 'AWS authorizes actions such as `ListStreams`, `ListTables` and `ListBackups` on no resource: only `*` allows them. '
      + 'The finding is a warning for `ListStreams` on a stream, which aws-cdk-lib and AWS SAM write.',
    remedy: 'remove these actions, or write them in a statement on `*`',
    see: ACTIONS_REFERENCE,
    findInStatement: (statement, assembly) => {
      const actions = findWithoutEffect(statement).filter(isAccountLevel);
      if (actions.length === 0) return [];
      const problem = `${joinActions(actions)} on ${nameCheckedResources(statement.resources, statement.policy.origin!, assembly)}, which only * allows`;
      if (!statement.allows || !isListStreamsOnStream(statement, actions)) return [{ problem, remedy: describeRemoval(statement, actions) }];
      return [{
        severity: 'warning',
        problem: `${problem}: aws-cdk-lib and AWS SAM write this`,
        remedy: 'acknowledge this, because reading a stream needs no ListStreams; to list streams, grant '
          + suggestNeededFeatures(actions),
      }];
    },
  },
  {
    name: 'action-without-effect',
    severity: 'error',
    title: 'An action beside resources of other types alone',
    reason: 'AWS authorizes each action on certain types of resources: reading a stream on the ARN of the stream, for example, and not '
      + 'on that of the table. Beside other types, an action allows nothing. The finding is a '
      + 'warning for what the grants of aws-cdk-lib write.',
    remedy: 'remove the action, or write it beside a resource of its type',
    see: ACTIONS_REFERENCE,
    findInStatement: (statement, assembly) => {
      const actions = findWithoutEffect(statement).filter((action) => !isAccountLevel(action));
      if (actions.length === 0) return [];
      const resources = nameCheckedResources(statement.resources, statement.policy.origin!, assembly);
      const problem = `${joinActions(actions)} on ${resources}, ${describeNoEffect(actions)}`;
      if (!statement.allows || !isWrittenByCdk(actions)) return [{ problem, remedy: describeRemoval(statement, actions) }];
      const same = suggestSameFeatures(statement, listDynamoActions(statement), assembly);
      const replacement = same && `write \`${same.features}\`, which ${same.effect}, or `;
      return [{
        severity: 'warning',
        problem: `${problem}: the grants of aws-cdk-lib write them`,
        remedy: `${replacement ?? ''}acknowledge this, because nothing is missing without ${joinActions(actions)}`,
      }];
    },
  },
  {
    name: 'pair-without-effect',
    severity: 'warning',
    title: 'An action beside a resource of another type, among others',
    reason: 'The action has an effect on other resources of its statement, and none on this one: item actions on an index, for example. '
      + 'What has no effect hides what has.',
    remedy: 'write a statement for each type of resource',
    see: ACTIONS_REFERENCE,
    findInStatement: (statement, assembly) => {
      const useless = findUselessActions(statement.actions, statement.resources).filter(({ hasEffect }) => hasEffect);
      return [...groupBy(useless, ({ resource }) => resource)].map(([resource, group]): StatementProblem => {
        const actions = group.map(({ action }) => action);
        const same = suggestSameFeatures(statement, listDynamoActions(statement), assembly);
        return {
          problem: `${joinActions(actions)} on ${nameCheckedResource(resource, statement.policy.origin!, assembly)}, ${describeNoEffect(actions)}`,
          remedy: same && `write \`${same.features}\`, which ${same.effect}`,
        };
      });
    },
  },
  {
    name: 'wildcard-action',
    severity: 'warning',
    title: 'A wildcard in the actions',
    reason: 'It allows more than is needed now, and what AWS adds later. `dynamodb:*` deletes tables and changes their policies.',
    remedy: 'list the features that are used, such as `features: [TableFeature.CRUD]`',
    see: LEAST_PRIVILEGE,
    findInStatement: (statement) => {
      if (!statement.allows || !statement.resources.some(canBeDynamoDb) || listDynamoActions(statement).length === 0) return [];
      if (statement.notActions.length > 0) return [{ problem: `it allows everything but ${joinActions(statement.notActions)}` }];
      return statement.actions.filter(hasWildcard).flatMap((wildcard) => {
        const count = ACTION_NAMES.filter((known) => matchesAction(wildcard, known)).length;
        if (count === 0) return [];
        return [{ problem: `${wildcard} allows ${count} of DynamoDB's actions` }];
      });
    },
  },
];

/** Finds the actions that a statement names and that have an effect on none of its resources. A resource that isn't known may have one. */
function findWithoutEffect({ actions, resources, knowsResources }: CheckedStatement): string[] {
  if (!knowsResources) return [];
  return [...new Set(findUselessActions(actions, resources).filter(({ hasEffect }) => !hasEffect).map(({ action }) => action))];
}

/** The actions of streams that the grants of aws-cdk-lib write on tables. Reading a stream needs another one too, `DescribeStream`. */
const STREAM_ACTIONS_OF_CDK = ['dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

/** @see https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-dynamodb/lib/perms.ts */
function isWrittenByCdk(withoutEffect: readonly string[]): boolean {
  return withoutEffect.join() === STREAM_ACTIONS_OF_CDK.join();
}

/**
 * Tells whether a statement is the one that `TableV2.grantStreamRead`, and SAM's `DynamoDBStreamReadPolicy`, write beside the actions that
 * read a stream.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
 */
function isListStreamsOnStream({ resources }: CheckedStatement, withoutEffect: readonly string[]): boolean {
  return withoutEffect.join() === 'dynamodb:ListStreams' && resources.every((resource) => /:table\/[^/]+\/stream\//.test(resource));
}

function describeUnknownRemoval(action: string, allows: boolean): string {
  if (!allows) return `remove ${action}, because this denies nothing`;
  return `remove ${action}, because this allows nothing; to allow the operation, grant ${NOT_ACTIONS[action]}`;
}

/** Actions without effect can be removed. To allow them, features are the way. */
function describeRemoval({ allows }: CheckedStatement, actions: readonly string[]): string {
  const features = suggestNeededFeatures(actions);
  if (!allows) return `remove ${joinActions(actions)}, because this denies nothing here`;
  const removal = `remove ${joinActions(actions)}, because this allows nothing here`;
  if (features === undefined) return removal;
  return `${removal}; to allow it, grant ${features}`;
}

function describeNoEffect(actions: readonly string[]): string {
  return `where ${actions.length === 1 ? 'it has' : 'they have'} no effect`;
}
