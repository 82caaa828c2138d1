import { argumentAt, Arguments, positionals } from './arguments';
import { Place } from './engine';
import { isFunction } from './opaque-calls';
import { addGetter, companionOf, OF_CLASS, readProperty, writeField } from './properties';
import { Atom, FunctionAtom, keyOfValue, NO_VALUE, ObjectAtom, only, Scope, Value } from './values';
import { ClassLiteral, Located } from '../ir';

/** The class that a literal makes. In Python, methods are the class's own; in JavaScript, its prototype has them. */
export function createClass(place: Place, node: ClassLiteral & Located): Value {
  const { engine, scope } = place;
  const inner = node.name === undefined ? scope
    : engine.scope(`class ${engine.store.numberOf(node)} ${scope.id}`, [node.name], scope.file, scope.activation, scope);
  const made = engine.objectAt(node, scope, 'class', { literal: node, scope: inner });
  const prototype = engine.objectAt(node, scope, 'plain', { part: 'prototype' });
  if (node.name !== undefined) inner.find(node.name)?.add(only(made));
  for (const parent of node.parents) inherit(place, made, prototype, engine.interpreter.evaluate(engine, parent, scope));
  if (scope.file.language === 'javascript') writeField(engine, made, engine.store.text('prototype'), only(prototype));
  writeField(engine, prototype, engine.store.text('constructor'), NO_VALUE);
  writeField(engine, prototype, engine.store.text(OF_CLASS), only(made));
  for (const member of node.members.filter(({ kind, static: isStatic }) => kind !== 'field' || isStatic)) {
    const home = member.static ? made : prototype;
    const bodyScope = member.kind === 'field' ? staticScope(place, node, inner, made) : inner;
    const value = atHome(place, engine.interpreter.evaluate(engine, member.value, bodyScope), home);
    for (const key of engine.interpreter.evaluate(engine, member.key, inner)) {
      if (member.kind === 'get') addGetter(engine, home, key, value);
      else writeField(engine, home, key, value);
    }
  }
  // Python tells a class of its subclasses
  const hooks = readProperty(place, made, engine.store.text('__init_subclass__'));
  if ([...hooks].some(isFunction)) engine.interpreter.callValue(place, hooks, only(made), positionals(only(made)));
  for (const step of node.setup) engine.interpreter.evaluate(engine, step, staticScope(place, node, inner, made));
  return only(made);
}

/** Where `this` is the class. */
function staticScope({ engine }: Place, node: Located, inner: Scope, made: ObjectAtom): Scope {
  const activation = engine.activation(`static ${engine.store.numberOf(node)} ${inner.id}`, { args: NO_VALUE, loading: inner.activation.loading });
  activation.receiver.add(made);
  return engine.scope(`static ${engine.store.numberOf(node)} ${inner.id}`, [], inner.file, activation, inner);
}

function inherit(place: Place, made: ObjectAtom, prototype: ObjectAtom, parents: Value): void {
  made.inherited.add(parents);
  for (const parent of parents) {
    if (parent.kind === 'object' || parent.kind === 'function') prototype.inherited.add(readProperty(place, parent, place.engine.store.text('prototype')));
    else prototype.inherited.add(parent);
  }
}

/** Methods know their class, for `super`. */
function atHome({ engine }: Place, value: Value, home: ObjectAtom): Value {
  return new Set([...value].map((atom): Atom => {
    if (atom.kind === 'function') return engine.store.function(atom.literal, atom.scope, home);
    if (atom.kind === 'class method' || atom.kind === 'static method') return engine.store.methodOfClass(atom.kind, atHome({ engine } as Place, atom.callee, home));
    return atom;
  }));
}

/** Methods that the language calls by itself: conversions, iteration, context managers, operators. */
function isCalledImplicitly(name: string): boolean {
  return /^__(?!init__|new__)\w+__$/.test(name) || ['toString', 'valueOf', 'toJSON', 'then'].includes(name) || name.startsWith('\0');
}

export function callImplicitly(place: Place, instance: ObjectAtom): void {
  const { store } = place.engine;
  const unknown = only(store.unknown('an argument of a method that the language calls'));
  const args = { ...positionals(unknown, unknown, unknown), more: unknown };
  for (const key of listKeysOfClass(instance, new Set())) {
    const methods = new Set([...readProperty(place, instance, key)].filter(isFunction));
    if (methods.size > 0) place.engine.interpreter.callValue(place, methods, only(instance), args);
  }
}

function listKeysOfClass(object: ObjectAtom, seen: Set<Atom>): Atom[] {
  if (seen.has(object)) return [];
  seen.add(object);
  const own = [...object.fields].filter(([name]) => isCalledImplicitly(name)).map(([, { key }]) => key);
  return [...own, ...[...object.inherited.atoms].flatMap((each) => each.kind === 'object' ? listKeysOfClass(each, seen) : [])];
}

/** What `new` makes of a class or function, and in Python a call of a class. */
export function construct(place: Place, made: ObjectAtom | FunctionAtom, args: Arguments): Value {
  const { engine, at, scope } = place;
  const instance = engine.store.object(`${engine.store.numberOf(at)} ${scope.activation.id} ${made.id}`, 'instance');
  if (made.kind === 'function') {
    instance.inherited.add(readProperty(place, companionOf(engine, made), engine.store.text('prototype')));
    const returned = place.engine.interpreter.callValue(place, only(made), only(instance), args);
    return new Set([instance, ...[...returned].filter(({ kind }) => kind === 'object')]);
  }
  if (isPython(made)) return constructPython(place, made, instance, args);
  instance.inherited.add(readProperty(place, made, engine.store.text('prototype')));
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
  const [prototype] = [...readProperty(place, made, engine.store.text('prototype'))];
  const own = prototype?.kind === 'object' ? prototype.fields.get('constructor')?.value.atoms ?? NO_VALUE : NO_VALUE;
  initializeFields(place, made, instance);
  if (own.size > 0) place.engine.interpreter.callValue(place, own, only(instance), args);
  else for (const parent of made.inherited.atoms) constructParent(place, parent, instance, args, seen);
}

/** `super(...)`: runs the constructor of a parent on an instance. */
export function constructParent(place: Place, parent: Atom, instance: ObjectAtom, args: Arguments, seen = new Set<Atom>()): void {
  if (parent.kind === 'object' && parent.type === 'class') {initialize(place, parent, instance, args, seen);} else {
    const outside = place.engine.interpreter.callValue(place, only(parent), only(instance), args);
    instance.inherited.add(new Set([...outside].filter(({ kind }) => kind === 'client' || kind === 'handle')));
  }
}

function initializeFields({ engine }: Place, made: ObjectAtom, instance: ObjectAtom): void {
  const fields = made.literal?.members.filter((member) => member.kind === 'field' && !member.static) ?? [];
  if (fields.length === 0 || !made.scope) return;
  const activation = engine.activation(`fields ${made.id} ${instance.id}`, { args: NO_VALUE, loading: made.scope.activation.loading });
  activation.receiver.add(instance);
  const scope = engine.scope(`fields ${made.id} ${instance.id}`, [], made.scope.file, activation, made.scope);
  for (const { key, value } of fields) {
    const evaluated = engine.interpreter.evaluate(engine, value, scope);
    for (const name of engine.interpreter.evaluate(engine, key, scope)) writeField(engine, instance, name, evaluated);
  }
}

/** A class without `__init__` is taken for a data class: its arguments are its fields. */
function constructPython(place: Place, made: ObjectAtom, instance: ObjectAtom, args: Arguments): Value {
  const { store } = place.engine;
  instance.inherited.add(made);
  const initializers = readProperty(place, instance, store.text('__init__'));
  const created = readProperty(place, instance, store.text('__new__'));
  const withClass = { ...args, positional: [only(made), ...args.positional] };
  for (const each of created) place.engine.interpreter.callValue(place, only(each), NO_VALUE, withClass);
  callImplicitly(place, instance);
  if (initializers.size > 0) {
    place.engine.interpreter.callValue(place, initializers, only(instance), args);
    return only(instance);
  }
  const names = made.literal?.members.flatMap(({ kind, key }) => kind === 'field' && key.kind === 'text' ? [key.text] : []) ?? [];
  names.forEach((name, index) => writeField(place.engine, instance, store.text(name), argumentAt(args, index, name)));
  for (const [name, value] of args.named) writeField(place.engine, instance, store.text(name), value);
  for (const value of args.positional) if (names.length === 0) instance.contents.add(value);
  return only(instance);
}

/** The classes whose constructors `super(...)` runs. */
export function parentClassesOf(place: Place): Value {
  const [made] = [...place.scope.activation.callee?.home?.fields.get(OF_CLASS)?.value.atoms ?? []];
  return made?.kind === 'object' ? made.inherited.atoms : NO_VALUE;
}

/** The parents that `super` looks in, from a method. */
export function parentsOf(place: Place): Value {
  const home = place.scope.activation.callee?.home;
  return home?.inherited.atoms ?? NO_VALUE;
}

export function keyOfArguments({ positional, more, named, objects }: Arguments): string {
  return [...positional.map(keyOfValue), '|', keyOfValue(more), ...[...named].map(([name, value]) => `${name}=${keyOfValue(value)}`), keyOfValue(objects)].join(';');
}
