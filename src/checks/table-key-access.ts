import { CheckedStatement, listDynamoActions } from './checked-statement';
import { ReachedTables } from './reached-tables';
import { ACTIONS } from '../features/actions';
import { TABLE_PARTS } from '../features/table-parts';
import { canBe, canMatch } from '../policy/arn-patterns';
import { makeDefaultKeyPolicy } from '../policy/assembly-resources';
import { DYNAMODB_ACTIONS } from '../policy/dynamodb-actions';
import { authorize } from '../policy/evaluate';
import { listNearest } from '../policy/nearest';
import { openPolicy } from '../policy/open-policies';
import { listServiceNames } from '../policy/partitions';
import { PolicyDocument, tryPolicy } from '../policy/policy-document';
import { Assembly, RoleRecord, TableRecord, UserRecord } from '../policy/read-assembly';
import { readPolicy } from '../policy/read-policy';
import { ContextValues } from '../policy/request-context';
import { computeOnce } from '../values/compute-once';
import { toList } from '../values/json-values';
import { groupBy } from '../values/lists';

/** The actions that make DynamoDB decrypt the key of the table. */
const KEY_USERS = Object.keys(DYNAMODB_ACTIONS).filter((action) => ACTIONS[action]?.usesTableKey);

/** Finds the tables that a statement needs the key of: it allows actions on a table, or on what belongs to it, that use the key. */
export function findTablesThatNeedKey(statement: CheckedStatement, assembly: Assembly): TableRecord[] {
  const actions = listDynamoActions(statement).filter((action) => KEY_USERS.includes(action));
  if (actions.length === 0) return [];
  return [...ReachedTables.fromAssembly(assembly).findEncryptedTables(statement)].filter((table) => actions.some((action) =>
    statement.resources.some((resource) => DYNAMODB_ACTIONS[action].some((type) => canBe(type, resource)) && isAbout(resource, table))));
}

function isAbout(resource: string, { arn }: TableRecord): boolean {
  return canMatch(resource, arn) || canMatch(resource, `${arn}/*`);
}

/** Tells whether a statement names a table itself. Others, such as those on `*` or on tags, may be about tables without such a key. */
export function namesTable({ resources, conditions }: CheckedStatement, table: TableRecord): boolean {
  return !conditions.some(({ key }) => key.startsWith('aws:resourcetag/'))
    && resources.some((resource) => /:table\/[^/*?]+(\/|$)/.test(resource) && isAbout(resource, table));
}

/** Lists the encrypted tables whose own policies name a role or user. */
export function listTablesWithPolicyFor({ arn }: RoleRecord | UserRecord, assembly: Assembly): readonly TableRecord[] {
  return findTablesByPrincipal(assembly).get(arn) ?? [];
}

const findTablesByPrincipal = computeOnce((assembly: Assembly): ReadonlyMap<string, readonly TableRecord[]> => {
  const named = [...ReachedTables.fromAssembly(assembly).encrypted].flatMap((table) => {
    const statements = toList(table.policy).flatMap((document) => readPolicy(document, 'resource', '')).flatMap(({ parsed }) => toList(parsed));
    const principals = statements.filter(({ effect }) => effect === 'Allow').flatMap(({ principals: each }) => each?.values ?? []);
    return [...new Set(principals.map(({ value }) => value))].map((principal) => ({ principal, table }));
  });
  return new Map([...groupBy(named, ({ principal }) => principal)].map(([principal, group]) => [principal, group.map(({ table }) => table)]));
});

/** Tells whether a role or user may do anything with a table that needs its key. Denials and permissions boundaries may leave nothing. */
export function reachesItems(identity: RoleRecord | UserRecord, table: TableRecord, statements: readonly CheckedStatement[]): boolean {
  const named = statements.flatMap(({ resources }) => resources).filter((each) => each.startsWith(`${table.arn}/`) && !/[*?]/.test(each));
  const others = TABLE_PARTS.map((part) => `${table.arn}/${part}/any`);
  const parts = [table.arn, ...table.indexes.map(({ arn }) => arn), ...toList(table.stream), ...others, ...named];
  return KEY_USERS.some((action) => parts.filter((arn) => DYNAMODB_ACTIONS[action].some((type) => canBe(type, arn)))
    .some((resource) => canBeAllowed(identity, { action, resource, context: {} }, { account: table.account, document: table.policy })));
}

/** Tells whether DynamoDB can decrypt a key of a table for a role or user, in at least one kind of request. */
export function canDecrypt(identity: RoleRecord | UserRecord, resource: string, table: TableRecord, assembly: Assembly): boolean {
  const [key] = listNearest(assembly.keys.filter((each) => each.arn === resource), table.origin.stack, ({ origin }) => origin.stack);
  return listServiceNames('dynamodb', table.region).some((service) => {
    const context = { 'kms:ViaService': service };
    const owner = { account: resource.split(':')[4], document: key?.policy ?? makeDefaultKeyPolicy(identity.account) };
    return canBeAllowed(identity, { action: 'kms:Decrypt', resource, context }, owner);
  });
}

/** The account of a resource, and its own policy. */
interface Owner {
  readonly account: string;
  readonly document?: PolicyDocument;
}

interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: ContextValues;
}

/** Tells whether a request is possible with any other condition keys. Every policy of the role or user is known. */
function canBeAllowed({ arn, account, policies, boundary }: RoleRecord | UserRecord, request: Request, owner: Owner): boolean {
  const toOpen = (document: PolicyDocument) => openPolicy(document, request.context);
  const { result } = tryPolicy(() => authorize({
    identity: policies.map(({ document }) => toOpen(document!)),
    boundary: boundary?.document && toOpen(boundary.document),
    resource: { account: owner.account, document: owner.document && toOpen(owner.document) },
  }, { principal: { arn, account }, ...request }));
  return result?.allowed ?? true; // a policy that can't be evaluated before deployment isn't known to be wrong
}
