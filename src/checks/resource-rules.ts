import { listDynamoActions, filterNamed, hasWildcard } from './checked-statement';
import { nameCheckedResource } from './name-checked-resource';
import { DEVELOPER_GUIDE, LEAST_PRIVILEGE, Rule } from './rule';
import { suggestSameFeatures } from './suggest-features';
import { ACTIONS } from '../features/actions';
import { canBe, canBeDynamoDb, shortenArn, matchesSeveralTables } from '../policy/arn-patterns';
import { DYNAMODB_ACTIONS } from '../policy/dynamodb-actions';
import { replacePolicyVariables } from '../policy/policy-variables';
import { ANY_OTHER } from '../policy/table-part';
import { parseResource } from '../policy/text-pattern';

/** The actions of KMS that AWS authorizes on aliases. */
const ALIAS_ACTIONS = ['kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias'];

/** Rules on the resources of a statement. */
export const RESOURCE_RULES: readonly Rule[] = [
  {
    name: 'any-index',
    severity: 'warning',
    title: 'Any index of a table',
    reason: '`index/*`, or `/*` after the table, reaches every index of the table, those too that are added later, and with them all that they project. The '
      + 'indexes of a table are known when the app is written.',
    remedy: 'name the indexes, as `QUERY` and `SCAN` do with those that the table declares, or `QUERY.onIndexes(...)` with some',
    see: `${DEVELOPER_GUIDE}/specifying-conditions.html`,
    findInStatement: (statement, assembly) => statement.resources
      .filter((resource) => statement.allows && isAnyIndex(resource))
      .flatMap((resource) => {
        const actions = listDynamoActions(statement).filter((action) => DYNAMODB_ACTIONS[action].includes('index'));
        if (actions.length === 0) return [];
        const same = suggestSameFeatures(statement, listDynamoActions(statement), assembly);
        return [{
          problem: `${nameCheckedResource(resource, statement.policy.origin!, assembly)} is every index that the table has or will have`,
          remedy: same && `write \`${same.features}\`, which names the indexes that the table declares`,
        }];
      }),
  },
  {
    name: 'any-table',
    severity: 'warning',
    title: 'Any table, or tables by a prefix without separator',
    reason: 'A wildcard in the place of the table reaches tables that nobody meant, and as `*` spans slashes, their indexes, streams and '
      + 'backups too. `demo-dev*` is `demo-developer` as well.',
    remedy: 'name the table, or a family of tables: `TableFamily.withPrefix(this, \'Tables\', \'demo-dev_\')`',
    see: LEAST_PRIVILEGE,
    findInStatement: (statement) => {
      const onResources = listDynamoActions(statement).filter((action) =>
        DYNAMODB_ACTIONS[action].length > 0 && !ACTIONS[action]?.isResourceOptional);
      const byTag = statement.conditions.some(({ key }) => key.startsWith('aws:resourcetag/'));
      if (!statement.allows || byTag) return [];
      return statement.resources.filter((resource) => canBeDynamoDb(resource) && matchesSeveralTables(resource))
        .filter((resource) => onResources.some((action) => DYNAMODB_ACTIONS[action].some((type) => canBe(type, resource))))
        .map((resource) => ({ problem: `${shortenArn(resource)} is more than one table` }));
    },
  },
  {
    name: 'alias-as-resource',
    severity: 'error',
    title: 'The alias of a key in the place of the key',
    reason: 'The ARN of an alias is the alias, not the key that it stands for: the statement has no effect on the key.',
    remedy: 'remove the alias, because this allows nothing; to allow the actions on its key, name the ARN of the key: '
      + '`TableAccessScope.tableKey` and `FieldEncryption` find it by its alias',
    see: 'https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html',
    findInStatement: (statement, assembly) => {
      const onKeys = statement.actions.some((action) => /^kms:/i.test(action))
        && filterNamed(statement, ALIAS_ACTIONS).length < statement.actions.length;
      const reachesKeys = statement.resources.some((resource) => /^(\*|arn:[^:]*:kms:[^:]*:[^:]*:(key\/)?\*)$/.test(resource));
      if (!onKeys || reachesKeys || assembly.tables.length === 0) return [];
      return statement.resources.filter((resource) => /^arn:[^:]*:kms:[^:]*:[^:]*:alias\//.test(resource))
        .map((resource) => ({ problem: `${shortenArn(resource)} is an alias, on which the actions have no effect` }));
    },
  },
];

/** Tells whether a resource is every index of a table: `index/*`, or a wildcard that spans the indexes. */
function isAnyIndex(written: string): boolean {
  const resource = replacePolicyVariables(written, 'x');
  const [, table, part] = /^(.*:table\/[^/]+)\/(.*)$/.exec(resource) ?? [];
  return table !== undefined && hasWildcard(part) && parseResource(resource).matches(`${table.replace(/[*?]/g, 'x')}/index/${ANY_OTHER}`);
}
