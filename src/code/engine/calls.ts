import { allArguments, argumentAt, Arguments, NO_ARGUMENTS, positionals, prependArguments, spreadArguments } from './arguments';
import { callBuiltin } from './builtins';
import { callFunction } from './call-function';
import { construct, constructParent, findParentClasses, findParents } from './classes';
import { callContainer, isPromiseMethod } from './containers';
import { findConstant, findInsides, getField, inheritsFrom, listPossibleKeys } from './contents';
import { Engine, Place } from './engine';
import { callOpaque, callWithUnknown, isFunction } from './opaque-calls';
import { ADDED_METHODS, followProperty } from './properties';
import { Atom, collectValues, dropNothing, filterValue, listClients, listObjects, mayBeNothing, NO_VALUE, ObjectAtom, only, Scope, union, Value } from './values';
import { Call, Located } from '../ir';
import { reportClients } from '../libraries/call-back';
import { callExternal, callInheritedFunction } from '../libraries/externals';
import { callHandle } from '../libraries/handles';
import { callPydantic } from '../libraries/pydantic';
import { callPynamoDb } from '../libraries/pynamodb';

/** Evaluates a call, with all its effects. */
export function evaluateCall(place: Place, node: Call & Located): Value {
  const { engine, scope } = place;
  const { callee } = node;
  // `save.constructor('...')` makes a function of a text
  if (scope.file.language === 'javascript' && callee.kind === 'member' && callee.key.kind === 'text' && callee.key.text === 'constructor' && !node.construct) {
    engine.noteOpen('language', node, 'constructor reaches code that is not followed');
  }
  if (callee.kind === 'super') return callParentConstructor(place, node);
  if (callee.kind === 'member' && callee.of.kind === 'super') return callParentMethod(place, node);
  if (callee.kind !== 'member' || node.construct) {
    const callees = dropNothing(engine.interpreter.evaluate(engine, callee, scope));
    if (callees.size === 0) engine.noteEmptyCall(node);
    return callValue(place, callees, NO_VALUE, evaluateArguments(engine, node, scope), node);
  }
  const found = engine.interpreter.evaluate(engine, callee.of, scope);
  const keys = engine.interpreter.evaluate(engine, callee.key, scope);
  const receivers = findReceivers(place, found, keys);
  const args = evaluateArguments(engine, node, scope);
  const names = listPossibleKeys(keys);
  if (receivers.size > 0) {
    const results = collectValues(receivers, (receiver) => collectValues(names, (key) => callMethod(place, receiver, key, args, node)));
    const isLacking = (receiver: Atom) => names.every((key) => lacksMethod(place, receiver, key));
    if (scope.file.language === 'python' && [...receivers].every(isLacking)) engine.noteEmptyCall(node);
    if (callee.optional && mayBeNothing(found)) return union(results, only(engine.store.getNothing(true)));
    return results;
  }
  engine.noteEmptyCall(node);
  return callOpaque(place, undefined, NO_VALUE, args, node);
}

/** A class of the program whose parents are all followed has no other methods: one that isn't there is the language's, as `__subclasses__`. */
function lacksMethod(place: Place, receiver: Atom, key: Atom | undefined): boolean {
  if (receiver.kind === 'function' || receiver.kind === 'bound') {
    const found = filterValue(followProperty(place, receiver, key), ({ kind }) => kind !== 'unknown');
    return found.size === 0 && !['call', 'apply', 'bind', 'cache_clear', 'cache_info'].includes(findConstant(key) ?? 'call');
  }
  if (receiver.kind !== 'object' || !['class', 'instance', 'exports'].includes(receiver.type)) return false;
  return !inheritsFrom(receiver, ({ kind }) => kind !== 'object') && readWithFallback(place, receiver, key).size === 0;
}

/** A function that returns nothing still gives a promise. */
function findReceivers({ engine }: Place, found: Value, keys: Value): Value {
  const receivers = dropNothing(found);
  if (receivers.size === 0 && [...keys].some(isPromiseMethod)) return only(engine.store.getNothing(true));
  return receivers;
}

function evaluateArguments(engine: Engine, { args }: Call, scope: Scope): Arguments {
  if (args.length === 0) return NO_ARGUMENTS;
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  let [more, objects] = [NO_VALUE, NO_VALUE];
  for (const { value, spread, name } of args) {
    const evaluated = engine.interpreter.evaluate(engine, value, scope);
    if (name === '') {
      objects = union(objects, evaluated);
    } else if (name !== undefined) {
      named.set(name, evaluated);
    } else if (!spread) {
      positional.push(union(more, evaluated));
    } else {
      const elements = spreadArguments(evaluated);
      positional.push(...elements.positional);
      more = union(more, elements.more);
    }
  }
  return { positional, more, named, objects };
}

/** `super(...)` in a constructor. */
function callParentConstructor(place: Place, node: Call & Located): Value {
  const args = evaluateArguments(place.engine, node, place.scope);
  const instances = place.scope.activation.receiver.atoms;
  for (const instance of listObjects(instances)) for (const parent of findParentClasses(place)) constructParent(place, parent, instance, args);
  return instances;
}

/** `super.method()`: a method of a parent, with the same receiver. */
function callParentMethod(place: Place, node: Call & Located): Value {
  const { engine, scope } = place;
  const args = evaluateArguments(engine, node, scope);
  if (node.callee.kind !== 'member') return NO_VALUE;
  const [key] = [...engine.interpreter.evaluate(engine, node.callee.key, scope)];
  const receiver = scope.activation.receiver.atoms;
  const asFirst = scope.file.language === 'python' ? { ...args, positional: [receiver, ...args.positional] } : args;
  const clients = listObjects(receiver).flatMap((each) => listClients(each.inherited.atoms));
  return collectValues(findParents(place), (parent) => {
    const methods = filterValue(followProperty(place, parent, key), ({ kind }) => kind === 'function');
    if (methods.size > 0) return callValue(place, methods, receiver, asFirst, node);
    const mapped = [...receiver].map((each) => callLibraryMethod(place, each, key, args, node));
    if (mapped.some((each) => each)) return union(...mapped.map((each) => each ?? NO_VALUE));
    if (clients.length > 0) return collectValues(clients, (each) => callMethod(place, each, key, args, node));
    return callMethod(place, parent, key, args, node, receiver);
  });
}

/** Calls a method of something. */
export function callMethod(place: Place, receiver: Atom, key: Atom | undefined, args: Arguments, node?: Call & Located, self?: Value): Value {
  if (key && isPromiseMethod(key) && receiver.kind !== 'object') return callContainer(place, receiver, key, args, node);
  switch (receiver.kind) {
    case 'client': case 'handle': return callHandle(place, receiver, key, args);
    case 'builtin': case 'external':
      return applyFunction(place, receiver, key, args) ?? callValue(place, followProperty(place, receiver, key), self ?? only(receiver), args, node);
    case 'function': case 'bound': case 'method':
      return applyFunction(place, receiver, key, args) ?? callOwnMethod(place, receiver, key, args, node);
    default: return callOwnMethod(place, receiver, key, args, node);
  }
}

/** The methods of tracers that give back the client that they get: bundles keep the names of methods. */
const TRACES = /^captureAWS(Client|v3Client)?$/;

/** The argument of these is more likely a key than one of a function that the receiver has. */
const READS_KEY = ['get', 'has', 'pop', 'setdefault'];

/** Calls a method that an object has, or one that the language gives it. */
function callOwnMethod(place: Place, receiver: Atom, key: Atom | undefined, args: Arguments, node?: Call & Located): Value {
  const { engine, scope } = place;
  const isOpaque = receiver.kind === 'object' && receiver.type === 'opaque';
  if ((isOpaque || receiver.kind === 'unknown') && key?.kind === 'text' && TRACES.test(key.text)) return argumentAt(args, 0);
  // what is handed out when a module is loaded isn't called before the handler is
  const waits = isOpaque && scope.activation.loading;
  const found = readWithFallback(place, receiver, key);
  const callees = filterValue(found, (atom) => isCallable(atom) && atom !== receiver && !(waits && isFunction(atom)));
  const results = collectValues(callees, (callee) => {
    if (isOpaque && isFunction(callee) && key?.kind === 'text' && READS_KEY.includes(key.text)) return callWithUnknown(place, only(callee));
    return callAtom(place, callee, only(receiver), args, node);
  });
  if (callees.size > 0 && !isOpaque) return results;
  const mapped = callLibraryMethod(place, receiver, key, args, node);
  if (mapped) return union(results, mapped);
  if (receiver.kind === 'object' && receiver.type === 'instance' && inheritsFrom(receiver, ({ kind }) => kind === 'external')) {
    engine.store.getObject('called from outside', 'plain').contents.addAtom(receiver);
  }
  return union(results, callContainer(place, receiver, key, args, node));
}

/** Calls a method that a class inherits from a library that is known. Undefined for everything else. */
function callLibraryMethod(place: Place, receiver: Atom, key: Atom | undefined, args: Arguments, node?: Call & Located): Value | undefined {
  return callPynamoDb(place, receiver, key, args, node)
    ?? callPydantic(place, receiver, key, args) ?? callInheritedFunction(place, receiver, findConstant(key), args);
}

/** Python asks `__getattr__` for what an object doesn't have. */
function readWithFallback(place: Place, receiver: Atom, key: Atom | undefined): Value {
  const found = union(followProperty(place, receiver, key), findAddedMethods(place, key));
  if (found.size > 0 || receiver.kind !== 'object' || receiver.type !== 'instance') return found;
  const fallback = followProperty(place, receiver, place.engine.store.getText('__getattr__'));
  if (fallback.size === 0 || !key) return found;
  return callValue(place, fallback, only(receiver), positionals(only(key)));
}

function findAddedMethods({ engine }: Place, key: Atom | undefined): Value {
  const name = findConstant(key);
  if (name === undefined) return NO_VALUE;
  return getField(engine.store.getObject(ADDED_METHODS, 'plain'), name);
}

function isCallable(atom: Atom): boolean {
  if (atom.kind === 'object') return ['class', 'instance', 'opaque'].includes(atom.type);
  return !['text', 'nothing', 'variable', 'joined', 'unknown', 'keys'].includes(atom.kind);
}

/** `call`, `apply` and `bind` of functions. */
function applyFunction(place: Place, fn: Atom, key: Atom | undefined, args: Arguments): Value | undefined {
  const hasOther = (fn.kind === 'builtin' || fn.kind === 'external') && /^(Reflect|container)$|(^|\.)prototype\./.test(fn.path);
  if (key?.kind !== 'text' || hasOther) return undefined;
  const [receiver = args.more, ...others] = args.positional;
  switch (key.text) {
    case 'call': return callAtom(place, fn, receiver, { ...args, positional: others });
    case 'apply': return callAtom(place, fn, receiver, { ...NO_ARGUMENTS, ...spreadArguments(others[0] ?? args.more) });
    case 'bind':
      // `AsyncResource.bind(callback)`
      if (fn.kind === 'external' && [...receiver].some(isFunction)) return undefined;
      return only(place.engine.store.getBound(fn, receiver, others));
    default: return undefined;
  }
}

/** Calls any of these. */
export function callValue(place: Place, given: Value, receiver: Value, args: Arguments, node?: Call & Located): Value {
  const callees = dropNothing(given);
  if (callees.size === 0) return callOpaque(place, undefined, NO_VALUE, args, node);
  return collectValues(callees, (callee) => callAtom(place, callee, receiver, args, node));
}

function callAtom(place: Place, callee: Atom, receiver: Value, args: Arguments, node?: Call & Located): Value {
  switch (callee.kind) {
    case 'function':
      if (node?.construct) return construct(place, callee, args);
      return callFunction(place, callee, receiver, args, node);
    case 'bound': return callAtom(place, callee.callee, callee.receiver, prependArguments(callee, args), node);
    case 'class method': return callValue(place, callee.callee, receiver, { ...args, positional: [receiver, ...args.positional] }, node);
    case 'static method': return callValue(place, callee.callee, receiver, args, node);
    case 'object': return callObject(place, callee, args, node);
    case 'external': return callExternal(place, callee, args, node);
    case 'builtin': return callBuiltin(place, callee.path, args, node);
    case 'client': return callHandle(place, callee, undefined, args);
    // `new Model(...)`
    case 'handle': return callHandle(place, callee, callee.type === 'mapper' ? place.engine.store.getText('()') : undefined, args);
    case 'method': return callDetached(place, callee, args, node);
    case 'resolver':
      callee.result.addValue(allArguments(args));
      return NO_VALUE;
    default: return callOpaque(place, callee, NO_VALUE, args, node);
  }
}

function callObject(place: Place, object: ObjectAtom, args: Arguments, node?: Call & Located): Value {
  switch (object.type) {
    case 'class': return construct(place, object, args);
    case 'instance': return callInstance(place, object, args);
    default:
      // helpers of decorators may also give the descriptor of a property, and nothing constructs that
      if (object.type === 'plain' && node?.construct) return NO_VALUE;
      if (object.type === 'opaque' && ![...findInsides(object)].some(isFunction)) reportClients(place, args, 'a function that is not followed');
      return callOpaque(place, object, NO_VALUE, args, node);
  }
}

/** An instance without `__call__` is called where something that it gives is. */
function callInstance(place: Place, object: ObjectAtom, args: Arguments): Value {
  const key = place.engine.store.getText('__call__');
  const methods = followProperty(place, object, key);
  const isLacking = place.at.file.language === 'python' && object.given.atoms.size === 0 && lacksMethod(place, object, key);
  if (isLacking) place.engine.noteEmptyCall(place.at);
  return callValue(place, methods.size > 0 ? methods : object.given.atoms, only(object), args);
}

/** Calls a method that was taken from its client, handle or list. */
function callDetached(place: Place, method: Extract<Atom, { kind: 'method' }>, args: Arguments, node?: Call & Located): Value {
  const { of, name } = method;
  const key = place.engine.store.getText(name);
  if (of.kind === 'object') return place.engine.callUnlessRunning(method, of, () => callContainer(place, of, key, args, node));
  return callHandle(place, of, key, args);
}
