import { canBe, canBeDynamoDb, shortenArn } from './arn-patterns';
import { CheckedStatement, listDynamoActions, hasWildcard } from './checked-statement';
import { matchFeatures, formatFeatures } from './match-features';
import { ACTIONS_REFERENCE, DEVELOPER_GUIDE, LEAST_PRIVILEGE, Rule, StatementProblem } from './rule';
import { NOT_ACTIONS } from '../features/custom-feature';
import { DYNAMODB_ACTIONS } from '../policy/dynamodb-actions';
import { matchesAction } from '../policy/text-pattern';

const KNOWN = Object.keys(DYNAMODB_ACTIONS);

/** Rules on which actions a statement names, and beside which resources. */
export const ACTION_RULES: readonly Rule[] = [
  {
    name: 'unknown-action',
    severity: 'error',
    title: 'An action that DynamoDB doesn\'t have',
    reason: 'IAM takes any name, and allows nothing by one that doesn\'t exist. Several operations have no action of their own: '
      + 'transactions are authorized by the actions of the items in them, PartiQL by those of its statements.',
    remedy: 'name the action that authorizes the operation; for one that AWS has added since, acknowledge this',
    see: `${DEVELOPER_GUIDE}/transaction-apis-iam.html`,
    inStatement: ({ actions }) => actions
      .filter((action) => /^dynamodb:/i.test(action) && !KNOWN.some((known) => matchesAction(action, known)))
      .map((action) => ({
        problem: `DynamoDB has no action ${action}`,
        remedy: NOT_ACTIONS[action] && `write ${NOT_ACTIONS[action]}`,
      })),
  },
  {
    name: 'account-level-action',
    severity: 'error',
    title: 'An action without resources beside an ARN',
    reason: 'AWS authorizes actions such as `ListStreams`, `ListTables` and `ListBackups` on no resource: only `*` allows them.',
    remedy: 'write these actions in a statement on `*`',
    see: ACTIONS_REFERENCE,
    inStatement: (statement) => {
      const actions = findNamedActions(statement).filter((action) => DYNAMODB_ACTIONS[action].length === 0);
      const reaches = statement.resources.includes('*') || !statement.knowsResources;
      return reaches || actions.length === 0 ? [] : [{
        problem: `${joinActions(actions)} on ${joinActions(statement.resources.map(shortenArn))}, which only * allows`,
        remedy: suggestFeatures(actions),
      }];
    },
  },
  {
    name: 'action-without-effect',
    severity: 'error',
    title: 'An action beside resources of other types alone',
    reason: 'AWS authorizes each action on certain types of resources: reading a stream on the ARN of the stream, for example, and not '
      + 'on that of the table. Beside other types, an action allows nothing.',
    remedy: 'write the action beside a resource of its type',
    see: ACTIONS_REFERENCE,
    inStatement: (statement) => {
      const actions = findNamedActions(statement).filter((action) => !isAccountLevel(action) && !statement.resources.some((each) => canActOn(action, each)));
      return !statement.knowsResources || actions.length === 0 ? [] : [{
        problem: `${joinActions(actions)} on ${joinActions(statement.resources.map(shortenArn))}, ${describeNoEffect(actions)}`,
        remedy: suggestFeatures(actions),
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
    inStatement: (statement) => statement.resources.filter(canBeDynamoDb).flatMap((resource): StatementProblem[] => {
      const actions = findNamedActions(statement).filter((action) => !isAccountLevel(action) && !canActOn(action, resource)
        && statement.resources.some((each) => canActOn(action, each)));
      return actions.length === 0 ? [] : [{
        problem: `${joinActions(actions)} on ${shortenArn(resource)}, ${describeNoEffect(actions)}`,
        remedy: suggestFeatures(findNamedActions(statement).filter((action) => statement.resources.some((each) => canActOn(action, each)))),
      }];
    }),
  },
  {
    name: 'wildcard-action',
    severity: 'warning',
    title: 'A wildcard in the actions',
    reason: 'It allows more than is needed now, and what AWS adds later. `dynamodb:*` deletes tables and changes their policies.',
    remedy: 'list the features that are used, such as `features: [TableFeature.CRUD]`',
    see: LEAST_PRIVILEGE,
    inStatement: (statement) => {
      if (!statement.allows || !statement.resources.some(canBeDynamoDb) || listDynamoActions(statement).length === 0) return [];
      const wildcards = statement.actions.filter((action) => hasWildcard(action) && KNOWN.some((known) => matchesAction(action, known)));
      const others = statement.notActions.length > 0 ? [`everything but ${joinActions(statement.notActions)}`] : [];
      return [...wildcards, ...others].map((wildcard) => {
        const count = KNOWN.filter((known) => matchesAction(wildcard, known)).length;
        return { problem: others.length > 0 ? `it allows ${wildcard}` : `${wildcard} allows ${count} of DynamoDB's actions` };
      });
    },
  },
];

/** The actions of DynamoDB that a statement names one by one. */
function findNamedActions({ actions }: CheckedStatement): string[] {
  return KNOWN.filter((known) => actions.some((action) => !hasWildcard(action) && matchesAction(action, known)));
}

function isAccountLevel(action: string): boolean {
  return DYNAMODB_ACTIONS[action].length === 0;
}

function canActOn(action: string, resource: string): boolean {
  return DYNAMODB_ACTIONS[action].some((type) => canBe(type, resource));
}

function suggestFeatures(actions: readonly string[]): string | undefined {
  const features = matchFeatures(actions);
  return features.length === 0 ? undefined : `write \`${formatFeatures(features)}\``;
}

function describeNoEffect(actions: readonly string[]): string {
  return `where ${actions.length === 1 ? 'it has' : 'they have'} no effect`;
}

function joinActions(texts: readonly string[]): string {
  return texts.map((text) => text.replace(/^dynamodb:/, '')).join(', ');
}
