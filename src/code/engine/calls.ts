import { allArguments, argumentAt, Arguments, NO_ARGUMENTS, positionals, spreadArguments } from './arguments';
import { callBuiltin } from './builtins';
import { construct, constructParent, keyOfArguments, parentClassesOf, parentsOf } from './classes';
import { callContainer, isPromiseMethod } from './containers';
import { Engine, Place } from './engine';
import { callOpaque, isFunction } from './opaque-calls';
import { readProperty, writeField } from './properties';
import { Activation, Atom, FunctionAtom, keyOfValue, NO_VALUE, ObjectAtom, only, Scope, union, Value } from './values';
import { Call, Located } from '../ir';
import { callExternal } from '../libraries/externals';
import { callHandle } from '../libraries/handles';

/** What a call may give, with all that it does. */
export function evaluateCall(place: Place, node: Call & Located): Value {
  const { engine, scope } = place;
  const { callee } = node;
  if (callee.kind === 'super') {
    const args = evaluateArguments(engine, node, scope);
    for (const instance of scope.activation.receiver.atoms) {
      if (instance.kind === 'object') for (const parent of parentClassesOf(place)) constructParent(place, parent, instance, args);
    }
    return scope.activation.receiver.atoms;
  }
  if (callee.kind === 'member' && callee.of.kind === 'super') return callSuper(place, node);
  if (callee.kind !== 'member' || node.construct) {
    const callees = engine.interpreter.evaluate(engine, callee, scope);
    if (callees.size === 0) engine.callOfNothing(node);
    return callValue(place, callees, NO_VALUE, evaluateArguments(engine, node, scope), node);
  }
  const receivers = engine.interpreter.evaluate(engine, callee.of, scope);
  const keys = engine.interpreter.evaluate(engine, callee.key, scope);
  const args = evaluateArguments(engine, node, scope);
  const names = keys.size === 0 ? [undefined] : [...keys];
  if (receivers.size === 0) {
    // a function that returns nothing still gives a promise
    if (![...keys].some(isPromiseMethod)) engine.callOfNothing(node);
    return callOpaque(place, undefined, NO_VALUE, args, node);
  }
  return union(...[...receivers].flatMap((receiver) => names.map((key) => callMethod(place, receiver, key, args, node))));
}

function evaluateArguments(engine: Engine, { args }: Call, scope: Scope): Arguments {
  if (args.length === 0) return NO_ARGUMENTS;
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  let [more, objects] = [NO_VALUE, NO_VALUE];
  for (const { value, spread, name } of args) {
    const evaluated = engine.interpreter.evaluate(engine, value, scope);
    if (name === '') {objects = union(objects, evaluated);} else if (name !== undefined) {named.set(name, evaluated);} else if (!spread) {positional.push(more.size > 0 ? union(more, evaluated) : evaluated);} else {
      const elements = spreadArguments(evaluated);
      positional.push(...elements.positional);
      more = union(more, elements.more);
    }
  }
  return { positional, more, named, objects };
}

/** `super.method()`: a method of a parent, with the same receiver. */
function callSuper(place: Place, node: Call & Located): Value {
  const { engine, scope } = place;
  const args = evaluateArguments(engine, node, scope);
  if (node.callee.kind !== 'member') return NO_VALUE;
  const [key] = [...engine.interpreter.evaluate(engine, node.callee.key, scope)];
  const receiver = scope.activation.receiver.atoms;
  return union(...[...parentsOf(place)].map((parent) => {
    const found = readProperty(place, parent, key);
    const methods = [...found].filter(({ kind }) => kind === 'function');
    const clients = [...receiver].flatMap((each) => each.kind === 'object' ? [...each.inherited.atoms].filter(({ kind }) => kind === 'client') : []);
    if (methods.length === 0 && clients.length > 0) return union(...clients.map((each) => callMethod(place, each, key, args, node)));
    if (methods.length === 0) return callMethod(place, parent, key, args, node, receiver);
    const python = scope.file.language === 'python';
    return callValue(place, new Set(methods), receiver, python ? { ...args, positional: [receiver, ...args.positional] } : args, node);
  }));
}

/** Calls a method of something. */
export function callMethod(place: Place, receiver: Atom, key: Atom | undefined, args: Arguments, node?: Call & Located, self?: Value): Value {
  const { engine } = place;
  const isPromise = key !== undefined && isPromiseMethod(key) && receiver.kind !== 'object';
  if (isPromise) return callContainer(place, receiver, key, args, node);
  if (receiver.kind === 'client' || receiver.kind === 'handle') return callHandle(place, receiver, key, args);
  if (receiver.kind === 'builtin' || receiver.kind === 'external') {
    const applied = key?.kind === 'text' && receiver.path !== 'Reflect' && !/(^|\.)prototype\./.test(receiver.path) ? applyFunction(place, receiver, key.text, args) : undefined;
    if (applied) return applied;
    const callees = readProperty(place, receiver, key);
    return callValue(place, callees, self ?? only(receiver), args, node);
  }
  if (receiver.kind === 'function' || receiver.kind === 'bound' || receiver.kind === 'method') {
    const applied = key?.kind === 'text' ? applyFunction(place, receiver, key.text, args) : undefined;
    if (applied) return applied;
  }
  const found = readWithFallback(place, receiver, key);
  const isOpaque = receiver.kind === 'object' && receiver.type === 'opaque';
  // what is handed out when a module is loaded isn't called before the handler is
  const waits = isOpaque && place.scope.activation.loading;
  const callees = [...found].filter((atom) => isCallable(atom) && atom !== receiver && !(waits && isFunction(atom)));
  const results = callees.map((callee) => callAtom(place, callee, only(receiver), args, node));
  if (callees.length > 0 && !isOpaque) return union(...results);
  if (receiver.kind === 'object' && receiver.type === 'instance' && inheritsFromOutside(receiver)) engine.store.object('called from outside', 'plain').contents.add(receiver);
  return union(...results, callContainer(place, receiver, key, args, node));
}

/** Python asks `__getattr__` for what an object doesn't have. */
function readWithFallback(place: Place, receiver: Atom, key: Atom | undefined): Value {
  const found = readProperty(place, receiver, key);
  if (found.size > 0 || receiver.kind !== 'object' || receiver.type !== 'instance') return found;
  const fallback = readProperty(place, receiver, place.engine.store.text('__getattr__'));
  return fallback.size === 0 || !key ? found : callValue(place, fallback, only(receiver), positionals(only(key)));
}

function inheritsFromOutside(object: ObjectAtom, seen = new Set<Atom>()): boolean {
  if (seen.has(object)) return false;
  seen.add(object);
  return [...object.inherited.atoms].some((each) => each.kind === 'external' || (each.kind === 'object' && inheritsFromOutside(each, seen)));
}

function isCallable(atom: Atom): boolean {
  const { kind } = atom;
  if (kind === 'object') return ['class', 'instance', 'opaque'].includes(atom.type);
  return kind !== 'text' && kind !== 'variable' && kind !== 'joined' && kind !== 'unknown' && kind !== 'keys';
}

/** `call`, `apply` and `bind` of functions. */
function applyFunction(place: Place, fn: Atom, name: string, args: Arguments): Value | undefined {
  const [receiver = args.more, ...others] = args.positional;
  switch (name) {
    case 'call': return callAtom(place, fn, receiver, { ...args, positional: others });
    case 'apply': return callAtom(place, fn, receiver, { ...NO_ARGUMENTS, ...spreadArguments(others[0] ?? args.more) });
    case 'bind': return only(place.engine.store.bound(fn, receiver, others));
    default: return undefined;
  }
}

/** Calls any of these. */
export function callValue(place: Place, callees: Value, receiver: Value, args: Arguments, node?: Call & Located): Value {
  if (callees.size === 0) return callOpaque(place, undefined, NO_VALUE, args, node);
  return union(...[...callees].map((callee) => callAtom(place, callee, receiver, args, node)));
}

function callAtom(place: Place, callee: Atom, receiver: Value, args: Arguments, node?: Call & Located): Value {
  const { engine } = place;
  switch (callee.kind) {
    case 'function': return node?.construct ? construct(place, callee, args) : callFunction(place, callee, receiver, args);
    case 'bound': return callAtom(place, callee.callee, callee.receiver, { ...args, positional: [...callee.args, ...args.positional] }, node);
    case 'class method': return callValue(place, callee.callee, receiver, { ...args, positional: [receiver, ...args.positional] }, node);
    case 'static method': return callValue(place, callee.callee, receiver, args, node);
    case 'object': return callObject(place, callee, args, node);
    case 'external': return callExternal(place, callee, args, node);
    case 'builtin': return callBuiltin(place, callee.path, receiver, args, node);
    case 'client': case 'handle': return callHandle(place, callee, undefined, args);
    case 'method': return callee.of.kind === 'object' ? callContainer(place, callee.of, engine.store.text(callee.name), args, node)
      : callHandle(place, callee.of, engine.store.text(callee.name), args);
    case 'resolver':
      callee.result.add(allArguments(args));
      return NO_VALUE;
    default: return callOpaque(place, callee, NO_VALUE, args, node);
  }
}

function callObject(place: Place, object: ObjectAtom, args: Arguments, node?: Call & Located): Value {
  if (object.type === 'class') return construct(place, object, args);
  if (object.type === 'instance') return callValue(place, readProperty(place, object, place.engine.store.text('__call__')), only(object), args);
  return callOpaque(place, object, NO_VALUE, args, node);
}

/** A function that is called in more ways than these is called in one way from then on, with all that it was ever given. */
const MANY_WAYS = 24;

function callFunction(place: Place, fn: FunctionAtom, receiver: Value, args: Arguments): Value {
  const { engine } = place;
  const { literal } = fn;
  engine.noteReached(literal);
  const bare = literal.receiver === 'this' ? receiver : NO_VALUE;
  const key = `${fn.id} ${keyOfValue(bare)} ${keyOfArguments(args)} ${place.scope.activation.loading}`;
  const activation = engine.activations.get(key) ?? newActivation(place, fn, key, args);
  if (literal.receiver === 'this') activation.receiver.add(receiver);
  else if (literal.receiver === 'outer') activation.receiver.add(fn.scope.activation.receiver.atoms);
  else activation.receiver.add(fn.home ? argumentAt(args, 0) : fn.scope.activation.receiver.atoms);
  const scope = engine.scope(`call ${activation.id}`, literal.names, literal.file, activation, fn.scope, literal.outerNames);
  bindParameters({ engine, at: literal, scope }, fn, args);
  if (engine.evaluated.get(activation.id) === engine.pass) return new Set(activation.result.atoms);
  engine.evaluated.set(activation.id, engine.pass);
  return engine.within(place.at, NO_VALUE, () => {
    engine.interpreter.evaluate(engine, literal.body, scope);
    return new Set(activation.result.atoms);
  });
}

function newActivation({ engine, scope }: Place, fn: FunctionAtom, key: string, args: Arguments): Activation {
  const ways = engine.waysOfCalls.get(String(fn.id)) ?? 0;
  engine.waysOfCalls.set(String(fn.id), ways + 1);
  const { loading } = scope.activation;
  const callee = fn.literal.receiver === 'outer' ? fn.scope.activation.callee : fn.home ? fn : fn.scope.activation.callee ?? fn;
  const activation = engine.activation(ways < MANY_WAYS ? key : `${fn.id} in any way`, { args: allArguments(args), callee, loading });
  engine.activations.set(key, activation);
  return activation;
}

/** Gives the arguments to the parameters. */
function bindParameters(place: Place, { literal }: FunctionAtom, args: Arguments): void {
  const { engine, scope } = place;
  literal.params.forEach(({ target, name, fallback, rest }, index) => {
    if (rest) return engine.interpreter.assign(place, target, only(restOf(place, args, index, rest, literal.params.map((each) => each.name))));
    const given = argumentAt(args, index, name);
    const copied = name === undefined ? NO_VALUE : unknownFields(engine, args);
    const isGiven = given.size > 0 && [...given].every(({ kind }) => kind !== 'unknown');
    const value = fallback && !isGiven ? union(given, engine.interpreter.evaluate(engine, fallback, scope)) : given;
    engine.interpreter.assign(place, target, given.size > 0 ? value : union(value, copied));
  });
}

/** `**params` of something that isn't followed may give any argument. */
function unknownFields({ store }: Engine, { objects }: Arguments): Value {
  const open = [...objects].some((each) => each.kind !== 'object' || each.type === 'opaque' || each.contents.atoms.size > 0);
  return open ? only(store.unknown('a parameter of an argument that is computed')) : NO_VALUE;
}

function restOf(place: Place, args: Arguments, from: number, rest: 'positional' | 'keyword', names: readonly (string | undefined)[]): ObjectAtom {
  const { engine, at, scope } = place;
  const made = engine.objectAt(at, scope, rest === 'keyword' ? 'plain' : 'list', { part: rest });
  if (rest === 'keyword') {
    for (const [name, value] of args.named) if (!names.includes(name)) writeField(engine, made, engine.store.text(name), value);
    made.copied.add(args.objects);
    return made;
  }
  args.positional.slice(from).forEach((value, index) => writeField(engine, made, engine.store.text(String(index)), value));
  made.contents.add(args.more);
  return made;
}
