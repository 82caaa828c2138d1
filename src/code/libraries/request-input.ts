import { argumentAt, Arguments } from '../engine/arguments';
import { Place } from '../engine/engine';
import { writeField } from '../engine/properties';
import { only, Value } from '../engine/values';

/** The parameters: the first argument (JavaScript), or all keyword arguments (Python). */
export function readRequestInput({ engine, at, scope }: Place, args: Arguments): Value {
  if (at.file.language === 'javascript') return argumentAt(args, 0);
  const input = engine.findObjectAt(at, scope, 'plain', { part: 'input' });
  for (const [name, value] of args.named) {
    writeField(engine, input, engine.store.getText(name), value);
    input.certain.add(name);
  }
  input.copied.addValue(args.objects);
  if (args.objects.size === 1) for (const each of args.objects) input.certainCopies.add(each);
  return only(input);
}
