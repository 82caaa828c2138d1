import { DYNAMODB_ACTIONS } from '../../policy/dynamodb-actions';

/** Operations of DynamoDB that IAM knows no action for: those of the items count. */
const WITHOUT_ACTION = ['BatchExecuteStatement', 'ExecuteStatement', 'ExecuteTransaction', 'TransactGetItems', 'TransactWriteItems'];
const KMS_OPERATIONS = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncrypt'];

/** The operations of DynamoDB and its streams. */
export const OPERATIONS: ReadonlySet<string> = new Set([
  ...Object.keys(DYNAMODB_ACTIONS).map((action) => action.replace('dynamodb:', '')).filter((name) => !/^PartiQL|^ConditionCheckItem$/.test(name)),
  ...WITHOUT_ACTION,
]);

export const OPERATIONS_OF_KMS: ReadonlySet<string> = new Set(KMS_OPERATIONS);

/** The short names of the document clients. */
const DOCUMENT_NAMES: Readonly<Record<string, string>> = {
  get: 'GetItem',
  put: 'PutItem',
  update: 'UpdateItem',
  delete: 'DeleteItem',
  query: 'Query',
  scan: 'Scan',
  batchGet: 'BatchGetItem',
  batchWrite: 'BatchWriteItem',
  transactGet: 'TransactGetItems',
  transactWrite: 'TransactWriteItems',
  executeStatement: 'ExecuteStatement',
  batchExecuteStatement: 'BatchExecuteStatement',
  executeTransaction: 'ExecuteTransaction',
};

/** The operation that a document client's method makes. */
export function findDocumentOperation(method: string): string | undefined {
  if (Object.hasOwn(DOCUMENT_NAMES, method)) return DOCUMENT_NAMES[method];
  return undefined;
}

/** The operation that a method of a client makes: `getItem` (JavaScript), `get_item` (boto3). */
export function findMethodOperation(method: string, operations: ReadonlySet<string>): string | undefined {
  const name = method.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (operations.has(name)) return name;
  return undefined;
}

/** The operation of a command class, as `GetItemCommand` and, of the document client, `GetCommand`. */
export function findCommandOperation(name: string, document: boolean): string | undefined {
  const [, command] = /^(\w+)Command\d*$/.exec(name) ?? [];
  if (command === undefined) return undefined;
  return (document ? findDocumentOperation(command[0].toLowerCase() + command.slice(1)) : undefined) ?? command;
}

/** Waiters ask for the state of the table. */
export const WAITERS_ASK = 'DescribeTable';
