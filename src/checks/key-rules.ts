import { CheckedStatement, findConditions, filterNamed, readCheckedStatements } from './checked-statement';
import { keepNearest, ReachedTables } from './reached-tables';
import { Rule, DEVELOPER_GUIDE } from './rule';
import { canDecrypt, findTablesThatNeedKey, listTablesWithPolicyFor, namesTable, reachesItems } from './table-key-access';
import { permitKeyChoice } from '../features/permission';
import { ACTION_TYPES } from '../policy/action-types';
import { getConstructPath } from '../policy/assembly-resources';
import { requiresNamedService } from '../policy/condition-inclusion';
import { listTableKeyArns } from '../policy/find-table-key';
import { Assembly } from '../policy/read-assembly';
import { WHOLE_CONDITION } from '../policy/read-policy';
import { findSharedKeys } from '../policy/shared-keys';
import { matchesAction } from '../policy/text-pattern';

const USAGE_NOTES = `${DEVELOPER_GUIDE}/encryption.usagenotes.html`;

/** The actions that use a key to encrypt or decrypt. */
const CRYPTOGRAPHIC = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo']
  .map((name) => `kms:${name}`);

/** The actions of a principal that chooses the key of a table, and of its `kms:GenerateDataKey*`, which AWS's key policies write. */
const FOR_CHOICE = [...permitKeyChoice().map(({ action }) => action), 'kms:GenerateDataKeyPair', 'kms:GenerateDataKeyPairWithoutPlaintext'];
const KMS_ACTIONS = ACTION_TYPES.map(({ action }) => action).filter((action) => action.startsWith('kms:'));

/** Rules on the customer managed keys of tables. */
export const KEY_RULES: readonly Rule[] = [
  {
    name: 'table-key-too-wide',
    severity: 'warning',
    title: 'More on the key of a table than DynamoDB needs',
    reason: 'Reading and writing items make DynamoDB decrypt the key of the table for the caller, and nothing else. `kms:Encrypt`, '
      + '`kms:ReEncrypt*` and `kms:GenerateDataKey*` are for principals that choose the key of a table.',
    remedy: 'allow `kms:Decrypt` alone, where `kms:ViaService` is DynamoDB, as every feature on items does',
    see: USAGE_NOTES,
    findInStatement: (statement, assembly) => {
      const choosesKey = readCheckedStatements(statement.policy).some((each) => filterNamed(each, ['kms:CreateGrant']).length > 0);
      const actions = statement.actions.filter((action) => /^(\*|kms:.*)$/i.test(action) && !/^kms:Decrypt$/i.test(action))
        .filter((action) => !(choosesKey && isNeededForChoice(action)));
      if (!statement.allows || actions.length === 0) return [];
      return describeTableKeys(statement, assembly).map((key) => ({ problem: `${actions.join(', ')} on ${key}` }));
    },
  },
  {
    name: 'table-key-without-via-service',
    severity: 'warning',
    title: 'The key of a table, not through DynamoDB alone',
    reason: 'Without a condition on `kms:ViaService`, the principal can call KMS with the key of the table itself, for data of any kind.',
    remedy: 'add a condition on `kms:ViaService`, `dynamodb.<region>.amazonaws.com`, as every feature on items does',
    see: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service',
    findInStatement: (statement, assembly) => {
      const actions = filterNamed(statement, CRYPTOGRAPHIC);
      if (!statement.allows || actions.length === 0 || findConditions(statement, WHOLE_CONDITION).length > 0) return [];
      if (findConditions(statement, 'kms:ViaService').some(requiresNamedService)) return [];
      return describeTableKeys(statement, assembly).map((key) => ({ problem: `${actions.join(', ')} on ${key}, not only through DynamoDB` }));
    },
  },
  {
    name: 'no-table-key-access',
    severity: 'error',
    title: 'A table without its key',
    reason: 'DynamoDB decrypts the key of a table in the name of the caller, for writing as well as for reading: without `kms:Decrypt`, '
      + 'every request is denied. The finding is a warning for a statement that reaches the table only by a wildcard or by a tag, because it '
      + 'may be meant for other tables.',
    remedy: 'allow `kms:Decrypt` on the key, where `kms:ViaService` is DynamoDB; the features on items do',
    see: USAGE_NOTES,
    findInIdentity: (identity, assembly) => {
      if (identity.policies.some(({ document }) => document === undefined)) return [];
      const statements = identity.policies.flatMap(readCheckedStatements).filter(({ allows }) => allows);
      const uses = statements.flatMap((statement) => findTablesThatNeedKey(statement, assembly).map((table) => ({ table, statement })));
      const byPolicy = listTablesWithPolicyFor(identity, assembly);
      const tables = keepNearest(new Set([...uses.map(({ table }) => table), ...byPolicy]), identity);
      return [...tables].filter((table) => listTableKeyArns(table, assembly).some((key) => !canDecrypt(identity, key, table, assembly)))
        .filter((table) => reachesItems(identity, table, statements))
        .map((table) => {
          const reaching = uses.filter((use) => use.table === table).map(({ statement }) => statement);
          const naming = reaching.find((statement) => namesTable(statement, table));
          return {
            statement: naming ?? reaching[0],
            ...naming === undefined && !byPolicy.includes(table) && { severity: 'warning' as const },
            problem: `it reaches ${getConstructPath(table.origin)}, and may not decrypt the key that this is encrypted under`,
          };
        });
    },
  },
];

/** Tells whether every action of KMS that a pattern names is needed to choose a key. */
function isNeededForChoice(pattern: string): boolean {
  return KMS_ACTIONS.filter((action) => matchesAction(pattern, action)).every((action) => FOR_CHOICE.includes(action));
}

/** Describes the keys among the resources of a statement that only tables use. Other services need other permissions on a shared key. */
function describeTableKeys(statement: CheckedStatement, assembly: Assembly): string[] {
  const sharedKeys = findSharedKeys(assembly);
  return [...ReachedTables.fromAssembly(assembly).findTablesByKey(statement)].filter(([key]) => !sharedKeys.has(key))
    .map(([, tables]) => `the key of ${[...new Set(tables.map(({ origin }) => getConstructPath(origin)))].join(', ')}`);
}
