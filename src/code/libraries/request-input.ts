import { argumentAt, Arguments } from '../engine/arguments';
import { Place } from '../engine/engine';
import { writeField } from '../engine/properties';
import { only, Value } from '../engine/values';

/** The parameters: the first argument (JavaScript), or all keyword arguments (Python). */
export function inputOf({ engine, at, scope }: Place, args: Arguments): Value {
  if (at.file.language === 'javascript') return argumentAt(args, 0);
  const input = engine.objectAt(at, scope, 'plain', { part: 'input' });
  for (const [name, value] of args.named) writeField(engine, input, engine.store.text(name), value);
  input.copied.add(args.objects);
  return only(input);
}
