import { Arguments } from './arguments';
import { Engine, Place } from './engine';
import { NO_VALUE, ObjectAtom, union, Value } from './values';
import { Call, Expression, Located } from '../ir';

/** Begins an object anew: once a pass, because later passes know more. */
export function beginFields(engine: Engine, object: ObjectAtom): void {
  if (engine.begun.get(object) === engine.pass) return;
  engine.begun.set(object, engine.pass);
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
 * Tells whether an object always gets the fields that it gets here: the same call makes the object,
 * no condition is between, and nothing has sent it before.
 */
export function getsFieldsForCertain({ engine, scope }: Place, objects: Value, conditional = false): objects is Set<ObjectAtom> {
  const [object, ...others] = objects;
  if (object?.kind !== 'object' || others.length > 0 || conditional) return false;
  return engine.makers.get(object) === scope.activation && engine.used.get(object) !== engine.pass;
}

/** `Object.assign(target, ...sources)`. A target that the call itself makes is under the same condition. */
export function noteAssignedCopies(place: Place, target: Value, sources: readonly Value[], node?: Call): void {
  for (const source of sources) place.engine.noteUse(source);
  if (!node || node.args.length === 0 || node.args.some(({ spread }) => spread)) return;
  const [{ value: first }, ...others] = node.args;
  if (!getsFieldsForCertain(place, target, node.conditional && first.kind !== 'object')) return;
  for (const object of target) {
    others.forEach(({ value }, index) => mayBeNothing(value) || noteCertainCopy(place.engine, object, sources[index] ?? NO_VALUE, value));
  }
}

/** Python: the arguments of a call become the fields of an object, as in `dict(key=value, **more)`. */
export function noteGiven({ engine, at }: Place, object: ObjectAtom, { positional, named, objects }: Arguments): void {
  for (const name of named.keys()) object.certain.add(name);
  noteCertainCopy(engine, object, objects, at);
  // `dict(base)`: no other place copies this argument
  if (objects.size === 0) for (const source of positional.slice(0, 1)) noteCertainCopy(engine, object, source, at);
}

export function mayBeNothing(node: Expression): boolean {
  if (node.kind === 'sequence') return node.steps.slice(-1).some(mayBeNothing);
  return node.kind === 'nothing' || (node.kind === 'choice' && node.options.some(mayBeNothing));
}
