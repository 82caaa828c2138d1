import { NO_ARGUMENTS, positionals } from './arguments';
import { hasForCertain } from './certain-fields';
import { isEnvironment, findInsides, findConstant, getField, getFields, identifyField, listPossibleKeys, matters } from './contents';
import { Engine, Place } from './engine';
import { Atom, Cell, collectValues, dropNothing, filterValue, FunctionAtom, isNothing, listObjects, NO_VALUE, ObjectAtom, only, union, Value } from './values';
import { setterName, THROWN } from '../ir';

/** Reads a property of any of these, under any of these keys. */
export function followProperties(place: Place, of: Value, keys: Value): Value {
  const names = listPossibleKeys(keys);
  return collectValues(of, (atom) => collectValues(names, (key) => followProperty(place, atom, key)));
}

export function followName(place: Place, of: Value, name: string): Value {
  return followProperties(place, of, only(place.engine.store.getText(name)));
}

/** Uniting that many values takes as long as a step. */
const WORK_OF_STEP = 50;

/** Reads a property of any of these as code does: of a JavaScript object that may lack it, it may be missing. */
export function readMembers(place: Place, of: Value, keys: Value): Value {
  const { engine, at } = place;
  const found = followProperties(place, of, keys);
  engine.step(Math.floor(of.size * found.size / WORK_OF_STEP));
  if (at.file.language !== 'javascript' || !listObjects(of).some((object) => mayLack(object, keys))) return found;
  if (engine.seesLacks) return union(found, only(engine.store.getNothing(true)));
  if ([...found].some(({ kind }) => kind === 'variable')) engine.mayLackVariable = true;
  return found;
}

function mayLack(object: ObjectAtom, keys: Value): boolean {
  if (object.type === 'opaque' || object.type === 'command') return false;
  return ![...keys].every((key) => key.kind === 'text' && hasForCertain(object, key.text));
}

/** Reads a property; all properties if the key isn't known. */
export function followProperty(place: Place, atom: Atom, key: Atom | undefined, seen = new Set<Atom>()): Value {
  if (isNothing(atom)) return NO_VALUE;
  if (atom.kind === 'object') return readObject(place, atom, key, seen);
  if (atom.kind === 'function') return readObject(place, findCompanion(place.engine, atom), key, seen);
  return union(readOutside(place, atom, key), readObject(place, findAssigned(place.engine, atom), key, seen));
}

/** Holds the assignments to something that isn't the program's own, such as an event. */
export function findAssigned({ store }: Engine, atom: Atom): ObjectAtom {
  const isGlobal = atom.kind === 'builtin' && GLOBALS.includes(atom.path);
  return store.getObject(isGlobal ? 'globals' : `assigned to ${atom.id}`, 'plain');
}

const GLOBALS = ['globalThis', 'global', 'window', 'self'];

/** Reads a name that nothing declares. */
export function readGlobal(place: Place, name: string): Value {
  return readObject(place, place.engine.store.getObject('globals', 'plain'), place.engine.store.getText(name), new Set());
}

function readOutside(place: Place, atom: Atom, key: Atom | undefined): Value {
  const { store } = place.engine;
  switch (atom.kind) {
    case 'builtin': return readBuiltin(place, atom.path, key);
    case 'external': case 'client': case 'handle': return place.engine.interpreter.readOutside(place, atom, key);
    case 'unknown': return only(atom);
    case 'bound': return only(store.getUnknown('a property of a function'));
    // members of enumerations are taken for their values
    case 'text': case 'variable': case 'joined': return readEnumMember(place, atom, findConstant(key));
    default: return NO_VALUE; // texts, and what has no properties of its own
  }
}

function readEnumMember({ engine: { store }, at }: Place, atom: Atom, name: string | undefined): Value {
  if (at.file.language !== 'python') return NO_VALUE;
  if (name === 'value') return only(atom);
  return only(store.getUnknown('a part of a text'));
}

/** Deeper paths are no parts of a language, but data that a loop goes through. */
const DEEP_PATH = 6;

const METHODS_OF_DICTIONARIES = ['copy', 'get', 'items', 'keys', 'pop', 'setdefault', 'update', 'values'];

function readBuiltin({ engine: { store } }: Place, path: string, key: Atom | undefined): Value {
  const name = findConstant(key);
  if (path === 'process.env' || (path === 'os.environ' && !METHODS_OF_DICTIONARIES.includes(name ?? ''))) {
    return only(name === undefined ? store.getUnknown('an environment variable whose name is computed') : store.getEnvironmentVariable(name));
  }
  // what is thrown is read as a global name, which the program may not assign
  if (name === THROWN) return NO_VALUE;
  if (name === undefined || path.split('.').length > DEEP_PATH) return only(store.getUnknown(`a part of ${path}`));
  return only(store.getBuiltin(GLOBALS.includes(path) ? name : `${path}.${name}`));
}

/** The function as an object, with its prototype and the properties that are assigned to it. */
export function findCompanion(engine: Engine, fn: FunctionAtom): ObjectAtom {
  const companion = engine.store.getObject(`companion ${fn.id}`, 'plain');
  if (fn.literal.receiver === 'this' && !companion.fields.has('prototype')) {
    writeField(engine, companion, engine.store.getText('prototype'), only(engine.store.getObject(`prototype ${fn.id}`, 'plain')));
  }
  return companion;
}

export function writeField(engine: Engine, object: ObjectAtom, key: Atom, value: Value): void {
  const name = identifyField(key);
  const field = object.fields.get(name) ?? { key, value: engine.store.makeCell() };
  object.fields.set(name, field);
  field.value.addValue(value);
}

/** A property that is assigned under more keys than these may be any. */
const MANY_KEYS = 16;

/** Assigns a property; under a key that isn't known, it may be any. */
export function writeProperties(place: Place, of: Value, keys: Value, value: Value): void {
  const names = keys.size > MANY_KEYS ? [undefined] : listPossibleKeys(keys);
  for (const atom of dropNothing(of)) {
    if (atom.kind === 'object') for (const key of names) writeProperty(place, atom, key, value);
    else if (atom.kind === 'function') writeProperties(place, only(findCompanion(place.engine, atom)), keys, value);
    else writeOutside(place, atom, keys, atom.kind === 'handle' ? value : filterValue(value, matters));
  }
}

/** The object that holds the methods that the program adds to what the language has. */
export const ADDED_METHODS = 'added methods';

/** Methods that are added to what the language has, as to all lists, may be called anywhere. */
function writeOutside(place: Place, atom: Atom, keys: Value, value: Value): void {
  const { engine, at } = place;
  if (at.file.language === 'javascript' && isPrimitive(atom)) return;
  writeProperties(place, only(findAssigned(engine, atom)), keys, value);
  const fromOutside = engine.store.getObject('called from outside', 'plain').contents;
  // `library.onEvent = () => ...`
  if (atom.kind === 'unknown' || atom.kind === 'external') fromOutside.addValue(filterValue(value, ({ kind }) => kind === 'function' || kind === 'bound'));
  if (atom.kind !== 'builtin' || !atom.path.endsWith('.prototype')) return;
  writeProperties(place, only(engine.store.getObject(ADDED_METHODS, 'plain')), keys, value);
  fromOutside.addValue(value);
}

/**
 * Texts and numbers of JavaScript take no properties.
 *
 * @see https://developer.mozilla.org/en-US/docs/Glossary/Primitive
 */
function isPrimitive({ kind }: Atom): boolean {
  return kind === 'text' || kind === 'variable' || kind === 'joined';
}

function writeProperty(place: Place, object: ObjectAtom, key: Atom | undefined, value: Value): void {
  // `target[key] = source[key]` for all keys of something from outside
  if (key?.kind === 'keys') return object.copied.addAtom(key.of);
  if (!key || key.kind === 'unknown' || isUnknownKey(place, key)) return object.contents.addValue(value);
  if (key.kind === 'text' && key.text === '__proto__') object.inherited.addValue(value);
  writeField(place.engine, object, key, value);
  if (key.kind === 'text') callSetters(place, object, key.text, value);
}

/** Python: what a library gives may be any name. */
function isUnknownKey({ at }: Place, key: Atom): boolean {
  return at.file.language === 'python' && key.kind === 'object' && key.type === 'opaque';
}

function callSetters(place: Place, object: ObjectAtom, name: string, value: Value): void {
  const setter = readObject(place, object, place.engine.store.getText(setterName(name)), new Set());
  const setters = filterValue(setter, ({ kind }) => kind === 'function' || kind === 'bound');
  if (setters.size > 0) place.engine.interpreter.callValue(place, setters, only(object), { ...NO_ARGUMENTS, positional: [value] });
}

function readObject(place: Place, object: ObjectAtom, key: Atom | undefined, seen: Set<Atom>): Value {
  if (seen.has(object)) return NO_VALUE;
  seen.add(object);
  place.engine.step();
  if (object.type === 'opaque') return readOpaque(place, object, key, seen);
  if (!key || key.kind === 'unknown' || key.kind === 'keys') return readUnderAnyKey(place, object, key, seen);
  const own = readOwn(place, object, key);
  const found = union(own, readCopies(place, object, key, own.size > 0, seen));
  // what is assigned under a key that isn't known may be this, but need not be
  const isOwn = object.fields.has(identifyField(key)) && !mayBeOfClass(object, key);
  if (isOwn || (found.size > 0 && object.contents.atoms.size === 0 && !mayBeOfClass(object, key))) return found;
  const inherited = union(found, readInherited(place, object, key, seen));
  if (inherited.size > 0) return inherited;
  // a key that is known only at run time may be any of those that are there
  if (key.kind !== 'text') return readEveryField(place, object);
  if (object.type === 'list' && place.at.file.language === 'python' && !OF_LISTS.includes(key.text)) return only(place.engine.store.getUnknown('a part of a list'));
  if (object.type === 'list' && /^(length|size)$/.test(key.text)) return only(place.engine.store.getUnknown('the length of a list'));
  if (object.type === 'list' || object.type === 'command') return only(place.engine.store.getMethod(object, key.text));
  return NO_VALUE;
}

/** The methods of Python's lists, sets and queues. */
const OF_LISTS = ['add', 'append', 'appendleft', 'clear', 'copy', 'difference', 'discard', 'extend', 'insert', 'intersection', 'pop', 'popleft', 'remove', 'reverse', 'rotate', 'sort', 'union', 'update'];

/** Python: what an instance gets only sometimes is of its class otherwise. */
function mayBeOfClass({ type, inherited, certain }: ObjectAtom, key: Atom): boolean {
  return type === 'instance' && !(key.kind === 'text' && certain.has(key.text)) && listObjects(inherited.atoms).some((each) => each.type === 'class');
}

function readUnderAnyKey(place: Place, object: ObjectAtom, key: Atom | undefined, seen: Set<Atom>): Value {
  const isCopy = (atom: Atom) => key?.kind !== 'keys' || atom === key.of;
  const copied = collectValues(filterValue(object.copied.atoms, isCopy), (each) => followProperty(place, each, key, seen));
  return union(readEveryField(place, object), copied, readInherited(place, object, undefined, seen));
}

function readOwn(place: Place, object: ObjectAtom, key: Atom): Value {
  const name = identifyField(key);
  const isElement = object.type !== 'list' || key.kind !== 'text' || /^\d+$/.test(key.text);
  const described = object.type === 'class' ? collectValues(listObjects(getField(object, name)), (each) => readDescriptor(place, each, object)) : NO_VALUE;
  return union(getField(object, name), isElement ? object.contents.atoms : NO_VALUE, callGetters(place, object, name), described);
}

/** Reads objects that were copied into this one. A copied value from outside adds only properties that the object lacks. */
function readCopies(place: Place, object: ObjectAtom, key: Atom, isOwn: boolean, seen: Set<Atom>): Value {
  return collectValues(object.copied.atoms, (each) => {
    if (each.kind === 'object') return readObject(place, each, key, seen);
    if (isOwn) return NO_VALUE;
    return followProperty(place, each, key, seen);
  });
}

/** Everything that an object holds directly. */
function readEveryField(place: Place, object: ObjectAtom): Value {
  return union(object.contents.atoms, getFields(object), collectValues(object.getters.keys(), (name) => callGetters(place, object, name)));
}

function readOpaque(place: Place, object: ObjectAtom, key: Atom | undefined, seen: Set<Atom>): Value {
  const read = collectValues(findInsides(object), (each) => {
    if (each.kind === 'object') return readObject(place, each, key, seen);
    if (['external', 'client', 'handle'].includes(each.kind)) return followProperty(place, each, key, seen);
    if (!isEnvironment(each)) return only(each);
    if (/^[A-Z]/.test(findConstant(key) ?? '')) return readOutside(place, each, key);
    return NO_VALUE;
  });
  return union(only(object), key ? getField(object, identifyField(key)) : NO_VALUE, read);
}

function callGetters(place: Place, object: ObjectAtom, name: string): Value {
  const getters = object.getters.get(name);
  if (getters) return callGetter(place, getters, object);
  return NO_VALUE;
}

/** Python's properties get their object as the first argument. */
function callGetter(place: Place, getters: Cell, object: ObjectAtom): Value {
  return collectValues(getters.atoms, (each) => {
    const isMethod = each.kind === 'function' && each.literal.receiver === 'first';
    return place.engine.interpreter.callValue(place, only(each), only(object), isMethod ? positionals(only(object)) : NO_ARGUMENTS);
  });
}

export function addGetter(engine: Engine, object: ObjectAtom, key: Atom, value: Value): void {
  const cell = object.getters.get(identifyField(key)) ?? engine.store.makeCell();
  object.getters.set(identifyField(key), cell);
  cell.addValue(value);
}

/** Reads a property from the class or prototype. In Python, methods come with the instance. */
function readInherited(place: Place, object: ObjectAtom, key: Atom | undefined, seen: Set<Atom>): Value {
  return collectValues(object.inherited.atoms, (parent) => {
    // of a parent from outside, the client that its constructor makes has the methods
    if (parent.kind !== 'object') {
      if (['function', 'unknown', 'client', 'handle'].includes(parent.kind)) return followProperty(place, parent, key, seen);
      return NO_VALUE;
    }
    const getters = key ? findInheritedGetters(parent, identifyField(key), new Set()) : [];
    const computed = collectValues(getters, (each) => callGetter(place, each, object));
    const isHidden = key !== undefined && getters.length > 0 && !hasGetterAndValue(parent, identifyField(key), new Set());
    const found = isHidden ? NO_VALUE : readObject(place, parent, key, seen);
    const described = collectValues(listObjects(found), (each) => readDescriptor(place, each, object));
    return union(computed, described, object.type === 'instance' ? collectValues(found, (each) => bindMethod(place.engine, each, object)) : found);
  });
}

/** `super.name`: a property of the parents, whose getters get the same receiver. */
export function readParents(place: Place, parents: Value, receivers: Value, keys: Value): Value {
  const names = [...keys].map(identifyField);
  const getters = listObjects(parents).flatMap((parent) => names.flatMap((name) => findInheritedGetters(parent, name, new Set())));
  const computed = collectValues(getters, (each) => collectValues(listObjects(receivers), (receiver) => callGetter(place, each, receiver)));
  if (getters.length > 0) return computed;
  const read = readMembers(place, parents, keys);
  if (read.size > 0) return read;
  return readMembers(place, receivers, keys);
}

/** Python: an object with `__get__` that a class holds decides on what is read. */
function readDescriptor(place: Place, descriptor: ObjectAtom, of: ObjectAtom): Value {
  if (descriptor.type !== 'instance' || descriptor === of) return NO_VALUE;
  const getters = filterValue(readObject(place, descriptor, place.engine.store.getText('__get__'), new Set()), ({ kind }) => kind === 'bound');
  if (getters.size === 0) return NO_VALUE;
  return place.engine.interpreter.callValue(place, getters, only(descriptor), positionals(only(of), of.inherited.atoms));
}

function findInheritedGetters(object: ObjectAtom, name: string, seen: Set<Atom>): Cell[] {
  if (seen.has(object)) return [];
  seen.add(object);
  const own = object.getters.get(name);
  if (own) return [own];
  return listObjects(object.inherited.atoms).flatMap((each) => findInheritedGetters(each, name, seen));
}

/** What defines a property may be one of several descriptors, with a getter or a value. */
function hasGetterAndValue(object: ObjectAtom, name: string, seen: Set<Atom>): boolean {
  if (seen.has(object)) return false;
  seen.add(object);
  if (object.getters.has(name)) return getField(object, name).size > 0;
  return listObjects(object.inherited.atoms).some((each) => hasGetterAndValue(each, name, seen));
}

function bindMethod({ store }: Engine, atom: Atom, instance: ObjectAtom): Value {
  if (atom.kind === 'function' && atom.literal.receiver === 'first' && atom.home) return only(store.getBound(atom, only(instance), [only(instance)]));
  if (atom.kind === 'static method') return atom.callee;
  if (atom.kind === 'class method') return collectValues(atom.callee, (each) => only(store.getBound(each, instance.inherited.atoms, [instance.inherited.atoms])));
  return only(atom);
}

/** The keys of an object; for something from outside, what stands for all of them. */
export function followKeys(engine: Engine, atom: Atom, seen = new Set<Atom>()): Value {
  const { store } = engine;
  if (isNothing(atom) || seen.has(atom)) return NO_VALUE;
  seen.add(atom); // an object may be copied into itself
  if (atom.kind !== 'object' || atom.type === 'opaque') {
    return only(['text', 'variable', 'joined', 'keys'].includes(atom.kind) ? store.getUnknown('a key that is computed') : store.getKeys(atom));
  }
  const fields = [...atom.fields.values()].map(({ key }) => key);
  const getters = [...atom.getters.keys()].map((name) => store.getText(name));
  const open = [...atom.contents.atoms].slice(0, 1).map(() => store.getUnknown('a key that is computed'));
  return new Set([...fields, ...getters, ...collectValues(atom.copied.atoms, (each) => followKeys(engine, each, seen)), ...open]);
}

/**
 * The first value alone where it is an environment variable that the function has: a default is for where it isn't deployed.
 *
 * @param replacesNull a default of JavaScript takes only the place of `undefined`
 */
export function fallBack(engine: Engine, first: Value, second: Value, replacesNull = true): Value {
  if (first.size > 0 && [...first].every((atom) => isDeployed(engine, atom))) return first;
  return union(filterValue(first, (atom) => atom.kind !== 'nothing' || (!replacesNull && !atom.missing)), second);
}

/** Tells whether something is an environment variable that the function has. */
export function isDeployed({ variables }: Engine, atom: Atom): atom is Extract<Atom, { kind: 'variable' }> {
  return atom.kind === 'variable' && (variables?.has(atom.name) ?? true);
}

/** The field of a prototype that has its class. */
export const OF_CLASS = '%class';
