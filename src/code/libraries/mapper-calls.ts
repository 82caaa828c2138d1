import { Arguments } from '../engine/arguments';
import { hasForCertain } from '../engine/certain-fields';
import { collectElements, getField } from '../engine/contents';
import { ANSWER, Place } from '../engine/engine';
import { findAssigned, followName, followProperty, writeField } from '../engine/properties';
import { collectValues, dropNothing, HandleAtom, listClients, listObjects, mayBeNothing, NO_VALUE, ObjectAtom, only, union, Value } from '../engine/values';

/** A call of a method of something that a mapper made. */
export interface MapperCall {
  readonly place: Place;
  readonly self: HandleAtom;
  readonly name: string;
  readonly args: Arguments;
}

export type Method = (call: MapperCall) => Value;

/** The methods and properties of a kind of object that a mapper makes. */
export interface MapperRole {
  readonly calls?: Readonly<Record<string, Method>>;
  /** Properties that are such objects themselves. */
  readonly reads?: Readonly<Record<string, Method>>;
  /** All other methods. */
  readonly otherwise?: Method;
}

/** A library that makes the requests: its exports, and what these give. */
export interface Mapper {
  readonly module: RegExp;
  readonly exports: Readonly<Record<string, (place: Place, args: Arguments) => Value>>;
  readonly roles: Readonly<Record<string, MapperRole>>;
}

/** A method that changes its object and returns it. */
export const giveSelf: Method = (call) => only(call.self);

/** Finds the settings that an object of a mapper was made with, and the values that the program assigned to it. */
export function findFacts({ engine }: Place, object: HandleAtom): ObjectAtom {
  return findAssigned(engine, object);
}

export function readFact(place: Place, object: HandleAtom, name: string): Value {
  return followProperty(place, findFacts(place, object), place.engine.store.getText(name));
}

export function writeFact(place: Place, object: HandleAtom, name: string, value: Value): void {
  writeField(place.engine, findFacts(place, object), place.engine.store.getText(name), value);
}

/** Makes an object of a mapper: one for each place of the program, in each way in which it is called. */
export function createMapperObject(place: Place, role: string, given: {
  readonly part?: unknown; readonly table?: Value; readonly operation?: string; readonly options?: Value; readonly otherCredentials?: boolean;
}): HandleAtom {
  const { engine, at, scope } = place;
  const { part = '', table = NO_VALUE, operation, options = NO_VALUE, otherCredentials = false } = given;
  const made = engine.store.getHandle(`${at.id} ${scope.activation.id} ${part}`, { type: 'mapper', role, operation, otherCredentials });
  made.table.addValue(table);
  findFacts(place, made).copied.addValue(options);
  return made;
}

/** The table that an object was made for. What is assigned to it later takes the place of that. */
export function findMapperTable(place: Place, object: HandleAtom, seen = new Set<HandleAtom>()): Value {
  if (seen.has(object)) return NO_VALUE;
  seen.add(object);
  const facts = findFacts(place, object);
  const assigned = union(getField(facts, 'tableName'), getField(facts, 'table'));
  return collectValues(assigned.size > 0 ? assigned : object.table.atoms, (each) => each.kind === 'handle' ? findMapperTable(place, each, seen) : only(each));
}

const CLIENT_OPTIONS = ['client', 'DocumentClient', 'documentClient'];

function hasOtherCredentials(place: Place, object: HandleAtom): boolean {
  if (object.otherCredentials) return true;
  const clients = CLIENT_OPTIONS.flatMap((name) => listClients(readFact(place, object, name)));
  if (clients.length > 0) return clients.every(({ otherCredentials }) => otherCredentials);
  return [...object.table.atoms].some((each) => each.kind === 'handle' && hasOtherCredentials(place, each));
}

function writeInput({ engine, at, scope }: Place, part: string, fields: Readonly<Record<string, Value>>): ObjectAtom {
  const input = engine.findObjectAt(at, scope, 'plain', { part });
  for (const [name, value] of Object.entries(fields)) {
    if (value.size > 0) writeField(engine, input, engine.store.getText(name), value);
    if (value.size > 0 && !mayBeNothing(value)) input.certain.add(name);
  }
  return input;
}

/** The answer of a request. */
export function giveAnswer({ place }: MapperCall): Value {
  return only(place.engine.store.getUnknown(ANSWER));
}

/** Records a request that a mapper makes, to a table or an index of it. */
export function recordMapperRequest({ engine, at, scope }: Place, operation: string, { index, part = '', ...request }: MapperRequest): void {
  const input = writeInput({ engine, at, scope }, `${operation} ${part}`, { IndexName: index });
  engine.recordRequest({ service: 'dynamodb', operation, at, scope, input: only(input), ...request });
}

interface MapperRequest {
  readonly table: Value;
  readonly index: Value;
  readonly via: string;
  /** Tells requests of one place apart. */
  readonly part?: number | string;
  readonly otherCredentials?: boolean;
  readonly unsure?: boolean;
}

function findLibrary({ role = '' }: HandleAtom): string {
  return role.slice(0, role.indexOf(' '));
}

/** Makes a request to the table of an object, or to an index. */
export function askTable(call: MapperCall, operation: string, { index = NO_VALUE, unsure }: Partial<MapperRequest> = {}): Value {
  const { place, self: of } = call;
  recordMapperRequest(place, operation, {
    index, unsure, part: of.id, via: findLibrary(of), table: findMapperTable(place, of), otherCredentials: hasOtherCredentials(place, of),
  });
  return giveAnswer(call);
}

export function requests(operation: string): Method {
  return (call) => askTable(call, operation);
}

/** Makes a part of a transaction. It counts as a request where it is made, because another function sends it. */
export function makesPart(part: string): Method {
  return (call) => {
    const { place, self: of } = call;
    const { engine, at, scope } = place;
    const request = writeInput(place, `${part} ${of.id}`, { TableName: findMapperTable(place, of) });
    const item = writeInput(place, `item ${part} ${of.id}`, { [part]: only(request) });
    // one item is read as a list of one
    const input = writeInput(place, `transaction ${part} ${of.id}`, { TransactItems: only(item) });
    engine.recordRequest({
      service: 'dynamodb',
      operation: part === 'Get' ? 'TransactGetItems' : 'TransactWriteItems',
      at,
      scope,
      input: only(input),
      otherCredentials: hasOtherCredentials(place, of),
      via: findLibrary(of),
    });
    return only(item);
  };
}

/** Begins a request that a later call of the result makes. */
export function beginRequest({ place, self: of, name }: MapperCall, operation: string): HandleAtom {
  const chain = createMapperObject(place, `${findLibrary(of)} request`, {
    part: `${of.id} ${name}`, table: findMapperTable(place, of), operation, otherCredentials: hasOtherCredentials(place, of),
  });
  writeFact(place, chain, 'of', only(of));
  return chain;
}

/**
 * Begins a request. One whose argument isn't followed may be of either kind.
 *
 * @param batch the operation for a list
 */
export function begins(operation: string, batch = operation): Method {
  return (call) => {
    const given = dropNothing(call.args.positional[0] ?? NO_VALUE);
    const lists = listObjects(given).filter(({ type }) => type === 'list').length;
    const open = [...given].some((each) => each.kind !== 'object' || each.type === 'opaque');
    if (batch !== operation && (open || (lists > 0 && lists < given.size))) return beginEither(call, [operation, batch]);
    return only(beginRequest(call, lists > 0 ? batch : operation));
  };
}

/** Begins a request that is one of these operations. */
export function beginEither(call: MapperCall, operations: readonly string[]): Value {
  return new Set(operations.map((operation) => markUnsure(call, beginRequest(call, operation))));
}

export function markUnsure({ place }: MapperCall, chain: HandleAtom): HandleAtom {
  writeFact(place, chain, 'unsure', only(place.engine.store.getNothing(false, true)));
  return chain;
}

export function addIndex(place: Place, chain: HandleAtom, indexes: Value): void {
  if (indexes.size > 0) writeFact(place, chain, 'index', indexes);
}

/** Makes the request that was begun. */
export const makeBegunRequest: Method = (call) => {
  const facts = findFacts(call.place, call.self);
  return askTable(call, call.self.operation ?? '', { index: getField(facts, 'index'), unsure: getField(facts, 'unsure').size > 0 });
};

/** Gives the parameters of a request that the library doesn't make. */
export const giveParameters: Method = ({ place, self: of }) => only(writeInput(place, `parameters ${of.id}`, {
  TableName: findMapperTable(place, of), IndexName: getField(findFacts(place, of), 'index'),
}));

/** The index that options name, with nothing beside it if they may name none. */
export function readIndex(place: Place, options: Value): Value {
  const index = followName(place, options, 'index');
  if (index.size === 0 || listObjects(options).every((each) => hasForCertain(each, 'index'))) return index;
  return union(index, only(place.engine.store.getNothing(true)));
}

/** Makes an object of another kind for the same table. */
export function gives(kind: string): Method {
  return ({ place, self: of }) => {
    const made = createMapperObject(place, `${findLibrary(of)} ${kind}`, { part: of.id, table: only(of) });
    writeFact(place, made, 'of', only(of));
    return only(made);
  };
}

/** The objects of the same mapper among values, also in lists. */
export function listHandles(value: Value): HandleAtom[] {
  return [...union(value, collectElements(value))].filter((each) => each.kind === 'handle').filter(({ type }) => type === 'mapper');
}
