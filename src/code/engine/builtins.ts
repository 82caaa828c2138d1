import { allArguments, argumentAt, Arguments, NO_ARGUMENTS, positionals, spreadArguments } from './arguments';
import { construct } from './classes';
import { entriesOf, listOf } from './containers';
import { elementsOf } from './contents';
import { Place } from './engine';
import { importModule } from './modules';
import { callOpaque, callWithUnknown, isFunction } from './opaque-calls';
import { addGetter, fallBack, keysOf, readProperties, readProperty, writeProperties } from './properties';
import { NO_VALUE, only, union, Value } from './values';
import { Call, Located } from '../ir';

type Builtin = (place: Place, args: Arguments, node?: Call & Located) => Value;

const first: Builtin = (_, args) => argumentAt(args, 0);

/** What the functions of JavaScript and Python do that matter for which value reaches a request. */
const BUILTINS: Readonly<Record<string, Builtin>> = {
  'require': (place, args) => importModule(place, argumentAt(args, 0)),
  'require.resolve': () => NO_VALUE,
  '__import__': (place, args) => importModule(place, argumentAt(args, 0)),

  'Object.assign': (_, { positional: [target = NO_VALUE, ...sources], more }) => {
    for (const atom of target) if (atom.kind === 'object') atom.copied.add(union(...sources, more));
    return union(target, [...target].some(({ kind }) => kind === 'object') ? NO_VALUE : union(...sources));
  },
  'Object.create': (place, args) => {
    const made = place.engine.objectAt(place.at, place.scope, 'plain');
    made.inherited.add(argumentAt(args, 0));
    return only(made);
  },
  'Object.getPrototypeOf': (_, args) => union(...[...argumentAt(args, 0)].map((atom) => atom.kind === 'object' ? atom.inherited.atoms : NO_VALUE)),
  'Object.setPrototypeOf': (_, args) => {
    for (const atom of argumentAt(args, 0)) if (atom.kind === 'object') atom.inherited.add(argumentAt(args, 1));
    return argumentAt(args, 0);
  },
  'Object.defineProperty': (place, args) => {
    defineProperty(place, argumentAt(args, 0), argumentAt(args, 1), argumentAt(args, 2));
    return argumentAt(args, 0);
  },
  'Object.defineProperties': (place, args) => {
    for (const all of argumentAt(args, 1)) {
      for (const key of keysOf(place.engine, all)) defineProperty(place, argumentAt(args, 0), only(key), readProperty(place, all, key));
    }
    return argumentAt(args, 0);
  },
  'Object.getOwnPropertyDescriptor': (place, args) => {
    const descriptor = place.engine.objectAt(place.at, place.scope, 'plain');
    writeProperties(place, only(descriptor), only(place.engine.store.text('value')), readProperties(place, argumentAt(args, 0), argumentAt(args, 1)));
    return only(descriptor);
  },
  'Object.keys': (place, args) => listOf(place, [...argumentAt(args, 0)].flatMap((atom) => [...keysOf(place.engine, atom)]).map(only)),
  'Object.getOwnPropertyNames': (place, args) => listOf(place, [...argumentAt(args, 0)].flatMap((atom) => [...keysOf(place.engine, atom)]).map(only)),
  'Object.values': (place, args) => listOf(place, [readProperties(place, argumentAt(args, 0), NO_VALUE)]),
  'Object.entries': (place, args) => only(entriesOf(place, argumentAt(args, 0))),
  'Object.fromEntries': (place, args) => {
    const made = place.engine.objectAt(place.at, place.scope, 'plain');
    for (const pair of elementsOf(argumentAt(args, 0))) {
      const { positional: [key = NO_VALUE, value = NO_VALUE] } = spreadArguments(only(pair));
      writeProperties(place, only(made), key, value);
    }
    return only(made);
  },
  'Object.freeze': first,
  'Object.seal': first,
  'Object': first,
  'String': first,
  'Boolean': () => NO_VALUE,
  'structuredClone': first,
  'Promise.resolve': first,
  'Promise.all': first,
  'Promise.allSettled': first,
  'Promise.any': (_, args) => elementsOf(argumentAt(args, 0)),
  'Promise.race': (_, args) => elementsOf(argumentAt(args, 0)),
  'Promise': (place, args) => {
    const resolver = place.engine.store.resolver(`${place.engine.store.numberOf(place.at)} ${place.scope.id}`);
    place.engine.interpreter.callValue(place, argumentAt(args, 0), NO_VALUE, positionals(only(resolver), NO_VALUE));
    return new Set(resolver.result.atoms);
  },
  'Array.isArray': () => NO_VALUE,
  'Array.of': (place, args) => listOf(place, [allArguments(args)]),
  'Array.from': (place, args) => {
    const elements = elementsOf(argumentAt(args, 0));
    const mapper = argumentAt(args, 1);
    return listOf(place, [mapper.size === 0 ? elements : place.engine.interpreter.callValue(place, mapper, NO_VALUE, positionals(elements))]);
  },
  'Proxy': (place, args) => {
    callWithUnknown(place, argumentAt(args, 1));
    return argumentAt(args, 0);
  },
  'Reflect.apply': (place, args) => place.engine.interpreter.callValue(place, argumentAt(args, 0), argumentAt(args, 1), { ...NO_ARGUMENTS, ...spreadArguments(argumentAt(args, 2)) }),
  'Reflect.construct': (place, args) => union(...[...argumentAt(args, 0)].map((made) => made.kind === 'object' || made.kind === 'function'
    ? construct(place, made, { ...NO_ARGUMENTS, ...spreadArguments(argumentAt(args, 1)) }) : NO_VALUE)),
  'Reflect.get': (place, args) => readProperties(place, argumentAt(args, 0), argumentAt(args, 1)),

  'os.environ.get': environmentVariable,
  'os.getenv': environmentVariable,
  'classmethod': (place, args) => only(place.engine.store.methodOfClass('class method', argumentAt(args, 0))),
  'staticmethod': (place, args) => only(place.engine.store.methodOfClass('static method', argumentAt(args, 0))),
  'str': first,
  'list': (place, args) => listOf(place, [elementsOf(argumentAt(args, 0))]),
  'tuple': (place, args) => listOf(place, [elementsOf(argumentAt(args, 0))]),
  'sorted': (place, args) => {
    const key = args.named.get('key');
    if (key) place.engine.interpreter.callValue(place, key, NO_VALUE, positionals(elementsOf(argumentAt(args, 0))));
    return argumentAt(args, 0);
  },
  'reversed': first,
  'iter': first,
  'next': (_, args) => union(elementsOf(argumentAt(args, 0)), argumentAt(args, 1)),
  'enumerate': (place, args) => pairs(place, NO_VALUE, elementsOf(argumentAt(args, 0))),
  'zip': (place, args) => pairs(place, elementsOf(argumentAt(args, 0)), elementsOf(argumentAt(args, 1))),
  'map': (place, args) => listOf(place, [place.engine.interpreter.callValue(place, argumentAt(args, 0), NO_VALUE, positionals(elementsOf(argumentAt(args, 1))))]),
  'filter': (place, args) => {
    place.engine.interpreter.callValue(place, argumentAt(args, 0), NO_VALUE, positionals(elementsOf(argumentAt(args, 1))));
    return listOf(place, [elementsOf(argumentAt(args, 1))]);
  },
  'dict': (place, args) => {
    const made = place.engine.objectAt(place.at, place.scope, 'plain');
    made.copied.add(union(argumentAt(args, 0), args.objects));
    for (const [name, value] of args.named) writeProperties(place, only(made), only(place.engine.store.text(name)), value);
    return only(made);
  },
  'getattr': (place, args) => union(readProperties(place, argumentAt(args, 0), argumentAt(args, 1)), argumentAt(args, 2)),
  'setattr': (place, args) => {
    writeProperties(place, argumentAt(args, 0), argumentAt(args, 1), argumentAt(args, 2));
    return NO_VALUE;
  },
};

/** These run code that isn't there to be read. */
const RUNS_TEXT = ['eval', 'Function', 'exec', 'compile', 'globals', 'locals', 'vars'];

export function callBuiltin(place: Place, path: string, receiver: Value, args: Arguments, node?: Call & Located): Value {
  if (RUNS_TEXT.includes(path)) place.engine.open('language', place.at, `${path} reaches code that isn't followed`);
  const known = Object.hasOwn(BUILTINS, path) ? BUILTINS[path] : undefined;
  if (known) return known(place, args, node);
  // `Array.prototype.push.apply(list, more)`
  const [, method, how] = /\.prototype\.(\w+)\.(call|apply)$/.exec(path) ?? [];
  if (method) {
    const [list = NO_VALUE, ...others] = args.positional;
    const given = how === 'call' ? { ...args, positional: others } : { ...NO_ARGUMENTS, ...spreadArguments(others[0] ?? NO_VALUE) };
    return union(...[...list].map((atom) => place.engine.interpreter.callMethod(place, atom, place.engine.store.text(method), given, node)));
  }
  void receiver;
  if (/^(console|Math|JSON|Number|Date|parseInt|isNaN|print|len|isinstance|range|int|float|bool|type|hasattr|id|hash|repr|abs|min|max|sum|round|any|all)(\.|$)/.test(path)) {
    callWithUnknown(place, new Set([...allArguments(args)].filter(isFunction)));
    return only(place.engine.store.unknown(`the result of ${path}`));
  }
  callWithUnknown(place, new Set([...allArguments(args)].filter(({ kind }) => kind !== 'object')));
  return callOpaque(place, undefined, NO_VALUE, args, node);
}

function defineProperty(place: Place, targets: Value, keys: Value, descriptors: Value): void {
  const { engine } = place;
  const { store } = engine;
  const value = readProperties(place, descriptors, only(store.text('value')));
  writeProperties(place, targets, keys, value);
  const getters = readProperties(place, descriptors, only(store.text('get')));
  if (![...getters].some(isFunction)) return;
  for (const target of targets) {
    if (target.kind !== 'object') continue;
    for (const key of keys) {
      if (key.kind === 'keys') target.copied.add(key.of);
      else if (key.kind === 'unknown') target.contents.add(place.engine.interpreter.callValue(place, getters, only(target), NO_ARGUMENTS));
      else addGetter(engine, target, key, getters);
    }
  }
}

function environmentVariable({ engine }: Place, args: Arguments): Value {
  const names = [...argumentAt(args, 0, 'key')].map((atom) => atom.kind === 'text' ? engine.store.variable(atom.text)
    : engine.store.unknown('an environment variable whose name is computed'));
  return fallBack(engine, new Set(names), argumentAt(args, 1, 'default'));
}

function pairs(place: Place, one: Value, other: Value): Value {
  const pair = listOf(place, [one, other]);
  const list = place.engine.objectAt(place.at, place.scope, 'list', { part: 'pairs' });
  list.contents.add(pair);
  return only(list);
}
