import { allArguments, Arguments, positionals } from './arguments';
import { findGiven, findInsides, matters } from './contents';
import { Place } from './engine';
import { OF_CLASS, followProperty } from './properties';
import { Atom, filterValue, listObjects, NO_VALUE, ObjectAtom, only, union, Value } from './values';
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
  const given = filterValue(union(all, findGiven(all)), matters);
  const [holder] = listObjects(new Set(toList(callee)));
  const { loading } = scope.activation;
  if (callee && (callee.kind === 'unknown' || callee.kind === 'object')) engine.interpreter.recordUnsureRequest(place, args, node);
  const functions = [...given].filter(isFunction);
  // nothing else has the holder in `channel('orders').subscribe(save)`
  const isTemporary = !holder || (node?.callee.kind === 'member' && node.callee.of.kind === 'call');
  const returned = !loading || (node?.unused && isTemporary) ? callInTurn(place, given) : NO_VALUE;
  const calls = holder && (!loading || (node?.unused && functions.length === 0));
  const fromHolder = calls ? callWithUnknown(place, findInsides(holder)) : NO_VALUE;
  const contents = filterValue(union(given, kept, returned, fromHolder), (atom) => matters(atom) && atom !== holder);
  if (contents.size === 0 && callee) return only(holder ?? engine.store.getUnknown('the result of something that is not followed'));
  const result = engine.findObjectAt(place.at, scope, 'opaque');
  result.contents.addValue(contents);
  if (holder && holder !== result) {
    // what is registered with the result is registered with what gave it: `app.get('/orders')(handler)`
    holder.contents.addAtom(result);
    result.contents.addAtom(holder);
  }
  return only(result);
}

/** Middleware has functions that give functions: `(next) => async (request) => next(request)`. */
const MANY_TURNS = 3;

/** Calls functions with arguments that aren't known, and then the functions that these give. */
function callInTurn(place: Place, given: Value): Value {
  let [all, turn] = [NO_VALUE, given];
  for (let count = 0; count < MANY_TURNS && turn.size > 0; count++) {
    const returned = callWithUnknown(place, turn);
    turn = filterValue(returned, (atom) => isFunction(atom) && !all.has(atom) && !given.has(atom));
    all = union(all, returned);
  }
  return all;
}

export function isFunction({ kind }: Atom): boolean {
  return kind === 'function' || kind === 'bound' || kind === 'method';
}

/** Calls the functions among these, and those in objects among them, with arguments that aren't known. */
export function callWithUnknown(place: Place, value: Value, why = CALLED_BACK, seen = new Set<Atom>()): Value {
  const returned: Value[] = [];
  const unknown = only(place.engine.store.getUnknown(why));
  const args = { ...positionals(unknown, unknown, unknown), more: unknown };
  for (const atom of [...value]) {
    if (seen.has(atom)) continue;
    seen.add(atom);
    place.engine.step();
    if (isFunction(atom)) returned.push(place.engine.interpreter.callValue(place, only(atom), NO_VALUE, args));
    if (atom.kind !== 'object' || place.engine.calledBack.get(atom) === place.engine.pass) continue;
    place.engine.calledBack.set(atom, place.engine.pass);
    if (atom.type === 'class') {
      // whoever gets a class makes instances of it, and calls these
      callWithUnknown(place, place.engine.interpreter.callValue(place, only(atom), NO_VALUE, args), why, seen);
      continue;
    }
    callWithUnknown(place, union(atom.contents.atoms, atom.copied.atoms), why, seen);
    for (const key of listMemberKeys(atom, new Set())) {
      const found = followProperty(place, atom, key);
      const methods = [...found].filter(isFunction);
      for (const method of methods) place.engine.interpreter.callValue(place, only(method), only(atom), args);
      callWithUnknown(place, new Set(listObjects(found)), why, seen);
    }
  }
  return union(...returned);
}

const CALLED_BACK = 'an argument of a function that something else calls';

/** The keys of all that an object holds, with its methods. */
function listMemberKeys(object: ObjectAtom, seen: Set<Atom>): Atom[] {
  if (seen.has(object)) return [];
  seen.add(object);
  const own = [...object.fields].filter(([name]) => !['constructor', '__init__', OF_CLASS].includes(name)).map(([, { key }]) => key);
  return [...own, ...listObjects(object.inherited.atoms).flatMap((each) => listMemberKeys(each, seen))];
}
