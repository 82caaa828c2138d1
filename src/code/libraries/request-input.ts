import { argumentAt, Arguments } from '../engine/arguments';
import { beginFields, noteGiven } from '../engine/certain-fields';
import { Place } from '../engine/engine';
import { writeField } from '../engine/properties';
import { only, Value } from '../engine/values';

/** The parameters: the first argument (JavaScript), or all keyword arguments (Python). */
export function readRequestInput(place: Place, args: Arguments): Value {
  const { engine, at, scope } = place;
  if (at.file.language === 'javascript') return argumentAt(args, 0);
  const input = engine.findObjectAt(at, scope, 'plain', { part: 'input' });
  beginFields(engine, input);
  for (const [name, value] of args.named) writeField(engine, input, engine.store.getText(name), value);
  input.copied.addValue(args.objects);
  noteGiven(place, input, { ...args, positional: [] });
  return only(input);
}
