import { NO_ARGUMENTS, positionals } from './arguments';
import { fieldName, fieldOf, insidesOf, matters } from './contents';
import { Engine, Place } from './engine';
import { Atom, Cell, FunctionAtom, NO_VALUE, ObjectAtom, only, union, Value } from './values';
import { setterName } from '../ir';

/** The value of a property of any of these, under any of these keys. */
export function readProperties(place: Place, of: Value, keys: Value): Value {
  if (keys.size === 0) return union(...[...of].map((atom) => readProperty(place, atom, undefined)));
  return union(...[...of].flatMap((atom) => [...keys].map((key) => readProperty(place, atom, key))));
}

/** The value of a property; that of all properties if the key isn't known. */
export function readProperty(place: Place, atom: Atom, key: Atom | undefined): Value {
  const assigned = atom.kind === 'object' || atom.kind === 'function' ? NO_VALUE : readObject(place, assignedTo(place.engine, atom), key, new Set());
  return union(readOwn(place, atom, key), assigned);
}

/** What the program assigns to something that isn't its own, such as an event. */
function assignedTo({ store }: Engine, atom: Atom): ObjectAtom {
  const isGlobal = atom.kind === 'builtin' && GLOBALS.includes(atom.path);
  return store.object(isGlobal ? 'globals' : `assigned to ${atom.id}`, 'plain');
}

const GLOBALS = ['globalThis', 'global', 'window', 'self'];

/** What is assigned to a name that nothing declares. */
export function readGlobal(place: Place, name: string): Value {
  return readObject(place, place.engine.store.object('globals', 'plain'), place.engine.store.text(name), new Set());
}

function readOwn(place: Place, atom: Atom, key: Atom | undefined): Value {
  const { store } = place.engine;
  switch (atom.kind) {
    case 'object': return readObject(place, atom, key, new Set());
    case 'function': return readObject(place, companionOf(place.engine, atom), key, new Set());
    case 'builtin': return readBuiltin(place, atom.path, key);
    case 'external': case 'client': case 'handle': return place.engine.interpreter.readOutside(place, atom, key);
    case 'unknown': return only(atom);
    case 'bound': return only(store.unknown('a property of a function'));
    default: return NO_VALUE; // texts, and what has no properties of its own
  }
}

const METHODS_OF_DICTIONARIES = ['copy', 'get', 'items', 'keys', 'pop', 'setdefault', 'update', 'values'];

function readBuiltin({ engine: { store } }: Place, path: string, key: Atom | undefined): Value {
  if (path === 'process.env' || (path === 'os.environ' && !(key?.kind === 'text' && METHODS_OF_DICTIONARIES.includes(key.text)))) {
    return key?.kind === 'text' ? only(store.variable(key.text)) : only(store.unknown('an environment variable whose name is computed'));
  }
  if (GLOBALS.includes(path)) return only(key?.kind === 'text' ? store.builtin(key.text) : store.unknown('a global'));
  return only(key?.kind === 'text' ? store.builtin(`${path}.${key.text}`) : store.unknown(`a part of ${path}`));
}

/** What a function has as an object: its prototype, and what is assigned to it. */
export function companionOf(engine: Engine, fn: FunctionAtom): ObjectAtom {
  const companion = engine.store.object(`companion ${fn.id}`, 'plain');
  if (fn.literal.receiver === 'this' && !companion.fields.has('prototype')) {
    writeField(engine, companion, engine.store.text('prototype'), only(engine.store.object(`prototype ${fn.id}`, 'plain')));
  }
  return companion;
}

export function writeField(engine: Engine, object: ObjectAtom, key: Atom, value: Value): void {
  const name = fieldName(key);
  const field = object.fields.get(name) ?? { key, value: engine.store.newCell() };
  object.fields.set(name, field);
  field.value.add(value);
}

/** Assigns a property; under a key that isn't known, it may be any. */
export function writeProperties(place: Place, of: Value, keys: Value, value: Value): void {
  for (const atom of [...of]) {
    if (atom.kind === 'object') for (const key of keys.size === 0 ? [undefined] : [...keys]) writeProperty(place, atom, key, value);
    else if (atom.kind === 'function') writeProperties(place, only(companionOf(place.engine, atom)), keys, value);
    else writeProperties(place, only(assignedTo(place.engine, atom)), keys, new Set([...value].filter(matters)));
  }
}

function writeProperty(place: Place, object: ObjectAtom, key: Atom | undefined, value: Value): void {
  const { engine } = place;
  // `target[key] = source[key]` for all keys of something from outside
  if (key?.kind === 'keys') {object.copied.add(key.of);} else if (!key || key.kind === 'unknown') {object.contents.add(value);} else {
    writeField(engine, object, key, value);
    if (key.kind !== 'text') return;
    const setters = [...readObject(place, object, engine.store.text(setterName(key.text)), new Set())].filter(({ kind }) => kind === 'function' || kind === 'bound');
    if (setters.length > 0) place.engine.interpreter.callValue(place, new Set(setters), only(object), { ...NO_ARGUMENTS, positional: [value] });
  }
}

function readObject(place: Place, object: ObjectAtom, key: Atom | undefined, seen: Set<Atom>): Value {
  if (seen.has(object)) return NO_VALUE;
  seen.add(object);
  place.engine.step();
  const { store } = place.engine;
  if (object.type === 'opaque') return readOpaque(place, object, key, seen);
  if (!key || key.kind === 'unknown' || key.kind === 'keys') {
    const copied = key?.kind === 'keys' ? [...object.copied.atoms].filter((each) => each === key.of) : [...object.copied.atoms];
    return union(allOf(place, object), ...copied.map((each) => readProperty(place, each, key)), ...inheritedOf(place, object, undefined, seen));
  }
  const name = fieldName(key);
  const isElement = object.type !== 'list' || key.kind !== 'text' || /^\d+$/.test(key.text);
  const own = union(fieldOf(object, name), isElement ? object.contents.atoms : NO_VALUE, callGetters(place, object, name));
  const copied = [...object.copied.atoms].map((each) => each.kind === 'object' ? readObject(place, each, key, seen) : own.size > 0 ? NO_VALUE : readProperty(place, each, key));
  const found = union(own, ...copied);
  // what is assigned under a key that isn't known may be this, but need not be
  if (object.fields.has(name) || (found.size > 0 && object.contents.atoms.size === 0)) return found;
  const inherited = union(found, ...inheritedOf(place, object, key, seen));
  if (inherited.size > 0) return inherited;
  // a key that is known only at run time may be any of those that are there
  if (key.kind !== 'text') return allOf(place, object);
  return object.type === 'list' || object.type === 'command' ? only(store.method(object, key.text)) : NO_VALUE;
}

/** Everything that an object holds directly. */
function allOf(place: Place, object: ObjectAtom): Value {
  const fields = [...object.fields.values()].map(({ value }) => value.atoms);
  return union(object.contents.atoms, ...fields, ...[...object.getters.keys()].map((name) => callGetters(place, object, name)));
}

function readOpaque(place: Place, object: ObjectAtom, key: Atom | undefined, seen: Set<Atom>): Value {
  const read = [...insidesOf(object)].map((each) => each.kind === 'object' ? readObject(place, each, key, seen)
    : ['external', 'client', 'handle'].includes(each.kind) ? readProperty(place, each, key) : only(each));
  return union(only(object), fieldOf(object, key ? fieldName(key) : ''), ...read);
}

function callGetters(place: Place, object: ObjectAtom, name: string): Value {
  const getters = object.getters.get(name);
  return getters ? callGetter(place, getters, object) : NO_VALUE;
}

/** Python's properties get their object as the first argument. */
function callGetter(place: Place, getters: Cell, object: ObjectAtom): Value {
  return union(...[...getters.atoms].map((each) => {
    const first = each.kind === 'function' && each.literal.receiver === 'first';
    return place.engine.interpreter.callValue(place, only(each), only(object), first ? positionals(only(object)) : NO_ARGUMENTS);
  }));
}

export function addGetter(engine: Engine, object: ObjectAtom, key: Atom, value: Value): void {
  const cell: Cell = object.getters.get(fieldName(key)) ?? engine.store.newCell();
  object.getters.set(fieldName(key), cell);
  cell.add(value);
}

/** What an object gets from its class or prototype: in Python, methods come with the instance. */
function inheritedOf(place: Place, object: ObjectAtom, key: Atom | undefined, seen: Set<Atom>): Value[] {
  return [...object.inherited.atoms].map((parent) => {
    // of a parent from outside, the client that its constructor makes has the methods
    if (parent.kind !== 'object') return ['function', 'unknown', 'client', 'handle'].includes(parent.kind) ? readProperty(place, parent, key) : NO_VALUE;
    const getters = key ? inheritedGetters(parent, fieldName(key), new Set()) : [];
    const computed = getters.map((each) => callGetter(place, each, object));
    const found = getters.length > 0 ? NO_VALUE : readObject(place, parent, key, seen);
    if (object.type !== 'instance') return union(found, ...computed);
    return union(...computed, ...[...found].map((each) => bindMethod(place.engine, each, object)));
  });
}

function inheritedGetters(object: ObjectAtom, name: string, seen: Set<Atom>): Cell[] {
  if (seen.has(object)) return [];
  seen.add(object);
  const own = object.getters.get(name);
  return own ? [own] : [...object.inherited.atoms].flatMap((each) => each.kind === 'object' ? inheritedGetters(each, name, seen) : []);
}

function bindMethod({ store }: Engine, atom: Atom, instance: ObjectAtom): Value {
  if (atom.kind === 'function' && atom.literal.receiver === 'first' && atom.home) return only(store.bound(atom, only(instance), [only(instance)]));
  if (atom.kind === 'static method') return atom.callee;
  if (atom.kind === 'class method') return new Set([...atom.callee].map((each) => store.bound(each, instance.inherited.atoms, [instance.inherited.atoms])));
  return only(atom);
}

/** The keys of an object; for something from outside, what stands for all of them. */
export function keysOf(engine: Engine, atom: Atom): Value {
  const { store } = engine;
  if (atom.kind === 'object' && atom.type !== 'opaque') {
    const copied = [...atom.copied.atoms].flatMap((each) => [...keysOf(engine, each)]);
    const open = atom.contents.atoms.size > 0 ? [store.unknown('a key that is computed')] : [];
    const fields = [...atom.fields.values()].map(({ key }) => key);
    return new Set([...fields, ...[...atom.getters.keys()].map((name) => store.text(name)), ...copied, ...open]);
  }
  return only(['text', 'variable', 'joined'].includes(atom.kind) ? store.unknown('a key that is computed') : store.keysOf(atom));
}

/** The first value alone where it is an environment variable that the function has: a default is for where it isn't deployed. */
export function fallBack({ variables }: Engine, first: Value, second: Value): Value {
  const isThere = (atom: Atom) => atom.kind === 'variable' && (variables?.has(atom.name) ?? true);
  return first.size > 0 && [...first].every(isThere) ? first : union(first, second);
}

/** The field of a prototype that has its class. */
export const OF_CLASS = '%class';
