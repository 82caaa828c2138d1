import { allArguments, argumentAt, Arguments, positionals } from './arguments';
import { getsFieldsForCertain, hasForCertain, noteGiven, noteReplaced } from './certain-fields';
import { collectElements, findConstant, findInsides } from './contents';
import { Place } from './engine';
import { formatPythonText } from './join-texts';
import { callOpaque, callWithUnknown, isFunction } from './opaque-calls';
import { fallBack, followKeys, followProperties, readGlobal, writeField, writeProperties } from './properties';
import { Atom, collectValues, dropNothing, listObjects, mayBeNothing, NO_VALUE, ObjectAtom, only, union, Value } from './values';
import { Call, Located, THROWN } from '../ir';

/** These give the text that they are called on, as far as it names something. */
const SAME_TEXT = ['toString', 'valueOf', 'trim', 'trimStart', 'trimEnd', 'strip', 'lstrip', 'rstrip', 'normalize', 'required', 'asString'];
/** These put their arguments into a list. */
const ADDS = ['push', 'unshift', 'append', 'insert', 'add', 'appendleft', 'splice'];
/** These hand the elements to a function, and give a list of what comes back. */
const MAPS = ['map', 'flatMap', 'filter', 'forEach', 'find', 'findLast', 'some', 'every', 'sort', 'toSorted', 'findIndex'];
/** These leave fewer elements, or the same ones in other places. */
const MOVES = ['pop', 'shift', 'unshift', 'splice', 'reverse', 'sort', 'insert', 'remove', 'clear', 'fill', 'copyWithin', 'appendleft', 'popleft', 'rotate'];
/** These give one of the elements. */
const PICKS = ['pop', 'shift', 'at', 'find', 'findLast', 'popleft', 'next', '__next__'];
const PROMISES = ['then', 'catch', 'finally'];

/** Methods of Python's dictionaries and lists that nothing else of the language has. */
const OF_DICTIONARIES = ['get', 'items', 'keys', 'popitem', 'setdefault', 'values'];
const OF_LISTS = ['append', 'appendleft', 'extend', 'insert', 'reverse', 'sort'];

/** Tells whether a call is an error of Python: code that tells lists and dictionaries apart first doesn't make it. */
function isPythonError(receiver: Atom, name: string | undefined): boolean {
  if (name === undefined) return false;
  if (receiver.kind === 'object') return (receiver.type === 'list' && OF_DICTIONARIES.includes(name)) || (receiver.type === 'plain' && OF_LISTS.includes(name));
  return ['text', 'variable', 'joined'].includes(receiver.kind) && [...OF_DICTIONARIES, ...OF_LISTS].includes(name);
}

/** Calls a method that the language gives to texts, lists, objects and promises. */
export function callContainer(place: Place, receiver: Atom, key: Atom | undefined, args: Arguments, node?: Call & Located): Value {
  const name = findConstant(key);
  if (place.at.file.language === 'python' && isPythonError(receiver, name)) return only(place.engine.store.getUnknown('the result of a method that is not there'));
  if (name !== undefined && PROMISES.includes(name)) return callPromise(place, receiver, name, args);
  if (receiver.kind === 'text' || receiver.kind === 'variable' || receiver.kind === 'joined') return callText(place, receiver, name, args);
  if (name === 'submit' || name === 'run_in_executor') {
    const [target = NO_VALUE, ...others] = name === 'submit' ? args.positional : args.positional.slice(1);
    const functions = new Set([...target].filter(isFunction));
    if (functions.size > 0) return place.engine.interpreter.callValue(place, functions, NO_VALUE, { ...args, positional: others });
  }
  if (name !== undefined && MAPS.includes(name) && (receiver.kind === 'unknown' || (receiver.kind === 'object' && receiver.type === 'opaque'))) {
    return mapUnknown(place, receiver, name, args);
  }
  const configured = name === 'get' ? readConfigured(place, receiver, args) : NO_VALUE;
  if (configured.size > 0) return configured;
  if (receiver.kind !== 'object' || receiver.type === 'opaque') return callOpaque(place, receiver, receiver.kind === 'unknown' ? NO_VALUE : only(receiver), args, node);
  if (receiver.type === 'command') return only(receiver); // commands have no methods that make requests
  if (receiver.type === 'list') return callList(place, receiver, name, args);
  return callObjectMethod(place, receiver, name, args, node);
}

/**
 * `convict({ table: { env: 'ORDERS', default: 'orders' } }).get('table')` gives the environment variable.
 *
 * @see https://www.npmjs.com/package/convict
 */
function readConfigured(place: Place, receiver: Atom, args: Arguments): Value {
  if (receiver.kind !== 'object' || receiver.type !== 'opaque') return NO_VALUE;
  const { engine } = place;
  const readPlain = (of: Value, name: string) => followProperties(place, new Set(listObjects(of).filter(({ type }) => type === 'plain')), only(engine.store.getText(name)));
  return collectValues(argumentAt(args, 0), (key) => {
    const setting = (findConstant(key) ?? '').split('.').reduce((value, name) => readPlain(value, name), findInsides(receiver));
    const variables = [...readPlain(setting, 'env')].filter((each) => each.kind === 'text')
      .map((each) => engine.store.getEnvironmentVariable(each.text));
    if (variables.length === 0) return NO_VALUE;
    return fallBack(engine, new Set(variables), readPlain(setting, 'default'));
  });
}

export function isPromiseMethod(key: Atom): boolean {
  return key.kind === 'text' && PROMISES.includes(key.text);
}

function callText(place: Place, text: Atom, name: string | undefined, args: Arguments): Value {
  if (name !== undefined && SAME_TEXT.includes(name)) return only(text);
  const changed = changeText(place, text, name, args);
  if (changed !== undefined) return only(place.engine.store.getText(changed));
  const formatted = formatPythonText(place.engine, text, name, args);
  if (formatted) return formatted;
  if (name === 'format') followProperties(place, allArguments(args), NO_VALUE); // `'{0.name}'.format(order)`
  callWithUnknown(place, allArguments(args)); // `text.replace(pattern, replace)`
  return only(place.engine.store.getUnknown('a text that is computed'));
}

/** Longer texts are no names of tables, or of environment variables. */
const LONG_NAME = 255;

/** `name.toUpperCase()` and `name.replaceAll('-', '_')` of texts that are known make names of variables. */
function changeText({ at }: Place, text: Atom, name: string | undefined, { positional, named }: Arguments): string | undefined {
  if (text.kind !== 'text' || text.text.length > LONG_NAME) return undefined;
  if (name === 'toUpperCase' || name === 'upper') return text.text.toUpperCase();
  if (name === 'toLowerCase' || name === 'lower') return text.text.toLowerCase();
  const [from, to] = positional.map((value) => value.size === 1 ? findConstant([...value][0]) : undefined);
  if (positional.length !== 2 || named.size > 0 || !from || to === undefined) return undefined;
  if (name === 'replaceAll' || (name === 'replace' && at.file.language === 'python')) return text.text.split(from).join(to);
  return name === 'replace' ? text.text.replace(from, () => to) : undefined;
}

/** A promise is taken for what it gives. A handler of errors may get whatever is thrown. */
function callPromise(place: Place, receiver: Atom, name: string, args: Arguments): Value {
  const thrown = readGlobal(place, THROWN);
  const callbacks = args.positional.map((each, index) => {
    const given = name === 'catch' || index > 0 ? union(only(receiver), thrown) : only(receiver);
    return place.engine.interpreter.callValue(place, each, NO_VALUE, positionals(given));
  });
  return union(only(receiver), ...callbacks);
}

function callList(place: Place, list: ObjectAtom, name: string | undefined, args: Arguments): Value {
  const { engine, at, scope } = place;
  const elements = collectElements(only(list));
  // a list of very many elements takes as long as many calls
  engine.step(Math.ceil(elements.size / 10));
  if (name !== undefined && MOVES.includes(name)) list.contents.addValue(union(elements, only(engine.store.getNothing(true))));
  if (name !== undefined && ADDS.includes(name)) {
    list.contents.addValue(allArguments(args));
    return only(list);
  }
  if (name === 'extend') {
    list.contents.addValue(collectElements(allArguments(args)));
    return NO_VALUE;
  }
  if (name !== undefined && PICKS.includes(name)) {
    return union(elements, callBack(place, args, [union(elements, allArguments(args)), elements]), only(engine.store.getNothing(true)));
  }
  if (name === 'reduce' || name === 'reduceRight') return reduceList(place, list, args);
  const result = engine.findObjectAt(at, scope, 'list', { part: 'result' });
  if (name !== undefined && MAPS.includes(name)) {
    for (const element of eachElement(list)) result.contents.addValue(callBack(place, args, [element, NO_VALUE, only(list)]));
    if (name !== 'map' && name !== 'flatMap') result.contents.addValue(elements);
    if (name === 'flatMap') result.contents.addValue(collectElements(result.contents.atoms));
    return only(result);
  }
  if (name === 'join' || name === 'includes' || name === 'indexOf' || name === 'index' || name === 'count') return only(engine.store.getUnknown('a text that is computed'));
  if (name === 'flat') result.contents.addValue(union(collectElements(elements), findInsides(list)));
  result.contents.addValue(union(elements, collectElements(allArguments(args)), callBack(place, args, [elements, elements])));
  return only(result);
}

/** One element after the other: each gets what the ones before gave. */
function reduceList(place: Place, list: ObjectAtom, { positional: [reducer = NO_VALUE, initial], more }: Arguments): Value {
  const elements = collectElements(only(list));
  const begin = union(initial ?? elements, more);
  return eachElement(list).reduce((before, element) =>
    union(before, callBack(place, positionals(reducer), [before, element, NO_VALUE, only(list)])), begin);
}

/** A list that isn't followed still gives what its elements are mapped to. */
function mapUnknown(place: Place, receiver: Atom, name: string, args: Arguments): Value {
  const { engine, at, scope } = place;
  const elements = collectElements(only(receiver));
  const returned = callBack(place, args, [elements, NO_VALUE, only(receiver)]);
  if (name === 'find' || name === 'findLast') return elements;
  const result = engine.findObjectAt(at, scope, 'list', { part: 'mapped' });
  result.contents.addValue(chooseMapped(name, elements, returned));
  return only(result);
}

function chooseMapped(name: string, elements: Value, returned: Value): Value {
  if (name === 'map') return returned;
  if (name === 'flatMap') return collectElements(returned);
  return elements;
}

/** More elements whose places aren't known are taken together. */
const MANY_ELEMENTS = 24;

/** Element by element where these are known, so that what belongs together stays together. */
function eachElement(list: ObjectAtom): Value[] {
  const rest = union(list.contents.atoms, collectElements(list.copied.atoms));
  const known = [...list.fields.values()].map(({ value }) => value.atoms);
  if (rest.size === 0) return known;
  return [...known, ...rest.size > MANY_ELEMENTS ? [rest] : [...rest].map(only)];
}

function callBack(place: Place, args: Arguments, given: readonly Value[]): Value {
  const functions = [...allArguments(args)].filter(({ kind }) => kind !== 'text' && kind !== 'unknown' && kind !== 'object');
  return collectValues(functions, (each) => place.engine.interpreter.callValue(place, only(each), NO_VALUE, positionals(...given)));
}

/** Calls a method of an object: of Python's dictionaries, or of the prototype of JavaScript's objects. */
function callObjectMethod(place: Place, object: ObjectAtom, name: string | undefined, args: Arguments, node?: Call & Located): Value {
  const { engine } = place;
  const [first = NO_VALUE, second = NO_VALUE] = args.positional;
  switch (name) {
    case 'get': case 'pop': case 'setdefault': {
      if (name === 'setdefault') writeProperties(place, only(object), first, second);
      if (name === 'pop') writeProperties(place, only(object), first, only(engine.store.getNothing(true)));
      return readWithDefault(place, object, args);
    }
    case 'update':
      object.copied.addValue(dropNothing(union(first, args.objects)));
      noteReplaced(object, union(first, args.objects));
      for (const [key, value] of args.named) writeField(engine, object, engine.store.getText(key), value);
      if (getsFieldsForCertain(place, only(object), node?.branch)) noteGiven(place, object, args);
      else engine.noteUse(union(first, args.objects));
      return NO_VALUE;
    case 'copy': return only(object);
    case 'items': case 'entries': return only(makeEntries(place, only(object)));
    case 'keys': return makeList(place, [...followKeys(engine, object)].map(only));
    case 'values': return makeValueList(place, only(object));
    case '__enter__': return only(object);
    case 'hasOwnProperty': case 'propertyIsEnumerable': case 'isPrototypeOf': return NO_VALUE;
    default: {
      object.contents.addValue(new Set([...allArguments(args)].filter(({ kind }) => kind === 'function' || kind === 'bound')));
      return callOpaque(place, undefined, union(only(object), argumentAt(args, 0)), args, node);
    }
  }
}

/** `params.get(key, fallback)`: the dictionary may lack the key. */
function readWithDefault(place: Place, object: ObjectAtom, { positional: [keys = NO_VALUE, fallback] }: Arguments): Value {
  const found = followProperties(place, only(object), keys);
  const isThere = [...keys].every((key) => key.kind === 'text' && hasForCertain(object, key.text));
  if (isThere) return found;
  return union(found, fallback ?? only(place.engine.store.getNothing(false)));
}

export function makeList({ engine, at, scope }: Place, elements: readonly Value[]): Value {
  const list = engine.findObjectAt(at, scope, 'list', { part: 'listed' });
  elements.forEach((element, index) => writeField(engine, list, engine.store.getText(String(index)), element));
  return only(list);
}

/** The values of objects: each in its place, if these are all that an object has. */
export function makeValueList(place: Place, of: Value): Value {
  const [object, ...others] = listObjects(of);
  if (of.size === 1 && object && others.length === 0 && hasOnlyCertainFields(object)) {
    return makeList(place, [...object.fields.values()].map(({ value }) => value.atoms));
  }
  const list = place.engine.findObjectAt(place.at, place.scope, 'list', { part: 'values' });
  list.contents.addValue(followProperties(place, of, NO_VALUE));
  return only(list);
}

/** Keys that are numbers come first, whenever they are written. A field that may be nothing may be deleted. */
function hasOnlyCertainFields({ type, fields, getters, certain, contents, copied, inherited }: ObjectAtom): boolean {
  const isOpen = getters.size > 0 || [contents, copied, inherited].some(({ atoms }) => atoms.size > 0);
  return type === 'plain' && !isOpen && [...fields].every(([name, { value }]) => certain.has(name) && !/^\d/.test(name) && !mayBeNothing(value.atoms));
}

const HAVE_NAMED_FIELDS: readonly ObjectAtom['type'][] = ['plain', 'class', 'instance', 'exports'];

/** Pairs of key and value: one for each key of objects that the program writes, and one for all others. */
export function makeEntries(place: Place, of: Value): ObjectAtom {
  const { engine, at, scope } = place;
  const { store } = engine;
  const list = engine.findObjectAt(at, scope, 'list', { part: 'entries' });
  const addPair = (part: string, key: Value, value: Value) => {
    const pair = engine.findObjectAt(at, scope, 'list', { part: `entry ${part}` });
    writeField(engine, pair, store.getText('0'), key);
    writeField(engine, pair, store.getText('1'), value);
    list.contents.addAtom(pair);
  };
  for (const atom of of) {
    for (const key of followKeys(engine, atom)) {
      const exact = atom.kind === 'object' && HAVE_NAMED_FIELDS.includes(atom.type) && key.kind === 'text';
      addPair(exact ? key.text : 'other', only(key), followProperties(place, only(atom), only(key)));
    }
  }
  return list;
}
