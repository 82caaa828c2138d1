import { recordMapperRequest } from './mapper-calls';
import { Arguments } from '../engine/arguments';
import { inheritsFrom } from '../engine/contents';
import { Place } from '../engine/engine';
import { followProperties } from '../engine/properties';
import { Atom, dropNothing, listObjects, NO_VALUE, ObjectAtom, only, Value } from '../engine/values';
import { Call, Located } from '../ir';

/**
 * The operations that the methods of models and indexes make.
 *
 * @see https://pynamodb.readthedocs.io/en/stable/api.html
 */
const OPERATIONS_BY_METHOD: Readonly<Record<string, string>> = {
  get: 'GetItem',
  refresh: 'GetItem',
  save: 'PutItem',
  update: 'UpdateItem',
  delete: 'DeleteItem',
  query: 'Query',
  count: 'Query',
  scan: 'Scan',
  rate_limited_scan: 'Scan',
  batch_get: 'BatchGetItem',
  batch_write: 'BatchWriteItem',
  exists: 'DescribeTable',
  describe_table: 'DescribeTable',
  create_table: 'CreateTable',
  delete_table: 'DeleteTable',
};

function isPynamoDb(object: ObjectAtom, kind: RegExp): boolean {
  return inheritsFrom(object, (parent) => parent.kind === 'external' && parent.module === 'pynamodb' && kind.test(parent.path));
}

/** A model of PynamoDB makes the requests that its methods stand for. Its `Meta` names the table. */
export function recordPynamoDb(place: Place, receiver: Atom, key: Atom | undefined, args: Arguments, node?: Call & Located): void {
  if (place.at.file.language !== 'python' || receiver.kind !== 'object' || key?.kind !== 'text' || !Object.hasOwn(OPERATIONS_BY_METHOD, key.text)) return;
  const operation = OPERATIONS_BY_METHOD[key.text];
  if (isPynamoDb(receiver, /\bModel$/)) record(place, operation, only(receiver), args.named.get('index_name') ?? NO_VALUE);
  if (isPynamoDb(receiver, /\b(Global|Local)SecondaryIndex$/)) record(place, operation, findModels(place, node), findIndexName(place, receiver, node));
}

function record(place: Place, operation: string, models: Value, index: Value): void {
  recordMapperRequest(place, operation, { table: readMeta(place, models, 'table_name'), index, via: 'PynamoDB' });
}

function readMeta(place: Place, of: Value, name: string): Value {
  const { store } = place.engine;
  // the arguments of a model are values of attributes
  const classes = listObjects(followProperties(place, of, only(store.getText('Meta'))));
  return followProperties(place, new Set(classes), only(store.getText(name)));
}

/** The models that an index is read of, as `Order` of `Order.by_customer.query(...)`. */
function findModels({ engine, scope }: Place, node?: Call & Located): Value {
  if (node?.callee.kind !== 'member' || node.callee.of.kind !== 'member') return NO_VALUE;
  return engine.interpreter.evaluate(engine, node.callee.of.of, scope);
}

/** An index without a name of its own has that of its attribute. */
function findIndexName(place: Place, index: ObjectAtom, node?: Call & Located): Value {
  const named = readMeta(place, only(index), 'index_name');
  if (dropNothing(named).size > 0) return named;
  if (node?.callee.kind === 'member' && node.callee.of.kind === 'member' && node.callee.of.key.kind === 'text') {
    return only(place.engine.store.getText(node.callee.of.key.text));
  }
  return only(place.engine.store.getUnknown('an index without a name'));
}
