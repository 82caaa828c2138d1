import { allArguments, argumentAt, Arguments, identifyArguments, areContained, NO_ARGUMENTS } from './arguments';
import { beginFields, noteGiven } from './certain-fields';
import { getField, isErrorClass } from './contents';
import { callDecorateHelper } from './decorators';
import { Engine, Place } from './engine';
import { fallBack, isDeployed, writeField } from './properties';
import { Activation, Atom, dropNothing, filterValue, FunctionAtom, identifyValue, NO_VALUE, ObjectAtom, only, union, Value } from './values';
import { Call, FunctionLiteral, Located, Parameter } from '../ir';

/** A function that is called in more ways than these is called in one way from then on, with all that it was ever given. */
const MANY_WAYS = 24;
/** Where the code makes much of its values, so that they would be told apart without end. */
const FEW_WAYS = 3;
/** The helpers of bundlers are short, and are called for every module when it is loaded. Later passes find more ways only where values grow. */
const SHORT = 700;
const MANY_MODULES = 4000;

/** A function that calls itself, as one that walks a tree, is called in one way below this depth. */
const DEEP_RECURSION = 2;

/** Calls a function of the program: once a pass in each way in which it is called. */
export function callFunction(place: Place, fn: FunctionAtom, receiver: Value, args: Arguments, node?: Call & Located): Value {
  const { engine } = place;
  const { literal } = fn;
  engine.noteReached(literal);
  if (engine.exhausting.has(literal)) return only(engine.store.getUnknown('the result of a function that takes too many steps'));
  const decorated = callDecorateHelper(place, literal, args);
  if (decorated) return decorated;
  const bare = literal.receiver === 'this' ? receiver : NO_VALUE;
  const activation = findWay(place, fn, `${fn.id} ${identifyValue(bare)} ${place.scope.activation.loading}`, args);
  activation.args.addValue(allArguments(args));
  activation.receiver.addValue(chooseReceiver(fn, receiver, args));
  // whatever else calls a function may also not call it
  if (node && !node.branch && place.scope.activation.runsAlways) activation.runsAlways = true;
  const scope = engine.findScope(`call ${activation.id}`, literal.names, literal.file, activation, fn.scope, literal.outerNames);
  bindParameters({ engine, at: literal, scope }, literal.params, args);
  if (engine.evaluated.get(activation.id) !== engine.pass) {
    engine.evaluated.set(activation.id, engine.pass);
    engine.runDeeper(place.at, literal, () => engine.interpreter.evaluate(engine, literal.body, scope));
  }
  return dropDefaults(engine, literal, activation.result.atoms, args);
}

/** `getEnv('ORDERS', 'orders')` gives its second argument only where the variable is missing. */
function dropDefaults(engine: Engine, { params }: FunctionLiteral, result: Value, { positional }: Arguments): Value {
  const isNamed = (atom: Atom) => isDeployed(engine, atom) && positional.some((value) => [...value].some((each) => each.kind === 'text' && each.text === atom.name));
  if (params.length !== 2 || ![...result].some(isNamed)) return new Set(result);
  const given = union(...positional);
  return filterValue(result, (atom) => atom.kind !== 'text' || !given.has(atom));
}

/**
 * Finds the way in which a function is called. A call whose arguments have grown, because more is known by now, is still the same call,
 * unless another one had the same arguments before.
 */
function findWay(place: Place, fn: FunctionAtom, callee: string, args: Arguments): Activation {
  const { engine, at, scope } = place;
  const key = `${callee} ${identifyArguments(args)}`;
  const site = `${callee} ${at.id} ${scope.id}`;
  const known = engine.activations.get(key);
  const last = engine.callsBySite.get(site);
  if (known) {
    if (known !== last?.activation) engine.sharedWays.add(known);
    return known;
  }
  if (last && !last.activation.inAnyWay && !engine.sharedWays.has(last.activation) && areContained(last.args, args)) {
    engine.activations.delete(last.key);
    engine.activations.set(key, last.activation);
    engine.callsBySite.set(site, { ...last, key, args });
    return last.activation;
  }
  const activation = addActivation(place, fn, key);
  engine.callsBySite.set(site, { key, args, activation });
  return activation;
}

/** Arrow functions and functions of Python have the receiver of the function around; methods of Python get it as an argument. */
function chooseReceiver({ literal, home, scope }: FunctionAtom, receiver: Value, args: Arguments): Value {
  // a method that is called without an object, as a handler is, finds the other methods of its class
  if (literal.receiver === 'this' && receiver.size === 0 && home) return only(home);
  if (literal.receiver === 'this') return receiver;
  if (literal.receiver === 'first' && home) return argumentAt(args, 0);
  return scope.activation.receiver.atoms;
}

function addActivation({ engine, scope }: Place, fn: FunctionAtom, key: string): Activation {
  const ways = engine.waysOfCalls.get(String(fn.id)) ?? 0;
  engine.waysOfCalls.set(String(fn.id), ways + 1);
  const around = fn.scope.activation.callee;
  const isMethod = fn.home !== undefined && fn.literal.receiver !== 'outer';
  const callee = isMethod ? fn : around ?? (fn.literal.receiver === 'outer' ? undefined : fn);
  const isSimple = fn.literal.length < SHORT || engine.decorators.has(fn.literal);
  const isHelper = ways < MANY_MODULES && isSimple && scope.activation.loading && engine.pass <= 2;
  const hasManyWays = ways >= (engine.isBusy ? FEW_WAYS : MANY_WAYS) && !isHelper;
  const inAnyWay = hasManyWays || isErrorMethod(fn) || engine.countRunning(fn.literal) >= DEEP_RECURSION;
  const activation = engine.findActivation(inAnyWay ? `${fn.id} in any way` : key,
    { callee, loading: scope.activation.loading, inAnyWay, isArrow: fn.literal.receiver === 'outer', constructs: isConstructor(fn) });
  engine.activations.set(key, activation);
  return activation;
}

/** Tells whether a function is a method of an error. All of its calls are read as one. */
function isErrorMethod({ home }: FunctionAtom): boolean {
  return home !== undefined && isErrorClass(home);
}

function isConstructor({ home, literal, ...fn }: FunctionAtom): boolean {
  if (literal.file.language === 'python') return literal.name === '__init__';
  return home !== undefined && [...getField(home, 'constructor')].some(({ id }) => id === fn.id);
}

/** Gives the arguments to the parameters. */
function bindParameters(place: Place, params: readonly Parameter[], args: Arguments): void {
  const names = params.map(({ name }) => name);
  params.forEach((parameter, index) => {
    const value = parameter.rest && only(collectRest(place, args, index, parameter.rest, names));
    place.engine.interpreter.assign(place, parameter.target, value ?? findArgument(place, parameter, index, args));
  });
}

function findArgument({ engine, scope, at }: Place, { name, fallback }: Parameter, index: number, args: Arguments): Value {
  const given = argumentAt(args, index, name);
  if (index < args.positional.length || at.file.language === 'python') return fillArgument({ engine, scope, at }, { name, fallback }, given, args);
  return fillArgument({ engine, scope, at }, { name, fallback }, union(given, only(engine.store.getNothing(true))), args);
}

/** Puts the default of a parameter in the place of an argument that may be missing. */
function fillArgument({ engine, scope }: Place, { name, fallback }: Pick<Parameter, 'name' | 'fallback'>, given: Value, args: Arguments): Value {
  const more = name === undefined || dropNothing(given).size > 0 ? NO_VALUE : findUnknownFields(engine, args);
  const isGiven = given.size > 0 && args.objects.size === 0 && [...given].every(({ kind }) => kind !== 'unknown' && kind !== 'nothing');
  if (!fallback || isGiven) return union(given, more);
  return union(fallBack(engine, given, engine.interpreter.evaluate(engine, fallback, scope), false), more);
}

/** `**params` of something that isn't followed may give any argument. */
function findUnknownFields({ store }: Engine, { objects }: Arguments): Value {
  const open = [...objects].some((each) => each.kind !== 'object' || each.type === 'opaque' || each.contents.atoms.size > 0);
  if (open) return only(store.getUnknown('a parameter of an argument that is computed'));
  return NO_VALUE;
}

function collectRest({ engine, at, scope }: Place, args: Arguments, from: number, rest: 'positional' | 'keyword', names: readonly (string | undefined)[]): ObjectAtom {
  const made = engine.findObjectAt(at, scope, rest === 'keyword' ? 'plain' : 'list', { part: rest });
  const given: (readonly [string, Value])[] = rest === 'keyword' ? [...args.named].filter(([name]) => !names.includes(name))
    : args.positional.slice(from).map((value, index) => [String(index), value]);
  for (const [name, value] of given) writeField(engine, made, engine.store.getText(name), value);
  if (rest === 'positional') {
    made.contents.addValue(args.more);
    return made;
  }
  made.copied.addValue(args.objects);
  if (!scope.activation.inAnyWay) noteKeywords({ engine, at, scope }, made, args, names);
  return made;
}

function noteKeywords(place: Place, made: ObjectAtom, { named, objects }: Arguments, names: readonly (string | undefined)[]): void {
  beginFields(place.engine, made);
  noteGiven(place, made, { ...NO_ARGUMENTS, named: new Map([...named].filter(([name]) => !names.includes(name))), objects });
}
