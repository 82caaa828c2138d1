import { createClient } from './boto3';
import { callBackWithUnknown } from './call-back';
import { callMapper, readMapper } from './mappers';
import { OPERATIONS, OPERATIONS_OF_KMS, findDocumentOperation, findMethodOperation, WAITERS_ASK } from './operations';
import { readRequestInput } from './request-input';
import { argumentAt, Arguments } from '../engine/arguments';
import { findConstant, findInsides } from '../engine/contents';
import { ANSWER, Place } from '../engine/engine';
import { Atom, ClientAtom, dropNothing, HandleAtom, NO_VALUE, ObjectAtom, only, union, Value } from '../engine/values';

/** Members of clients and handles that make no request. */
const QUIET = ['can_paginate', 'close', 'config', 'destroy', 'exceptions', 'generate_presigned_url', 'makeUnauthenticatedRequest', 'middlewareStack', 'on', 'promise', 'createSet', 'setupRequestListeners', 'dynamodb', '__enter__', '__exit__', '__aenter__', '__aexit__'];
/** Reading any of these of boto3's Table loads them all. */
const LOADED = ['table_status', 'item_count', 'key_schema', 'attribute_definitions', 'table_arn', 'table_size_bytes', 'creation_date_time', 'global_secondary_indexes', 'local_secondary_indexes', 'provisioned_throughput', 'stream_specification', 'latest_stream_arn', 'billing_mode_summary', 'load', 'reload', 'wait_until_exists', 'wait_until_not_exists', 'table_id', 'deletion_protection_enabled'];
/** Methods of boto3's Table that have names of their own. */
const TABLE_METHODS: Readonly<Record<string, string>> = { delete: 'DeleteTable', update: 'UpdateTable', query: 'Query', scan: 'Scan' };

/** A property of a client or handle: a method of it, or another handle. */
export function readHandle(place: Place, atom: ClientAtom | HandleAtom, key: Atom | undefined): Value {
  const { engine: { store } } = place;
  if (key?.kind !== 'text') return only(store.getMethod(atom, '*'));
  if (atom.kind === 'handle' && atom.type === 'mapper') return readMapper(place, atom, key.text);
  if (atom.kind === 'client') {
    if (key.text === 'meta' || key.text === 'tables') return only(store.getHandle(key.text, { type: 'service', client: atom, otherCredentials: atom.otherCredentials }));
    return only(store.getMethod(atom, key.text));
  }
  if (atom.type === 'service' && key.text === 'client' && atom.client) return only(store.getClient(atom.client.service, 'methods', atom.otherCredentials));
  if (atom.type === 'table') {
    if (key.text === 'name' || key.text === 'table_name') return atom.table.atoms;
    if (key.text === 'meta' && atom.client) return only(store.getHandle('meta', { type: 'service', client: atom.client, otherCredentials: atom.otherCredentials }));
    if (LOADED.includes(key.text)) requestOnTable(place, atom, 'DescribeTable', NO_VALUE);
  }
  return only(store.getMethod(atom, key.text));
}

/** Calls a method of a client or handle. */
export function callHandle(place: Place, atom: Atom, key: Atom | undefined, args: Arguments): Value {
  if (atom.kind === 'handle' && atom.type === 'mapper') return callMapper(place, atom, findConstant(key) ?? '*', args);
  callBackWithUnknown(place, args);
  if (key?.kind !== 'text' || key.text === '*') {
    if (atom.kind !== 'handle' || atom.type !== 'service' || atom.client) place.engine.noteOpen('call', place.at, 'the name of the method of a client is computed');
    return only(place.engine.store.getUnknown(ANSWER));
  }
  if (atom.kind === 'client') {
    if (atom.style === 'send') return sendCommand(place, atom, key.text, args);
    return callClient(place, atom, key.text, args);
  }
  if (atom.kind === 'handle') return callHandleMethod(place, atom, key.text, args);
  return NO_VALUE;
}

/** `client.send(command)`: the command was a request already; this says with which credentials. */
function sendCommand(place: Place, { otherCredentials }: ClientAtom, method: string, args: Arguments): Value {
  const { engine, at } = place;
  if (method !== 'send') {
    if (!QUIET.includes(method)) engine.noteOpen('call', at, `a client is asked for ${method}, which is not known`);
    return only(engine.store.getUnknown(ANSWER));
  }
  markSent(place, argumentAt(args, 0), otherCredentials, new Set());
  return only(engine.store.getUnknown(ANSWER));
}

function markSent(place: Place, commands: Value, otherCredentials: boolean, seen: Set<Atom>): void {
  const { engine, at } = place;
  for (const command of dropNothing(commands)) {
    if (seen.has(command)) continue;
    seen.add(command);
    if (command.kind === 'object' && command.type === 'command') engine.noteSent(command, otherCredentials);
    else if (command.kind === 'object' && command.type === 'opaque') markOpaque(place, command, otherCredentials, seen);
    else if (command.kind !== 'external') engine.noteOpen('call', at, 'a command that is not known is sent');
  }
}

/** A value that isn't followed can only be a command that is sent. */
function markOpaque(place: Place, opaque: ObjectAtom, otherCredentials: boolean, seen: Set<Atom>): void {
  const commands = new Set([...findInsides(opaque)].filter((each) => each.kind === 'object' && each.type === 'command'));
  if (commands.size === 0) place.engine.noteOpen('call', place.at, 'a command that is not known is sent');
  markSent(place, commands, otherCredentials, seen);
}

function callClient(place: Place, client: ClientAtom, method: string, args: Arguments): Value {
  const { engine, at, scope } = place;
  const { store } = engine;
  const { service, style, otherCredentials } = client;
  if (method === 'Table') return tableHandle(place, client, argumentAt(args, 0, 'name'));
  if (method === 'get_paginator' || method === 'get_waiter') return handleFor(place, client, method, argumentAt(args, 0));
  if (method === 'send') return sendCommand(place, client, method, args);
  if (/^waitFor|^waitUntil/.test(method)) return requestTo(place, client, WAITERS_ASK, argumentAt(args, 1));
  const operations = service === 'kms' ? OPERATIONS_OF_KMS : OPERATIONS;
  const operation = (style === 'document' ? findDocumentOperation(method) : undefined) ?? findMethodOperation(method, operations);
  if (operation !== undefined) {
    engine.recordRequest({ service, operation, at, scope, input: readRequestInput(place, args), otherCredentials });
    return only(store.getUnknown(ANSWER));
  }
  if (service !== 'kms' && !QUIET.includes(method)) engine.noteOpen('call', at, `a client is asked for ${method}, which is not known`);
  return only(store.getUnknown(ANSWER));
}

function requestTo({ engine, at, scope }: Place, { service, otherCredentials }: ClientAtom, operation: string, input: Value): Value {
  engine.recordRequest({ service, operation, at, scope, input, otherCredentials });
  return only(engine.store.getUnknown(ANSWER));
}

function tableHandle({ engine, at, scope }: Place, client: ClientAtom, name: Value): Value {
  const table = engine.store.getHandle(`${at.id} ${scope.id}`, { type: 'table', client, otherCredentials: client.otherCredentials });
  table.table.addValue(name);
  return only(table);
}

function handleFor(place: Place, client: ClientAtom, method: string, names: Value): Value {
  const { engine, at } = place;
  return union(...[...dropNothing(names)].map((name) => {
    if (name.kind !== 'text') engine.noteOpen('call', at, 'the name of a paginator or waiter is computed');
    return only(engine.store.getHandle('', { ...describeHandle(method, name), client, otherCredentials: client.otherCredentials }));
  }));
}

function describeHandle(method: string, name: Atom): { readonly type: 'waiter' | 'paginator'; readonly operation?: string } {
  const type = method === 'get_waiter' ? 'waiter' : 'paginator';
  if (name.kind !== 'text') return { type };
  if (type === 'waiter') return { type, operation: WAITERS_ASK };
  return { type, operation: findMethodOperation(name.text, OPERATIONS) };
}

function requestOnTable(place: Place, handle: HandleAtom, operation: string, input: Value): void {
  const { engine, at, scope } = place;
  engine.recordRequest({ service: 'dynamodb', operation, at, scope, input, table: handle.table.atoms, otherCredentials: handle.otherCredentials });
}

function callHandleMethod(place: Place, handle: HandleAtom, method: string, args: Arguments): Value {
  const { engine } = place;
  const result = only(engine.store.getUnknown(ANSWER));
  switch (handle.type) {
    case 'session':
      if (method === 'client' || method === 'resource') return createClient(place, method, args, handle.otherCredentials);
      return result;
    case 'paginator': case 'waiter':
      if (handle.operation !== undefined && handle.client) requestTo(place, handle.client, handle.operation, readRequestInput(place, args));
      return result;
    case 'table': {
      if (method === 'batch_writer') {
        requestOnTable(place, handle, 'BatchWriteItem', NO_VALUE);
        return only(engine.store.getHandle('', { type: 'batch', otherCredentials: handle.otherCredentials }));
      }
      const operation = TABLE_METHODS[method] ?? findMethodOperation(method, OPERATIONS);
      if (operation !== undefined) requestOnTable(place, handle, operation, readRequestInput(place, args));
      else if (!LOADED.includes(method) && !QUIET.includes(method)) engine.noteOpen('call', place.at, `a table is asked for ${method}, which is not known`);
      return result;
    }
    case 'service':
      if (method === 'all' && handle.client) requestTo(place, handle.client, 'ListTables', NO_VALUE);
      return result;
    case 'mapper': return result;
    case 'batch':
      if (method === '__enter__' || method === '__aenter__') return only(handle);
      return result;
  }
}
