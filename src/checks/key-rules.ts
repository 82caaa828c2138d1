import { CheckedStatement, findConditions, listDynamoActions, filterNamed, readCheckedStatements } from './checked-statement';
import { findFirstUses, ReachedTables } from './reached-tables';
import { Rule, DEVELOPER_GUIDE } from './rule';
import { ACTIONS } from '../features/actions';
import { canBe, canMatch } from '../policy/arn-patterns';
import { getConstructPath, makeDefaultKeyPolicy } from '../policy/assembly-resources';
import { requiresNamedService } from '../policy/condition-inclusion';
import { DYNAMODB_ACTIONS } from '../policy/dynamodb-actions';
import { authorize } from '../policy/evaluate';
import { findTableKey } from '../policy/find-table-key';
import { openPolicy } from '../policy/open-policies';
import { PolicyDocument } from '../policy/policy-document';
import { Assembly, RoleRecord, TableRecord, UserRecord } from '../policy/read-assembly';
import { findSharedKeys } from '../policy/shared-keys';
import { groupBy } from '../values/lists';

const USAGE_NOTES = `${DEVELOPER_GUIDE}/encryption.usagenotes.html`;

/** The actions that use a key to encrypt or decrypt. */
const CRYPTOGRAPHIC = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo']
  .map((name) => `kms:${name}`);

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
      const actions = statement.actions.filter((action) => /^(\*|kms:.*)$/i.test(action) && !/^kms:Decrypt$/i.test(action));
      // a principal that chooses the key of a table needs CreateGrant and the other actions
      const choosesKey = readCheckedStatements(statement.policy).some((each) => filterNamed(each, ['kms:CreateGrant']).length > 0);
      if (!statement.allows || actions.length === 0 || choosesKey) return [];
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
      if (!statement.allows || actions.length === 0 || findConditions(statement, 'kms:ViaService').some(requiresNamedService)) return [];
      return describeTableKeys(statement, assembly).map((key) => ({ problem: `${actions.join(', ')} on ${key}, not only through DynamoDB` }));
    },
  },
  {
    name: 'no-table-key-access',
    severity: 'error',
    title: 'A table without its key',
    reason: 'DynamoDB decrypts the key of a table in the name of the caller, for writing as well as for reading: without `kms:Decrypt`, '
      + 'every request is denied.',
    remedy: 'allow `kms:Decrypt` on the key, where `kms:ViaService` is DynamoDB; the features on items do',
    see: USAGE_NOTES,
    findInIdentity: (identity, assembly) => {
      if (identity.policies.some(({ document }) => document === undefined)) return [];
      const statements = identity.policies.flatMap(readCheckedStatements).filter(({ allows }) => allows);
      const firstUses = findFirstUses(statements, (statement) => findTablesThatNeedKey(statement, assembly));
      return [...firstUses].filter(([table]) => !canDecrypt(identity, table, assembly)).map(([table, statement]) => ({
        statement,
        problem: `it reaches ${getConstructPath(table.origin)}, and may not decrypt the key that this is encrypted under`,
      }));
    },
  },
];

/** Describes the keys among the resources of a statement that only tables use. Other services need other permissions on a shared key. */
function describeTableKeys(statement: CheckedStatement, assembly: Assembly): string[] {
  const sharedKeys = findSharedKeys(assembly);
  const keyed = [...ReachedTables.fromAssembly(assembly).findTablesByKey(statement)]
    .map((table) => ({ table: getConstructPath(table.origin), key: findTableKey(table, assembly) ?? '' }))
    .filter(({ key }) => !sharedKeys.has(key));
  return [...groupBy(keyed, ({ key }) => key).values()].map((group) => `the key of ${[...new Set(group.map(({ table }) => table))].join(', ')}`);
}

/** Finds the tables that a statement needs the key of: it allows actions on a table, or on what belongs to it, that use the key. */
function findTablesThatNeedKey(statement: CheckedStatement, assembly: Assembly): TableRecord[] {
  if (!listDynamoActions(statement).some((action) => ACTIONS[action]?.usesTableKey)) return [];
  return [...ReachedTables.fromAssembly(assembly).findEncryptedTables(statement)].filter((table) => needsKeyOnTable(table, statement));
}

/** Tells whether a statement allows an action, on a table or what belongs to it, that needs the key of the table. */
function needsKeyOnTable(table: TableRecord, statement: CheckedStatement): boolean {
  return listDynamoActions(statement).filter((action) => ACTIONS[action]?.usesTableKey).some((action) =>
    statement.resources.some((resource) => DYNAMODB_ACTIONS[action].some((type) => canBe(type, resource))
      && (canMatch(resource, table.arn) || canMatch(resource, `${table.arn}/*`))));
}

/** Tells whether DynamoDB can decrypt the key of a table for a role or user, in at least one kind of request. */
function canDecrypt({ arn, account, policies, boundary }: RoleRecord | UserRecord, table: TableRecord, assembly: Assembly): boolean {
  const resource = findTableKey(table, assembly)!;
  const key = assembly.keys.find((each) => each.arn === resource);
  const isInChina = table.arn.startsWith('arn:aws-cn:');
  return [...isInChina ? ['amazonaws.com.cn'] : [], 'amazonaws.com'].some((suffix) => {
    const context = { 'kms:ViaService': `dynamodb.${table.region}.${suffix}` };
    const toOpen = (document: PolicyDocument) => openPolicy(document, context);
    try {
      return authorize({
        identity: policies.map(({ document }) => toOpen(document!)),
        boundary: boundary?.document && toOpen(boundary.document),
        resource: { account: resource.split(':')[4], document: toOpen(key?.policy ?? makeDefaultKeyPolicy(account)) },
      }, { principal: { arn, account }, action: 'kms:Decrypt', resource, context }).allowed;
    } catch {
      return true; // a policy that can't be evaluated before deployment isn't known to be wrong
    }
  });
}
