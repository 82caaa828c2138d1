import { Arguments } from './arguments';
import { getField } from './contents';
import { Engine, Place } from './engine';
import { Atom, isNothing, NO_VALUE, ObjectAtom, union, Value } from './values';
import { Branch, Call, isInBranch, Located } from '../ir';

/** Begins an object anew, which a loop or a later pass makes again. */
export function beginFields(engine: Engine, object: ObjectAtom): void {
  engine.used.delete(object);
  object.certain.clear();
  object.certainCopies.clear();
}

/** Notes that a place always copies a value into an object. In a loop, the value is another one each time. */
export function noteCertainCopy(engine: Engine, object: ObjectAtom, source: Value, at: Located): void {
  engine.noteUse(source);
  if (source.size > 0) object.certainCopies.set(at, union(object.certainCopies.get(at) ?? NO_VALUE, source));
}

/**
 * Tells whether an object always has the fields that it gets here: no condition is between the place that makes it and this one,
 * and nothing has sent it before.
 */
export function getsFieldsForCertain({ engine, scope: { activation } }: Place, objects: Value, branch?: Branch): objects is Set<ObjectAtom> {
  const [object, ...others] = objects;
  if (object?.kind !== 'object' || others.length > 0 || engine.used.get(object) === engine.pass) return false;
  if (!branch && activation.loading && activation.runsAlways) return true;
  if (!branch && activation.constructs && activation.receiver.atoms.size === 1 && activation.receiver.atoms.has(object)) return true;
  const maker = engine.makers.get(object);
  return maker?.activation === activation && isInBranch(maker.branch, branch);
}

/** `Object.assign(target, ...sources)`. A target that the call itself makes is under the same condition. */
export function noteAssignedCopies(place: Place, target: Value, sources: readonly Value[], node?: Call & Located): void {
  for (const source of sources) place.engine.noteUse(source);
  if (!node || node.args.length === 0 || node.args.some(({ spread }) => spread)) return;
  const [{ value: first }, ...others] = node.args;
  if (!getsFieldsForCertain(place, target, first.kind === 'object' ? undefined : node.branch)) return;
  for (const object of target) others.forEach(({ value }, index) => noteCertainCopy(place.engine, object, sources[index] ?? NO_VALUE, value));
}

/** Python: the arguments of a call become the fields of an object, as in `dict(key=value, **more)`. */
export function noteGiven({ engine, at }: Place, object: ObjectAtom, { positional, named, objects }: Arguments): void {
  for (const name of named.keys()) object.certain.add(name);
  noteCertainCopy(engine, object, objects, at);
  // `dict(base)`: no other place copies this argument
  if (objects.size === 0) for (const source of positional.slice(0, 1)) noteCertainCopy(engine, object, source, at);
}

/** Tells whether an object always has a field, and not only under a condition. The field may still hold nothing. */
export function hasForCertain(object: ObjectAtom, name: string, around: readonly Atom[] = []): boolean {
  if (around.includes(object) || [...object.contents.atoms].some(isNothing)) return false;
  if (object.certain.has(name) || object.getters.has(name)) return true;
  const within = [...around, object];
  const hasIt = (each: Atom) => each.kind === 'object' && hasForCertain(each, name, within);
  return [...object.certainCopies.values()].some((alternatives) => [...alternatives].every(hasIt)) || [...object.inherited.atoms].some(hasIt);
}

/** Values from outside may replace the fields that an object already has. */
export function noteReplaced(object: ObjectAtom, source: Value, names: Iterable<string> = object.fields.keys()): void {
  const outside = [...source].filter((atom) => atom.kind === 'unknown' || (atom.kind === 'object' && atom.type === 'opaque'));
  if (outside.length === 0) return;
  for (const name of names) if (getField(object, name).size > 0) object.fields.get(name)?.value.addValue(new Set(outside));
}
