import { argumentAt, Arguments, NO_ARGUMENTS } from '../engine/arguments';
import { construct } from '../engine/classes';
import { inheritsFrom } from '../engine/contents';
import { Place } from '../engine/engine';
import { writeField } from '../engine/properties';
import { Atom, collectValues, dropNothing, listObjects, NO_VALUE, only, union, Value } from '../engine/values';

/** These make an instance of what they get, and call no method of it but validators. */
const MAKES_INSTANCE = ['model_validate', 'model_validate_json', 'model_construct', 'parse_obj', 'parse_raw', 'construct', 'from_orm'];
/** These give the fields of an instance as a dictionary. */
const GIVES_FIELDS = ['model_dump', 'dict'];

/**
 * Calls a method that a model of pydantic inherits. Undefined for everything else.
 *
 * @see https://docs.pydantic.dev/latest/api/base_model/
 */
export function callPydantic(place: Place, receiver: Atom, key: Atom | undefined, args: Arguments): Value | undefined {
  if (receiver.kind !== 'object' || key?.kind !== 'text') return undefined;
  if (!inheritsFrom(receiver, (parent) => parent.kind === 'external' && parent.module === 'pydantic' && /(^|\.)BaseModel$/.test(parent.path))) return undefined;
  const { engine, at, scope } = place;
  if (key.text === '__init__') {
    receiver.copied.addValue(dropNothing(args.objects));
    for (const [name, value] of args.named) writeField(engine, receiver, engine.store.getText(name), value);
    return NO_VALUE;
  }
  if (receiver.type === 'instance' && GIVES_FIELDS.includes(key.text)) {
    const fields = engine.findObjectAt(at, scope, 'plain', { part: 'fields' });
    fields.copied.addAtom(receiver);
    return only(fields);
  }
  if (!MAKES_INSTANCE.includes(key.text)) return undefined;
  const data = union(argumentAt(args, 0), args.objects);
  const isEnvironment = data.size > 0 && [...data].every((each) => each.kind === 'builtin' && each.path === 'os.environ');
  const more = isEnvironment ? NO_VALUE : only(engine.store.getUnknown('a field of a model'));
  const classes = receiver.type === 'class' ? [receiver] : listObjects(receiver.inherited.atoms);
  return collectValues(classes, (each) => construct(place, each, { ...NO_ARGUMENTS, more, named: args.named, objects: data }));
}
