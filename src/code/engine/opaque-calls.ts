import { allArguments, Arguments, positionals } from './arguments';
import { findGiven, findInsides, isEnvironment, isLeftOut, holdsOnly, isData, matters } from './contents';
import { ANSWER, Engine, Place } from './engine';
import { OF_CLASS, followProperty } from './properties';
import { Atom, collectValues, filterValue, listObjects, NO_VALUE, ObjectAtom, only, union, Value } from './values';
import { toList } from '../../values/json-values';
import { Call, Located } from '../ir';

/**
 * Calls something that isn't followed: it may call the functions that it gets, and give back whatever it got.
 *
 * When a module is loaded, functions are handed out to be called later, by whatever holds them then.
 *
 * @param callee what is called, or the receiver of the method that is called
 * @param kept what the result may be besides
 */
export function callOpaque(place: Place, callee: Atom | undefined, kept: Value, args: Arguments, node?: Call & Located): Value {
  const { engine, scope } = place;
  const all = allArguments(args);
  // `cleanEnv(process.env, schema)` gives the environment
  const ofLeftOut = callee !== undefined && isLeftOut(callee);
  const given = filterValue(union(all, findGiven(all)), (atom) => (matters(atom) && !isData(atom)) || isEnvironment(atom));
  const [holder] = listObjects(new Set(toList(callee)));
  const { loading } = scope.activation;
  if (callee && (callee.kind === 'unknown' || callee.kind === 'object')) engine.interpreter.recordUnsureRequest(place, args, node);
  const functions = [...given].filter(isFunction);
  // methods of Python's dictionaries and lists call only functions that have a name, as `sort(key=...)`
  const isAnswer = callee?.kind === 'unknown' && callee.why === ANSWER && place.at.file.language === 'python';
  const called = isAnswer ? filterValue(given, (each) => [...args.named.values()].some((value) => value.has(each))) : given;
  // nothing else has the holder in `channel('orders').subscribe(save)`
  const isTemporary = !holder || (node?.callee.kind === 'member' && node.callee.of.kind === 'call');
  const returned = !loading || (node?.unused && isTemporary) ? callInTurn(place, called) : NO_VALUE;
  const calls = holder && (!loading || (node?.unused && functions.length === 0));
  const fromHolder = calls ? callInTurn(place, findInsides(holder)) : NO_VALUE;
  const mayBeKept = (atom: Atom) => (matters(atom) || isEnvironment(atom)) && atom !== holder && !(ofLeftOut && isOptionsObject(atom));
  const contents = filterValue(union(given, kept, returned, fromHolder), mayBeKept);
  if (ofLeftOut) engine.store.getObject('called from outside', 'plain').contents.addValue(filterValue(given, isOptionsObject));
  if (contents.size === 0 && callee) return only(holder ?? (isAnswer || ofLeftOut ? callee : undefined) ?? engine.store.getUnknown('the result of something that is not followed'));
  // what is registered with the result is registered with what gave it: `app.get('/orders')(handler)`
  const result = holder ?? engine.findObjectAt(place.at, scope, 'opaque');
  result.contents.addValue(contents);
  // most decorators call what they get with the same arguments
  if (node?.unused && place.at.file.language === 'python') return union(only(result), filterValue(args.positional[0] ?? NO_VALUE, ({ kind }) => kind === 'function'));
  return only(result);
}

/** Tells whether something is an object that holds only functions and data. */
function isOptionsObject(atom: Atom): boolean {
  return atom.kind === 'object' && holdsOnly(atom, (each) => isFunction(each) || !matters(each));
}

/** Middleware has functions that give functions: `(next) => async (request) => next(request)`. */
const MANY_TURNS = 3;

/** Calls functions with arguments that aren't known, as `callWithUnknown` does, and then the functions that these give. */
export function callInTurn(place: Place, given: Value, why = CALLED_BACK): Value {
  let [all, turn] = [NO_VALUE, given];
  for (let count = 0; count < MANY_TURNS && turn.size > 0; count++) {
    const returned = callWithUnknown(place, turn, why);
    turn = filterValue(returned, (atom) => mayBeCalled(atom) && !all.has(atom) && !given.has(atom));
    all = union(all, returned);
  }
  if (turn.size > 0) place.engine.noteOpen('budget', place.at, 'functions that give functions go deeper than is followed');
  return all;
}

/** Whoever gets lists and objects of functions calls these. Objects of a class are data more often. */
function mayBeCalled(atom: Atom): boolean {
  return isFunction(atom) || (atom.kind === 'object' && ['plain', 'list', 'class'].includes(atom.type));
}

export function isFunction({ kind }: Atom): boolean {
  return kind === 'function' || kind === 'bound' || kind === 'method';
}

/** Calls the functions among these, and those in objects among them, with arguments that aren't known. Gives all that these give. */
export function callWithUnknown(place: Place, value: Value, why = CALLED_BACK, seen = new Set<Atom>()): Value {
  const unknown = only(place.engine.store.getUnknown(why));
  const args = { ...positionals(unknown, unknown, unknown), more: unknown };
  return collectValues([...value], (atom) => {
    if (seen.has(atom)) return NO_VALUE;
    seen.add(atom);
    place.engine.step();
    if (isFunction(atom) || atom.kind === 'class method' || atom.kind === 'static method') return place.engine.interpreter.callValue(place, only(atom), NO_VALUE, args);
    if (atom.kind !== 'object') return NO_VALUE;
    const known = place.engine.calledBack.get(atom);
    if (known?.pass === place.engine.pass) return known.returned;
    // an object may hold itself
    place.engine.calledBack.set(atom, { pass: place.engine.pass, returned: known?.returned ?? NO_VALUE });
    const returned = callMembers(place, atom, args, (members) => callWithUnknown(place, members, why, seen));
    place.engine.calledBack.set(atom, { pass: place.engine.pass, returned });
    return returned;
  });
}

/** Calls the methods of an object, and whatever else it holds. */
function callMembers(place: Place, object: ObjectAtom, args: Arguments, call: (members: Value) => Value): Value {
  const { interpreter } = place.engine;
  // whoever gets a class makes instances of it, and calls these
  if (object.type === 'class') return call(interpreter.callValue(place, only(object), NO_VALUE, args));
  const held = call(union(object.contents.atoms, object.copied.atoms));
  return union(held, collectValues(listMemberKeys(place.engine, object, new Set()), (key) => {
    const found = followProperty(place, object, key);
    const returned = collectValues(filterValue(found, isFunction), (method) => interpreter.callValue(place, only(method), only(object), args));
    return union(returned, call(new Set(listObjects(found))));
  }));
}

const CALLED_BACK = 'an argument of a function that something else calls';

/** The keys of all that an object holds, with its methods. */
function listMemberKeys(engine: Engine, object: ObjectAtom, seen: Set<Atom>): Atom[] {
  if (seen.has(object)) return [];
  seen.add(object);
  const own = [...object.fields].filter(([name]) => !['constructor', '__init__', OF_CLASS].includes(name)).map(([, { key }]) => key);
  const computed = [...object.getters.keys()].map((name) => engine.store.getText(name));
  return [...own, ...computed, ...listObjects(object.inherited.atoms).flatMap((each) => listMemberKeys(engine, each, seen))];
}
