import { recordMapperRequest } from './mapper-calls';
import { findMember } from '../../values/json-values';
import { Arguments, NO_ARGUMENTS } from '../engine/arguments';
import { construct } from '../engine/classes';
import { makeList } from '../engine/containers';
import { inheritsFrom } from '../engine/contents';
import { ANSWER, Place } from '../engine/engine';
import { followProperties } from '../engine/properties';
import { Atom, collectValues, dropNothing, listObjects, NO_VALUE, ObjectAtom, only, Value } from '../engine/values';
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

/** These give instances of their model: one, or a list of them. */
const GIVES_INSTANCE = ['get'];
const GIVES_INSTANCES = ['query', 'scan', 'rate_limited_scan', 'batch_get'];

/** A model of PynamoDB makes the requests that its methods stand for, and gives instances. Its `Meta` names the table. Undefined for everything else. */
export function callPynamoDb(place: Place, receiver: Atom, key: Atom | undefined, args: Arguments, node?: Call & Located): Value | undefined {
  if (place.at.file.language !== 'python' || receiver.kind !== 'object' || key?.kind !== 'text') return undefined;
  if (isPynamoDb(receiver, /\bModel$/)) return callModel(place, key.text, only(receiver), args.named.get('index_name') ?? NO_VALUE);
  if (isPynamoDb(receiver, /\b(Global|Local)SecondaryIndex$/)) return callModel(place, key.text, findModels(place, node), findIndexName(place, receiver, node));
  return undefined;
}

function callModel(place: Place, method: string, models: Value, index: Value): Value {
  const operation = findMember(OPERATIONS_BY_METHOD, method);
  if (operation !== undefined) recordMapperRequest(place, operation, { table: readMeta(place, models, 'table_name'), index, via: 'PynamoDB' });
  const answer = only(place.engine.store.getUnknown(ANSWER));
  const classes = collectValues(listObjects(models), (each) => each.type === 'class' ? only(each) : each.inherited.atoms);
  const instances = collectValues(listObjects(classes), (each) => construct(place, each, { ...NO_ARGUMENTS, more: answer }));
  if (GIVES_INSTANCE.includes(method)) return instances;
  if (GIVES_INSTANCES.includes(method)) return makeList(place, [instances]);
  return answer;
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
