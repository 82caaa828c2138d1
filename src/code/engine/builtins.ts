import { allArguments, argumentAt, Arguments, NO_ARGUMENTS, positionals, spreadArguments } from './arguments';
import { beginFields, noteAssignedCopies, noteGiven, noteReplaced } from './certain-fields';
import { construct, makeType } from './classes';
import { makeEntries, makeList, makeValueList } from './containers';
import { collectElements, findConstant, findGiven, inheritsFrom, matters } from './contents';
import { Place } from './engine';
import { importModule } from './modules';
import { callOpaque, callWithUnknown, isFunction } from './opaque-calls';
import { addGetter, fallBack, followKeys, followProperties, followProperty, readGlobal, writeField, writeProperties } from './properties';
import { Atom, collectValues, dropNothing, filterValue, listObjects, NO_VALUE, ObjectAtom, only, union, Value } from './values';
import { findMember } from '../../values/json-values';
import { Call, CAUGHT, ENTERED, Located, SLICED, THROWN } from '../ir';

type Builtin = (place: Place, args: Arguments, node?: Call & Located) => Value;

const first: Builtin = (_, args) => argumentAt(args, 0);

/** Functions of JavaScript and Python that decide which value reaches a request. */
const BUILTINS: Readonly<Record<string, Builtin>> = {
  'require': (place, args) => importModule(place, argumentAt(args, 0)),
  'require.resolve': () => NO_VALUE,
  '__import__': (place, args) => importModule(place, argumentAt(args, 0)),

  'Object.assign': (place, { positional: [target = NO_VALUE, ...sources], more }, node) => {
    const objects = listObjects(target);
    for (const object of objects) {
      object.copied.addValue(dropNothing(union(...sources, more)));
      noteReplaced(object, union(...sources, more));
    }
    noteAssignedCopies(place, target, sources, node);
    if (objects.length > 0) return target;
    return union(target, ...sources);
  },
  'Object.create': (place, args) => {
    const made = place.engine.findObjectAt(place.at, place.scope, 'plain');
    made.inherited.addValue(argumentAt(args, 0));
    return only(made);
  },
  'Object.getPrototypeOf': (_, args) => collectValues(listObjects(argumentAt(args, 0)), ({ inherited }) => inherited.atoms),
  'Object.setPrototypeOf': (_, args) => {
    for (const object of listObjects(argumentAt(args, 0))) object.inherited.addValue(argumentAt(args, 1));
    return argumentAt(args, 0);
  },
  'Object.defineProperty': (place, args) => {
    defineProperty(place, argumentAt(args, 0), argumentAt(args, 1), argumentAt(args, 2));
    return argumentAt(args, 0);
  },
  'Object.defineProperties': (place, args) => {
    for (const all of argumentAt(args, 1)) {
      for (const key of followKeys(place.engine, all)) defineProperty(place, argumentAt(args, 0), only(key), followProperty(place, all, key));
    }
    return argumentAt(args, 0);
  },
  'Object.getOwnPropertyDescriptor': (place, args) => {
    const descriptor = place.engine.findObjectAt(place.at, place.scope, 'plain');
    writeProperties(place, only(descriptor), only(place.engine.store.getText('value')), followProperties(place, argumentAt(args, 0), argumentAt(args, 1)));
    return only(descriptor);
  },
  'Object.keys': makeKeyList,
  'Object.getOwnPropertyNames': makeKeyList,
  'Object.values': (place, args) => makeValueList(place, argumentAt(args, 0)),
  'Object.entries': (place, args) => only(makeEntries(place, argumentAt(args, 0))),
  'Object.fromEntries': (place, args) => {
    const made = place.engine.findObjectAt(place.at, place.scope, 'plain');
    writePairs(place, made, argumentAt(args, 0));
    return only(made);
  },
  'Object.freeze': first,
  'Object.seal': first,
  'Object': first,
  // `new String('orders')` is an object
  'String': (place, args, node) => node?.construct ? callOpaque(place, undefined, NO_VALUE, args, node) : first(place, args),
  'Boolean': () => NO_VALUE,
  // a symbol is a key like any other
  'Symbol.for': (place, args) => makeSymbol(place, args, ''),
  'Symbol': (place, args) => makeSymbol(place, args, place.at.id),
  'structuredClone': first,
  'Promise.resolve': first,
  'Promise.all': first,
  'Promise.allSettled': (place, args) => makeSettled(place, collectElements(argumentAt(args, 0))),
  'Promise.reject': (place, args) => {
    writeField(place.engine, place.engine.store.getObject('globals', 'plain'), place.engine.store.getText(THROWN), argumentAt(args, 0));
    return NO_VALUE;
  },
  'Promise.any': (_, args) => collectElements(argumentAt(args, 0)),
  'Promise.race': (_, args) => collectElements(argumentAt(args, 0)),
  'Promise': (place, args) => {
    const resolver = place.engine.store.getResolver(`${place.at.id} ${place.scope.id}`);
    place.engine.interpreter.callValue(place, argumentAt(args, 0), NO_VALUE, positionals(only(resolver), only(place.engine.store.getBuiltin('Promise.reject'))));
    return new Set(resolver.result.atoms);
  },
  'Array.isArray': () => NO_VALUE,
  'Array.of': (place, args) => makeList(place, [allArguments(args)]),
  'Array.from': (place, args) => {
    const elements = collectElements(argumentAt(args, 0));
    const mapper = argumentAt(args, 1);
    return makeList(place, [mapper.size === 0 ? elements : place.engine.interpreter.callValue(place, mapper, NO_VALUE, positionals(elements))]);
  },
  'Proxy': makeProxy,
  'Reflect.apply': (place, args) => place.engine.interpreter.callValue(place, argumentAt(args, 0), argumentAt(args, 1), { ...NO_ARGUMENTS, ...spreadArguments(argumentAt(args, 2)) }),
  'Reflect.construct': (place, args) => union(...[...argumentAt(args, 0)].map((made) => made.kind === 'object' || made.kind === 'function'
    ? construct(place, made, { ...NO_ARGUMENTS, ...spreadArguments(argumentAt(args, 1)) }) : NO_VALUE)),
  // a decorator that notes types, which TypeScript adds to others
  'Reflect.metadata': () => NO_VALUE,
  'Reflect.get': (place, args) => followProperties(place, argumentAt(args, 0), argumentAt(args, 1)),

  'os.environ.get': readEnvironment,
  'os.getenv': readEnvironment,
  'classmethod': (place, args) => only(place.engine.store.getClassMethod('class method', argumentAt(args, 0))),
  'staticmethod': (place, args) => only(place.engine.store.getClassMethod('static method', argumentAt(args, 0))),
  'type': (place, args) => {
    const [given = NO_VALUE, parents = NO_VALUE, members] = args.positional;
    if (members) return makeType(place, collectElements(parents), members);
    const classes = collectValues(listObjects(given), ({ inherited }) => inherited.atoms);
    if (classes.size > 0) return classes;
    return only(place.engine.store.getUnknown('the type of a value'));
  },
  'str': first,
  'list': copyElements,
  'tuple': copyElements,
  'set': copyElements,
  'frozenset': copyElements,
  'sorted': callKey,
  'min': (place, args) => collectElements(callKey(place, args)),
  'max': (place, args) => collectElements(callKey(place, args)),
  'reversed': first,
  [SLICED]: (place, args) => collectValues(argumentAt(args, 0), (atom) => {
    if (atom.kind !== 'object' || atom.type !== 'list') return only(atom);
    const part = place.engine.findObjectAt(place.at, place.scope, 'list', { part: 'sliced' });
    if (part !== atom) part.contents.addValue(collectElements(only(atom)));
    return only(part);
  }),
  [ENTERED]: (_, args) => union(argumentAt(args, 0), findGiven(argumentAt(args, 0))),
  [CAUGHT]: (place, args) => {
    const classes = collectElements(argumentAt(args, 0));
    return union(classes, filterValue(readGlobal(place, THROWN), (error) => mayBeCaught(error, classes)));
  },
  'iter': (place, args) => {
    if (args.positional.length < 2) return argumentAt(args, 0);
    // `iter(read, None)` calls until it gets `None`
    return makeList(place, [place.engine.interpreter.callValue(place, argumentAt(args, 0), NO_VALUE, NO_ARGUMENTS)]);
  },
  'next': (_, args) => union(collectElements(argumentAt(args, 0)), argumentAt(args, 1)),
  'enumerate': (place, args) => makePairs(place, NO_VALUE, collectElements(argumentAt(args, 0))),
  'zip': (place, args) => makePairs(place, collectElements(argumentAt(args, 0)), collectElements(argumentAt(args, 1))),
  'map': (place, args) => makeList(place, [place.engine.interpreter.callValue(place, argumentAt(args, 0), NO_VALUE, positionals(collectElements(argumentAt(args, 1))))]),
  'filter': (place, args) => {
    place.engine.interpreter.callValue(place, argumentAt(args, 0), NO_VALUE, positionals(collectElements(argumentAt(args, 1))));
    return makeList(place, [collectElements(argumentAt(args, 1))]);
  },
  'dict': (place, args) => {
    const made = place.engine.findObjectAt(place.at, place.scope, 'plain');
    for (const source of dropNothing(union(argumentAt(args, 0), args.objects))) {
      const iterate = followProperty(place, source, place.engine.store.getText('__iter__'));
      const pairs = source.kind === 'object' && source.type === 'instance' && iterate.size > 0 && place.engine.interpreter.callValue(place, iterate, only(source), NO_ARGUMENTS);
      if (pairs) made.contents.addValue(collectElements(collectElements(pairs)));
      else if (source.kind === 'object' && source.type === 'list') writePairs(place, made, only(source));
      else made.copied.addAtom(source);
    }
    for (const [name, value] of args.named) writeProperties(place, only(made), only(place.engine.store.getText(name)), value);
    beginFields(place.engine, made);
    noteGiven(place, made, args);
    return only(made);
  },
  'getattr': (place, args) => union(followProperties(place, argumentAt(args, 0), argumentAt(args, 1)), argumentAt(args, 2)),
  'setattr': (place, args) => {
    writeProperties(place, argumentAt(args, 0), argumentAt(args, 1), argumentAt(args, 2));
    return NO_VALUE;
  },
};

/** Makes properties of pairs of key and value. */
function writePairs(place: Place, made: ObjectAtom, pairs: Value): void {
  for (const pair of collectElements(pairs)) {
    const { positional: [key = NO_VALUE, value = NO_VALUE], more } = spreadArguments(only(pair));
    writeProperties(place, only(made), union(key, more), union(value, more));
  }
}

function copyElements(place: Place, args: Arguments): Value {
  return makeList(place, [collectElements(argumentAt(args, 0))]);
}

/** `sorted(orders, key=read)` and `max(one, other, key=read)` */
function callKey(place: Place, { positional, more, named }: Arguments): Value {
  const given = union(...positional, more);
  const key = named.get('key');
  if (key) place.engine.interpreter.callValue(place, key, NO_VALUE, positionals(collectElements(given)));
  return given;
}

/** These run code that isn't there to be read. */
const RUNS_TEXT = ['eval', 'Function', 'exec', 'compile', 'globals', 'locals', 'vars'];

export function callBuiltin(place: Place, path: string, args: Arguments, node?: Call & Located): Value {
  if (RUNS_TEXT.includes(path)) place.engine.noteOpen('language', place.at, `${path} reaches code that is not followed`);
  const known = findMember(BUILTINS, path);
  if (known) return known(place, args, node);
  // `Array.prototype.push.apply(list, more)`
  const [, method, how] = /\.prototype\.(\w+)\.(call|apply)$/.exec(path) ?? [];
  if (method) {
    const [list = NO_VALUE, ...others] = args.positional;
    const given = how === 'call' ? { ...args, positional: others } : { ...NO_ARGUMENTS, ...spreadArguments(others[0] ?? NO_VALUE) };
    return union(...[...list].map((atom) => place.engine.interpreter.callMethod(place, atom, place.engine.store.getText(method), given, node)));
  }
  if (/^(console|Math|JSON|Number|Date|parseInt|isNaN|print|len|isinstance|issubclass|callable|range|int|float|bool|bytes|hasattr|id|hash|repr|abs|round|any|all|ord|chr|format|pow|divmod)(\.|$)/.test(path)) {
    callWithUnknown(place, new Set([...allArguments(args)].filter(isFunction)));
    return only(place.engine.store.getUnknown(`the result of ${path}`));
  }
  callWithUnknown(place, new Set([...allArguments(args)].filter(({ kind }) => kind !== 'object')));
  return callOpaque(place, undefined, NO_VALUE, args, node);
}

const ANY_ERROR = ['Exception', 'BaseException'];

/** Tells whether Python takes an error for one of these classes. Classes of libraries inherit from others that aren't known. */
function mayBeCaught(error: Atom, classes: Value): boolean {
  if (error.kind !== 'object' || error.type !== 'instance') return true;
  const isOutside = ({ kind }: Atom) => kind === 'external';
  return [...classes].some((each) => {
    if (each.kind === 'object' && each.type === 'class') return inheritsFrom(error, (parent) => parent === each);
    if (each.kind === 'external') return inheritsFrom(error, isOutside);
    if (each.kind !== 'builtin' || ANY_ERROR.includes(each.path)) return true;
    return inheritsFrom(error, (parent) => isOutside(parent) || (parent.kind === 'builtin' && !ANY_ERROR.includes(parent.path)));
  });
}

/** The traps of a proxy decide on what is read of it. A proxy without traps is its target. */
function makeProxy(place: Place, args: Arguments): Value {
  const { engine } = place;
  const target = argumentAt(args, 0);
  const traps = filterValue(followProperties(place, argumentAt(args, 1), NO_VALUE), isFunction);
  if (traps.size === 0) return target;
  const unknown = only(engine.store.getUnknown('an argument of a trap of a proxy'));
  const given = { ...positionals(target, unknown, unknown), more: unknown };
  const own = union(target, followProperties(place, target, NO_VALUE));
  const trapped = filterValue(engine.interpreter.callValue(place, traps, argumentAt(args, 1), given), (atom) => matters(atom) && !own.has(atom));
  if (trapped.size === 0) return target;
  const proxy = engine.findObjectAt(place.at, place.scope, 'opaque');
  proxy.contents.addValue(trapped);
  return union(target, only(proxy));
}

/** Lists the values that promises give or are rejected with, without telling one from the other. */
function makeSettled(place: Place, values: Value): Value {
  const { engine } = place;
  const settled = engine.findObjectAt(place.at, place.scope, 'plain', { part: 'settled' });
  writeField(engine, settled, engine.store.getText('value'), values);
  writeField(engine, settled, engine.store.getText('reason'), readGlobal(place, THROWN));
  const list = engine.findObjectAt(place.at, place.scope, 'list', { part: 'all settled' });
  list.contents.addAtom(settled);
  return only(list);
}

function makeSymbol({ engine: { store } }: Place, args: Arguments, part: unknown): Value {
  return only(store.getText(`@@${findConstant([...argumentAt(args, 0)].at(0)) ?? ''} ${part}`));
}

function makeKeyList(place: Place, args: Arguments): Value {
  return makeList(place, [...argumentAt(args, 0)].flatMap((atom) => [...followKeys(place.engine, atom)]).map(only));
}

function defineProperty(place: Place, targets: Value, keys: Value, descriptors: Value): void {
  const { engine } = place;
  const { store } = engine;
  const value = followProperties(place, descriptors, only(store.getText('value')));
  writeProperties(place, targets, keys, value);
  const getters = followProperties(place, descriptors, only(store.getText('get')));
  if (![...getters].some(isFunction)) return;
  for (const target of targets) {
    if (target.kind !== 'object') continue;
    for (const key of keys) {
      if (key.kind === 'keys') target.copied.addAtom(key.of);
      else if (key.kind === 'unknown') target.contents.addValue(place.engine.interpreter.callValue(place, getters, only(target), NO_ARGUMENTS));
      else addGetter(engine, target, key, getters);
    }
  }
}

function readEnvironment({ engine }: Place, args: Arguments): Value {
  const names = [...argumentAt(args, 0, 'key')].map((atom) => atom.kind === 'text' ? engine.store.getEnvironmentVariable(atom.text)
    : engine.store.getUnknown('an environment variable whose name is computed'));
  return fallBack(engine, new Set(names), argumentAt(args, 1, 'default'));
}

function makePairs(place: Place, one: Value, other: Value): Value {
  const pair = makeList(place, [one, other]);
  const list = place.engine.findObjectAt(place.at, place.scope, 'list', { part: 'pairs' });
  list.contents.addValue(pair);
  return only(list);
}
