import { argumentAt, Arguments, NO_ARGUMENTS, positionals } from './arguments';
import { collectElements, findInsides, getField, inheritsFrom, isErrorClass, matters } from './contents';
import { Engine, Place } from './engine';
import { callWithUnknown, isFunction } from './opaque-calls';
import { addGetter, fallBack, findCompanion, followKeys, OF_CLASS, followProperty, writeField } from './properties';
import { Atom, collectValues, filterValue, FunctionAtom, isNothing, listObjects, NO_VALUE, ObjectAtom, only, Scope, union, Value } from './values';
import { ClassLiteral, Located } from '../ir';

/** The class that a literal makes. In Python, methods are the class's own; in JavaScript, its prototype has them. */
export function createClass(place: Place, node: ClassLiteral & Located): Value {
  const { engine, scope } = place;
  const inner = node.name === undefined ? scope
    : engine.findScope(`class ${node.id} ${scope.id}`, [node.name], scope.file, scope.activation, scope);
  const made = engine.findObjectAt(node, scope, 'class', { literal: node, scope: inner });
  const prototype = engine.findObjectAt(node, scope, 'plain', { part: 'prototype' });
  if (node.name !== undefined) inner.findCell(node.name)?.addAtom(made);
  for (const parent of node.parents) inherit(place, made, prototype, engine.interpreter.evaluate(engine, parent, scope));
  if (scope.file.language === 'javascript') writeField(engine, made, engine.store.getText('prototype'), only(prototype));
  writeField(engine, prototype, engine.store.getText('constructor'), NO_VALUE);
  writeField(engine, prototype, engine.store.getText(OF_CLASS), only(made));
  for (const member of node.members.filter(({ kind, static: isStatic }) => kind !== 'field' || isStatic)) {
    const home = member.static ? made : prototype;
    const bodyScope = member.kind === 'field' ? staticScope(place, node, inner, made) : inner;
    const value = moveToClass(engine, engine.interpreter.evaluate(engine, member.value, bodyScope), home);
    if (value.size === 0) continue; // an annotation
    for (const key of engine.interpreter.evaluate(engine, member.key, inner)) {
      if (member.kind === 'get') addGetter(engine, home, key, value);
      else writeField(engine, home, key, value);
      if (key.kind === 'text') home.certain.add(key.text);
    }
  }
  makeEnumMembers(place, made, node);
  // Python tells a class of its subclasses
  const hooks = followProperty(place, made, engine.store.getText('__init_subclass__'));
  if ([...hooks].some(isFunction)) engine.interpreter.callValue(place, hooks, only(made), positionals(only(made)));
  for (const step of node.setup) engine.interpreter.evaluate(engine, step, staticScope(place, node, inner, made));
  if (scope.file.language === 'javascript') callImplicitly(place, made);
  return only(made);
}

function isEnumeration(made: ObjectAtom): boolean {
  return inheritsFrom(made, (parent) => parent.kind === 'external' && parent.module === 'enum');
}

/** `ORDERS = 'orders'` in an `Enum` is an instance with a `value`. One of a class that is a text, too, is taken for its text. */
function makeEnumMembers({ engine, at, scope }: Place, made: ObjectAtom, { members, parents }: ClassLiteral): void {
  if (!isEnumeration(made)) return;
  const isText = parents.some((each) => each.kind === 'name' && /^(str|StrEnum)$/.test(each.name));
  const hasMethods = members.some((member) => member.kind === 'method' && member.key.kind === 'text' && !isCalledImplicitly(member.key.text));
  for (const { key } of members.filter(({ kind }) => kind === 'field')) {
    if (key.kind !== 'text') continue;
    const raw = new Set(getField(made, key.text));
    const member = engine.findObjectAt(at, scope, 'instance', { part: `member ${key.text}` });
    member.inherited.addAtom(made);
    writeField(engine, member, engine.store.getText('value'), filterValue(raw, (atom) => atom !== member));
    if (!isText || hasMethods) writeField(engine, made, engine.store.getText(key.text), only(member));
  }
}

/** `type('Orders', (Base,), { 'save': save })` */
export function makeType(place: Place, parents: Value, members: Value): Value {
  const { engine, at, scope } = place;
  const made = engine.findObjectAt(at, scope, 'class', { scope });
  made.inherited.addValue(parents);
  for (const each of members) {
    for (const key of followKeys(engine, each)) writeField(engine, made, key, moveToClass(engine, followProperty(place, each, key), made));
  }
  return only(made);
}

/**
 * Parents that say what a class is, and have no methods that would call those of the class.
 *
 * @see https://docs.python.org/3/library/abc.html
 * @see https://docs.python.org/3/library/typing.html
 */
const HAVE_NO_METHODS = /^(abc\.ABC|typing(_extensions)?\.(Generic|Protocol))$/;

/** Where `this` is the class. */
function staticScope({ engine }: Place, node: Located, inner: Scope, made: ObjectAtom): Scope {
  const activation = engine.findActivation(`static ${node.id} ${inner.id}`, { loading: inner.activation.loading, runsAlways: inner.activation.runsAlways });
  activation.receiver.addAtom(made);
  return engine.findScope(`static ${node.id} ${inner.id}`, [], inner.file, activation, inner);
}

function inherit(place: Place, made: ObjectAtom, prototype: ObjectAtom, given: Value): void {
  const parents = filterValue(given, (parent) => !(parent.kind === 'external' && HAVE_NO_METHODS.test(`${parent.module}.${parent.path}`)));
  made.inherited.addValue(parents);
  for (const parent of parents) {
    const inherits = parent.kind === 'object' || parent.kind === 'function';
    prototype.inherited.addValue(inherits ? followProperty(place, parent, place.engine.store.getText('prototype')) : only(parent));
  }
}

/** Methods know their class, for `super`. */
function moveToClass(engine: Engine, value: Value, home: ObjectAtom): Value {
  return new Set([...value].map((atom): Atom => {
    if (atom.kind === 'function') return engine.store.getFunction(atom.literal, atom.scope, home);
    if (atom.kind === 'class method' || atom.kind === 'static method') return engine.store.getClassMethod(atom.kind, moveToClass(engine, atom.callee, home));
    return atom;
  }));
}

/** Methods that the language calls by itself: conversions, iteration, context managers, operators. */
function isCalledImplicitly(name: string): boolean {
  return /^_(?!_init__|_new__)\w+_$/.test(name) || ['toString', 'valueOf', 'toJSON', 'then'].includes(name) || name.startsWith('\0');
}

export function callImplicitly(place: Place, instance: ObjectAtom): void {
  const { store } = place.engine;
  const unknown = only(store.getUnknown('an argument of a method that the language calls'));
  const args = { ...positionals(unknown, unknown, unknown), more: unknown };
  // `get [Symbol.species]()`
  if ([...instance.getters.keys()].some((name) => name.startsWith('\0'))) followProperty(place, instance, undefined);
  for (const key of listImplicitMethods(instance, new Set())) {
    const methods = new Set([...followProperty(place, instance, key)].filter(isFunction));
    if (methods.size === 0) continue;
    const iterators = place.engine.interpreter.callValue(place, methods, only(instance), args);
    const given = union(iterators, callNext(place, iterators));
    instance.given.addValue(filterValue(given, (atom) => matters(atom) && atom !== instance));
  }
}

/** An iterator, which may be the object itself, gives its elements by `next`. */
function callNext(place: Place, iterators: Value): Value {
  const { store } = place.engine;
  return collectValues(listObjects(iterators), (each) => {
    const methods = filterValue(followProperty(place, each, store.getText('next')), isFunction);
    if (methods.size === 0) return NO_VALUE;
    const turns = place.engine.interpreter.callValue(place, methods, only(each), NO_ARGUMENTS);
    return collectValues(turns, (turn) => followProperty(place, turn, store.getText('value')));
  });
}

function listImplicitMethods(object: ObjectAtom, seen: Set<Atom>): Atom[] {
  if (seen.has(object)) return [];
  seen.add(object);
  const own = [...object.fields].filter(([name]) => isCalledImplicitly(name)).map(([, { key }]) => key);
  return [...own, ...listObjects(object.inherited.atoms).flatMap((each) => listImplicitMethods(each, seen))];
}

/** Makes an instance: by `new` in JavaScript, by a call of the class in Python. */
export function construct(place: Place, made: ObjectAtom | FunctionAtom, args: Arguments): Value {
  const { engine, at, scope } = place;
  const circumstances = made.kind === 'object' && isErrorClass(made) ? '' : `${at.id} ${scope.activation.id}`;
  const instance = engine.store.getObject(`${circumstances} ${made.id}`, 'instance');
  if (made.kind === 'function') {
    instance.inherited.addValue(followProperty(place, findCompanion(engine, made), engine.store.getText('prototype')));
    const returned = place.engine.interpreter.callValue(place, only(made), only(instance), args);
    return new Set([instance, ...[...returned].filter(({ kind }) => kind === 'object')]);
  }
  if (isPython(made)) return constructPython(place, made, instance, args);
  instance.inherited.addValue(followProperty(place, made, engine.store.getText('prototype')));
  initialize(place, made, instance, args, new Set());
  callImplicitly(place, instance);
  return only(instance);
}

function isPython({ scope }: ObjectAtom): boolean {
  return scope?.file.language === 'python';
}

/** Runs the fields and the constructor of a class, and those of its parents where it has no constructor of its own. */
export function initialize(place: Place, made: ObjectAtom, instance: ObjectAtom, args: Arguments, seen: Set<Atom>): void {
  if (seen.has(made)) return;
  seen.add(made);
  const { engine } = place;
  const [prototype] = [...followProperty(place, made, engine.store.getText('prototype'))];
  const own = prototype?.kind === 'object' ? getField(prototype, 'constructor') : NO_VALUE;
  initializeFields(place, made, instance);
  if (own.size > 0) place.engine.interpreter.callValue(place, own, only(instance), args);
  else for (const parent of made.inherited.atoms) constructParent(place, parent, instance, args, seen);
}

/** `super(...)`: runs the constructor of a parent on an instance. */
export function constructParent(place: Place, parent: Atom, instance: ObjectAtom, args: Arguments, seen = new Set<Atom>()): void {
  if (parent.kind === 'object' && parent.type === 'class') return initialize(place, parent, instance, args, seen);
  // as in `new`, nothing constructs these
  if (isNothing(parent) || (parent.kind === 'object' && parent.type === 'plain')) return;
  const outside = place.engine.interpreter.callValue(place, only(parent), only(instance), args);
  instance.inherited.addValue(filterValue(outside, ({ kind }) => kind === 'client' || kind === 'handle'));
}

function initializeFields({ engine }: Place, made: ObjectAtom, instance: ObjectAtom): void {
  const fields = made.literal?.members.filter((member) => member.kind === 'field' && !member.static) ?? [];
  if (fields.length === 0 || !made.scope) return;
  const activation = engine.findActivation(`fields ${made.id} ${instance.id}`, { loading: made.scope.activation.loading });
  activation.receiver.addAtom(instance);
  const scope = engine.findScope(`fields ${made.id} ${instance.id}`, [], made.scope.file, activation, made.scope);
  for (const { key, value } of fields) {
    const evaluated = engine.interpreter.evaluate(engine, value, scope);
    for (const name of engine.interpreter.evaluate(engine, key, scope)) {
      writeField(engine, instance, name, evaluated);
      if (name.kind === 'text') instance.certain.add(name.text);
    }
  }
}

/** A class without `__init__` is taken for a data class: its arguments are its fields. */
function constructPython(place: Place, made: ObjectAtom, instance: ObjectAtom, args: Arguments): Value {
  const { store } = place.engine;
  instance.inherited.addAtom(made);
  if (isEnumeration(made)) {
    callImplicitly(place, instance);
    // `Index(name)` is one of the members, or what `_missing_` gives
    return union(instance.given.atoms, collectValues(listFieldNames(made), (name) => getField(made, name)));
  }
  // what an instance holds besides is no method of its class
  const [initializers, created] = ['__init__', '__new__'].map((name) => filterValue(followProperty(place, instance, store.getText(name)), (each) => matters(each) && each.kind !== 'object'));
  const withClass = { ...args, positional: [only(made), ...args.positional] };
  for (const each of created) place.engine.interpreter.callValue(place, only(each), NO_VALUE, withClass);
  callImplicitly(place, instance);
  callFactories(place, made, instance);
  if (initializers.size > 0) {
    place.engine.interpreter.callValue(place, initializers, only(instance), args);
    return only(instance);
  }
  const names = [...new Set(listFieldNames(made))];
  const areSettings = inheritsFrom(made, (parent) => parent.kind === 'external' && /(^|\.)BaseSettings$/.test(parent.path))
    // `Settings.model_validate(os.environ)`
    || [...args.objects].some((each) => each.kind === 'builtin' && each.path === 'os.environ');
  names.forEach((name, index) => {
    writeField(place.engine, instance, store.getText(name), argumentAt(args, index, name));
    if (areSettings) readSetting(place, made, instance, name);
  });
  for (const [name, value] of args.named) writeField(place.engine, instance, store.getText(name), value);
  if (names.length > 0) return only(instance);
  for (const value of args.positional) instance.contents.addValue(value);
  // `class Steps(list)`
  const isContainer = inheritsFrom(made, (parent) => parent.kind === 'builtin' && /^(list|tuple|set|frozenset|dict)$/.test(parent.path));
  if (isContainer) instance.contents.addValue(collectElements(union(...args.positional)));
  return only(instance);
}

/** `field(default_factory=read)`, and the validators of a class whose parent is from outside: making an instance calls them. */
function callFactories(place: Place, made: ObjectAtom, instance: ObjectAtom): void {
  const isOutside = inheritsFrom(made, ({ kind }) => kind === 'external');
  for (const { kind, key, value } of made.literal?.members ?? []) {
    if (key.kind !== 'text' || value.kind !== 'call' || (kind !== 'field' && !isOutside)) continue;
    const held = collectValues(getField(made, key.text), (atom) => atom.kind === 'object' && atom.type === 'opaque' ? findInsides(atom) : only(atom));
    const functions = filterValue(held, (atom) => atom.kind === 'function' && (kind === 'field' || !atom.home));
    const given = filterValue(callWithUnknown(place, functions), matters);
    if (given.size > 0) writeField(place.engine, instance, place.engine.store.getText(key.text), given);
  }
  for (const parent of listObjects(made.inherited.atoms)) if (parent !== made) callFactories(place, parent, instance);
}

/** The fields of a data class: those of its parents come first. */
function listFieldNames({ literal, inherited }: ObjectAtom): string[] {
  const own = literal?.members.flatMap(({ kind, key }) => kind === 'field' && key.kind === 'text' ? [key.text] : []) ?? [];
  return [...listObjects(inherited.atoms).flatMap(listFieldNames), ...own];
}

/**
 * pydantic reads settings from environment variables of the same names in upper case, unless the class says other names.
 *
 * @see https://docs.pydantic.dev/latest/concepts/pydantic_settings/
 */
function readSetting(place: Place, made: ObjectAtom, instance: ObjectAtom, name: string): void {
  const { store, variables = new Set() } = place.engine;
  instance.certain.add(name);
  const key = store.getText(name);
  const found = [name, ...variables].find((each) => variables.has(each) && each.toUpperCase() === name.toUpperCase());
  const variable = store.getEnvironmentVariable(found ?? name.toUpperCase());
  const hasOtherNames = /env_prefix|alias|env=/.test(made.literal?.file.text ?? '');
  const read = hasOtherNames ? store.getUnknown('a setting that has a name of its own') : variable;
  writeField(place.engine, instance, key, fallBack(place.engine, only(read), followProperty(place, made, key)));
}

/** The classes whose constructors `super(...)` runs. */
export function findParentClasses(place: Place): Value {
  const [made] = [...place.scope.activation.callee?.home?.fields.get(OF_CLASS)?.value.atoms ?? []];
  if (made?.kind === 'object') return made.inherited.atoms;
  return NO_VALUE;
}

/** The parents that `super` looks in, from a method. */
export function findParents(place: Place): Value {
  const { callee, receiver } = place.scope.activation;
  // methods of object literals have no class
  return callee?.home?.inherited.atoms ?? collectValues(listObjects(receiver.atoms), ({ inherited }) => inherited.atoms);
}
