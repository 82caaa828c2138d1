import { createClient } from './boto3';
import { callBackWithUnknown } from './call-back';
import { OPERATIONS, OPERATIONS_OF_KMS, operationOfDocument, operationOfMethod, WAITERS_ASK } from './operations';
import { inputOf } from './request-input';
import { argumentAt, Arguments } from '../engine/arguments';
import { insidesOf } from '../engine/contents';
import { ANSWER, Place } from '../engine/engine';
import { Atom, ClientAtom, HandleAtom, NO_VALUE, ObjectAtom, only, union, Value } from '../engine/values';

/** What a client or handle has besides operations: none of it makes a request. */
const QUIET = ['can_paginate', 'close', 'config', 'destroy', 'exceptions', 'generate_presigned_url', 'makeUnauthenticatedRequest', 'middlewareStack', 'on', 'promise', 'createSet', 'setupRequestListeners', 'dynamodb', '__enter__', '__exit__', '__aenter__', '__aexit__'];
/** Reading any of these of boto3's Table loads them all. */
const LOADED = ['table_status', 'item_count', 'key_schema', 'attribute_definitions', 'table_arn', 'table_size_bytes', 'creation_date_time', 'global_secondary_indexes', 'local_secondary_indexes', 'provisioned_throughput', 'stream_specification', 'latest_stream_arn', 'billing_mode_summary', 'load', 'reload', 'wait_until_exists', 'wait_until_not_exists', 'table_id', 'deletion_protection_enabled'];
/** What boto3's Table does by names of its own. */
const TABLE_METHODS: Readonly<Record<string, string>> = { delete: 'DeleteTable', update: 'UpdateTable', query: 'Query', scan: 'Scan' };

/** A property of a client or handle: a method of it, or another handle. */
export function readHandle(place: Place, atom: ClientAtom | HandleAtom, key: Atom | undefined): Value {
  const { engine: { store } } = place;
  if (key?.kind !== 'text') return only(store.method(atom, '*'));
  if (atom.kind === 'client') {
    if (key.text === 'meta' || key.text === 'tables') return only(store.handle(key.text, { type: 'service', client: atom, otherCredentials: atom.otherCredentials }));
    return only(store.method(atom, key.text));
  }
  if (atom.type === 'service' && key.text === 'client' && atom.client) return only(store.client(atom.client.service, 'methods', atom.otherCredentials));
  if (atom.type === 'table') {
    if (key.text === 'name' || key.text === 'table_name') return atom.table.atoms;
    if (key.text === 'meta' && atom.client) return only(store.handle('meta', { type: 'service', client: atom.client, otherCredentials: atom.otherCredentials }));
    if (LOADED.includes(key.text)) requestOf(place, atom, 'DescribeTable', NO_VALUE);
  }
  return only(store.method(atom, key.text));
}

/** Calls a method of a client or handle. */
export function callHandle(place: Place, atom: Atom, key: Atom | undefined, args: Arguments): Value {
  callBackWithUnknown(place, args);
  if (key?.kind !== 'text' || key.text === '*') {
    if (atom.kind !== 'handle' || atom.type !== 'service' || atom.client) place.engine.open('call', place.at, 'the name of the method of a client is computed');
    return only(place.engine.store.unknown(ANSWER));
  }
  if (atom.kind === 'client') return atom.style === 'send' ? send(place, atom, key.text, args) : callClient(place, atom, key.text, args);
  return atom.kind === 'handle' ? callHandleMethod(place, atom, key.text, args) : NO_VALUE;
}

/** `client.send(command)`: the command was a request already; this says with which credentials. */
function send(place: Place, { otherCredentials }: ClientAtom, method: string, args: Arguments): Value {
  const { engine, at } = place;
  if (method !== 'send') {
    if (!QUIET.includes(method)) engine.open('call', at, `a client is asked for ${method}, which isn't known`);
    return only(engine.store.unknown(ANSWER));
  }
  markSent(place, argumentAt(args, 0), otherCredentials, new Set());
  return only(engine.store.unknown(ANSWER));
}

function markSent(place: Place, commands: Value, otherCredentials: boolean, seen: Set<Atom>): void {
  const { engine, at } = place;
  for (const command of commands) {
    if (seen.has(command)) continue;
    seen.add(command);
    if (command.kind === 'object' && command.type === 'command') engine.sent(command, otherCredentials);
    else if (command.kind === 'object' && command.type === 'opaque') markOpaque(place, command, otherCredentials, seen);
    else if (command.kind !== 'external') engine.open('call', at, 'a command that isn\'t known is sent');
  }
}

/** Of what isn't followed, commands alone can be sent. */
function markOpaque(place: Place, opaque: ObjectAtom, otherCredentials: boolean, seen: Set<Atom>): void {
  const commands = new Set([...insidesOf(opaque)].filter((each) => each.kind === 'object' && each.type === 'command'));
  if (commands.size === 0) place.engine.open('call', place.at, 'a command that isn\'t known is sent');
  markSent(place, commands, otherCredentials, seen);
}

function callClient(place: Place, client: ClientAtom, method: string, args: Arguments): Value {
  const { engine, at, scope } = place;
  const { store } = engine;
  const { service, style, otherCredentials } = client;
  if (method === 'Table') return tableHandle(place, client, argumentAt(args, 0, 'name'));
  if (method === 'get_paginator' || method === 'get_waiter') return handleFor(place, client, method, argumentAt(args, 0));
  if (method === 'send') return send(place, client, method, args);
  if (/^waitFor|^waitUntil/.test(method)) return requestTo(place, client, WAITERS_ASK, argumentAt(args, 1));
  const operations = service === 'kms' ? OPERATIONS_OF_KMS : OPERATIONS;
  const operation = (style === 'document' ? operationOfDocument(method) : undefined) ?? operationOfMethod(method, operations);
  if (operation !== undefined) {
    engine.request({ service, operation, at, scope, input: inputOf(place, args), otherCredentials });
    return only(store.unknown(ANSWER));
  }
  if (service !== 'kms' && !QUIET.includes(method)) engine.open('call', at, `a client is asked for ${method}, which isn't known`);
  return only(store.unknown(ANSWER));
}

function requestTo({ engine, at, scope }: Place, { service, otherCredentials }: ClientAtom, operation: string, input: Value): Value {
  engine.request({ service, operation, at, scope, input, otherCredentials });
  return only(engine.store.unknown(ANSWER));
}

function tableHandle({ engine, at, scope }: Place, client: ClientAtom, name: Value): Value {
  const table = engine.store.handle(`${engine.store.numberOf(at)} ${scope.activation.id}`, { type: 'table', client, otherCredentials: client.otherCredentials });
  table.table.add(name);
  return only(table);
}

function handleFor(place: Place, client: ClientAtom, method: string, names: Value): Value {
  const { engine, at } = place;
  return union(...[...names].map((name) => {
    if (name.kind !== 'text') engine.open('call', at, 'the name of a paginator or waiter is computed');
    const operation = name.kind !== 'text' ? undefined : method === 'get_waiter' ? WAITERS_ASK : operationOfMethod(name.text, OPERATIONS);
    return only(engine.store.handle('', { type: method === 'get_waiter' ? 'waiter' : 'paginator', client, operation, otherCredentials: client.otherCredentials }));
  }));
}

function requestOf(place: Place, handle: HandleAtom, operation: string, input: Value): void {
  const { engine, at, scope } = place;
  engine.request({ service: 'dynamodb', operation, at, scope, input, table: handle.table.atoms, otherCredentials: handle.otherCredentials });
}

function callHandleMethod(place: Place, handle: HandleAtom, method: string, args: Arguments): Value {
  const { engine } = place;
  const result = only(engine.store.unknown(ANSWER));
  switch (handle.type) {
    case 'session': return method === 'client' || method === 'resource' ? createClient(place, method, args, handle.otherCredentials) : result;
    case 'paginator': case 'waiter':
      if (handle.operation !== undefined && handle.client) requestTo(place, handle.client, handle.operation, inputOf(place, args));
      return result;
    case 'table': {
      if (method === 'batch_writer') {
        requestOf(place, handle, 'BatchWriteItem', NO_VALUE);
        return only(engine.store.handle('', { type: 'batch', otherCredentials: handle.otherCredentials }));
      }
      const operation = TABLE_METHODS[method] ?? operationOfMethod(method, OPERATIONS);
      if (operation !== undefined) requestOf(place, handle, operation, inputOf(place, args));
      else if (!LOADED.includes(method) && !QUIET.includes(method)) engine.open('call', place.at, `a table is asked for ${method}, which isn't known`);
      return result;
    }
    case 'service':
      if (method === 'all' && handle.client) requestTo(place, handle.client, 'ListTables', NO_VALUE);
      return result;
    case 'batch': return method === '__enter__' || method === '__aenter__' ? only(handle) : result;
  }
}
