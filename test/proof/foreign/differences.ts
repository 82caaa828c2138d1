import { Delta } from './compare';
import { RecordedRequest } from './recorder';

/** Something that fakecloud reads otherwise than the endpoint of the proof. */
export interface Difference {
  readonly name: string;
  /** The page of AWS that says which of both is right, or the question in docs/assumptions.md where AWS says nothing. */
  readonly see: string;
  /** Whether it is the reason for a delta, as far as that can be told from the request. */
  readonly explains: (delta: Delta) => boolean;
}

const REFERENCE = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html';
const GUIDE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';

export const DIFFERENCES: readonly Difference[] = [
  {
    name: 'PartiQL has no dynamodb:ReturnConsumedCapacity',
    see: REFERENCE,
    explains: ({ permission, key, ours }) => isPartiQL(permission) && key === 'dynamodb:ReturnConsumedCapacity' && !ours,
  },
  {
    name: 'PartiQLUpdate and PartiQLDelete have dynamodb:ReturnValues',
    see: REFERENCE,
    explains: ({ request, permission, key, ours, theirs }) => /:PartiQL(Update|Delete) /.test(permission)
      && key === 'dynamodb:ReturnValues' && !theirs && isSame(ours, statementsIn(request).map(returnValuesOfStatement)),
  },
  {
    name: 'the members of a transaction have dynamodb:ReturnValues',
    see: 'Which `dynamodb:ReturnValues` has a write in a transaction?',
    explains: ({ request, permission, key, ours, theirs }) => request.operation === 'TransactWriteItems'
      && key === 'dynamodb:ReturnValues' && !theirs && isSame(ours, returnValuesOfMembers(request, permission)),
  },
  {
    name: 'ConditionCheckItem has no dynamodb:EnclosingOperation',
    see: 'Is `dynamodb:EnclosingOperation` present for `ConditionCheckItem`?',
    explains: ({ permission, key, ours, theirs }) => permission.startsWith('dynamodb:ConditionCheckItem ')
      && key === 'dynamodb:EnclosingOperation' && !ours && isSame(theirs, ['TransactWriteItems']),
  },
  {
    name: 'SELECT * on an index selects all attributes',
    see: 'Which `dynamodb:Select` has `SELECT *` on an index?',
    explains: ({ permission, key, ours, theirs }) => isPartiQL(permission) && permission.includes('/index/') && key === 'dynamodb:Select'
      && isSame(ours, ['ALL_ATTRIBUTES']) && isSame(theirs, ['ALL_PROJECTED_ATTRIBUTES']),
  },
  {
    name: 'a read by keys with a projection has no dynamodb:Select',
    see: 'Which `dynamodb:Select` has a `GetItem` or `BatchGetItem` with a projection?',
    explains: ({ permission, key, ours, theirs }) => /^dynamodb:(Batch)?GetItem /.test(permission) && key === 'dynamodb:Select'
      && !ours && isSame(theirs, ['SPECIFIC_ATTRIBUTES']),
  },
  {
    name: 'a statement on an index has no part in what a statement on its table reads',
    see: REFERENCE,
    explains: ({ request, key, ours, theirs }) => {
      const [onIndex, onTable] = [true, false].map((is) => statementsIn(request).some((text) => text.includes('"."') === is));
      return onIndex && onTable && (isSame(ours, ['false']) && isSame(theirs, ['true'])
        || key === 'dynamodb:Attributes' && isSame(without(theirs, ours), ['status'])
        || isSame(ours, ['SPECIFIC_ATTRIBUTES']) && isSame(theirs, ['ALL_PROJECTED_ATTRIBUTES']));
    },
  },
  {
    name: 'the lists of exports and imports are asked for on *',
    see: 'Do `ListExports` and `ListImports` take a table?',
    explains: ({ request: { parameters }, permission }) =>
      [`ListExports on ${parameters.TableArn}`, `ListImports on ${parameters.TableArn}`, 'ListExports on *', 'ListImports on *']
        .includes(permission.replace('dynamodb:', '')) && parameters.TableArn !== undefined,
  },
  {
    name: 'replicas and witnesses take permissions beside those on the table',
    see: `${GUIDE}/globaltables-security.html`,
    explains: ({ request, permission, theirs }) => request.operation === 'UpdateTable' && !theirs && permissionsOfReplicas(request).includes(permission),
  },
  {
    name: 'a path names the attribute that it begins with, and nothing else',
    see: 'Which attribute does a path such as `a.b` or `list[0]` name?',
    explains: ({ request, key, ours, theirs }) => request.operation === 'UpdateItem' && key === 'dynamodb:Attributes'
      && isSame(without(ours, theirs), []) && without(theirs, ours).every((name) => ours!.includes(name.split(/[.[]/)[0])),
  },
  {
    name: 'a number is compared by its digits as they are written',
    see: 'How is a number compared that is a partition key?',
    explains: ({ key, ours, theirs }) => key === 'dynamodb:LeadingKeys' && ours?.length === 1 && isSame(theirs, [`${Number(ours[0])}`]),
  },
  {
    name: 'the attributes of ORDER BY and ExclusiveStartKey are attributes of the request',
    see: 'Are the attributes in `ORDER BY` and in `ExclusiveStartKey` among `dynamodb:Attributes`?',
    explains: ({ request, key, ours, theirs }) => key === 'dynamodb:Attributes' && isSame(without(theirs, ours), [])
      && isSame(without(ours, theirs), ['sk']) && /ORDER BY sk|ExclusiveStartKey/.test(JSON.stringify(request.parameters)),
  },
  {
    name: 'two conditions on the partition key name two values',
    see: 'Which partition keys has a statement with two conditions on the key, joined by `AND`?',
    explains: ({ request, key, ours, theirs }) => key === 'dynamodb:LeadingKeys' && isSame(without(theirs, ours), [])
      && statementsIn(request).some((text) => /pk = .* AND pk = /.test(text)),
  },
  {
    name: 'EXISTS is not known',
    see: 'Which permission does `EXISTS` in a PartiQL transaction need?',
    explains: ({ request, key, ours }) => key === undefined && !ours && statementsIn(request).some((text) => text.startsWith('EXISTS')),
  },
];

/** The name of the difference that explains a delta. */
export function findDifference(delta: Delta): string | undefined {
  return DIFFERENCES.find(({ explains }) => explains(delta))?.name;
}

function isPartiQL(permission: string): boolean {
  return permission.startsWith('dynamodb:PartiQL');
}

function isSame(values: readonly string[] | undefined, others: readonly string[]): boolean {
  return JSON.stringify(values) === JSON.stringify([...new Set(others)].sort());
}

function without(values: readonly string[] = [], others: readonly string[] = []): string[] {
  return values.filter((value) => !others.includes(value));
}

function statementsIn({ parameters }: RecordedRequest): string[] {
  return [parameters, ...parameters.Statements ?? [], ...parameters.TransactStatements ?? []].flatMap(({ Statement = [] }) => Statement);
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.update.html */
function returnValuesOfStatement(text: string): string {
  const [, which, when] = /RETURNING (ALL|MODIFIED) (OLD|NEW) \*$/.exec(text) ?? [];
  if (which === undefined) return 'NONE';
  return `${which === 'ALL' ? 'ALL' : 'UPDATED'}_${when}`;
}

/** Members have no parameter `ReturnValues`; a condition check says what it returns when it fails. */
function returnValuesOfMembers({ parameters }: RecordedRequest, permission: string): string[] {
  if (!permission.startsWith('dynamodb:ConditionCheckItem ')) return ['NONE'];
  return parameters.TransactItems.flatMap(({ ConditionCheck }: any) =>
    ConditionCheck ? [ConditionCheck.ReturnValuesOnConditionCheckFailure ?? 'NONE'] : []);
}

const REPLICA_ACTIONS = {
  Create: ['CreateTable', 'CreateTableReplica', 'BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'],
  Update: [],
  Delete: ['DeleteTable', 'DeleteTableReplica'],
};

function permissionsOfReplicas({ region, account, parameters }: RecordedRequest): string[] {
  const { TableName, ReplicaUpdates = [], GlobalTableWitnessUpdates = [] } = parameters;
  const own = TableName.startsWith('arn:') ? TableName : `arn:aws:dynamodb:${region}:${account}:table/${TableName}`;
  const inRegion = (name: string) => own.replace(/(?<=:dynamodb:)[^:]+/, name);
  const updatesIn = (updates: any[]) => updates.flatMap((update) => Object.entries<any>(update) as ['Create' | 'Update' | 'Delete', any][]);
  return [
    ...updatesIn(ReplicaUpdates).flatMap(([kind, { RegionName }]) =>
      REPLICA_ACTIONS[kind].map((action) => `dynamodb:${action} on ${inRegion(RegionName)}`)),
    ...updatesIn(GlobalTableWitnessUpdates).flatMap(([kind, { RegionName }]) =>
      [own, ...[...updatesIn(ReplicaUpdates).map(([, replica]) => replica.RegionName), RegionName].map(inRegion)]
        .map((table) => `dynamodb:${kind}GlobalTableWitness on ${table}`)),
  ];
}
