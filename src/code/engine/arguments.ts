import { collectElements, readField } from './contents';
import { Atom, collectValues, identifyValue, listObjects, NO_VALUE, union, Value } from './values';

/** The arguments of a call. */
export interface Arguments {
  readonly positional: readonly Value[];
  /** Elements of lists whose length isn't known. */
  readonly more: Value;
  /** Python: arguments by keyword. */
  readonly named: ReadonlyMap<string, Value>;
  /** Python: objects whose fields are arguments, as `**params`. */
  readonly objects: Value;
}

export const NO_ARGUMENTS: Arguments = { positional: [], more: NO_VALUE, named: new Map(), objects: NO_VALUE };

export function positionals(...values: Value[]): Arguments {
  return { ...NO_ARGUMENTS, positional: values };
}

/** The arguments of a call of a function that has some already. Those by name take the place of earlier ones. */
export function prependArguments(bound: Extract<Atom, { kind: 'bound' }>, { positional, more, named, objects }: Arguments): Arguments {
  return { positional: [...bound.args, ...positional], more, named: new Map([...bound.named, ...named]), objects: union(bound.objects, objects) };
}

/** An argument by its position, or by its name (Python). */
export function argumentAt({ positional, more, named, objects }: Arguments, index: number, name?: string): Value {
  const byName = name === undefined ? NO_VALUE : named.get(name) ?? collectValues(listObjects(objects), (each) => readField(each, name));
  if (byName.size > 0) return byName;
  return positional[index] ?? more;
}

/** The same for the same arguments. */
export function identifyArguments({ positional, more, named, objects }: Arguments): string {
  const byName = [...named].map(([name, value]) => `${name}=${identifyValue(value)}`);
  return [...positional.map(identifyValue), '|', identifyValue(more), ...byName, identifyValue(objects)].join(';');
}

/** Tells whether some arguments are all among others, in the same places. */
export function areContained(some: Arguments, others: Arguments): boolean {
  const isPart = (part: Value, whole: Value) => [...part].every((atom) => whole.has(atom));
  return some.positional.length === others.positional.length && some.positional.every((value, index) => isPart(value, others.positional[index]))
    && isPart(some.more, others.more) && isPart(some.objects, others.objects)
    && some.named.size === others.named.size && [...some.named].every(([name, value]) => isPart(value, others.named.get(name) ?? NO_VALUE));
}

/** Everything that a call gives. */
export function allArguments({ positional, more, named, objects }: Arguments): Value {
  return union(...positional, more, ...named.values(), objects);
}

/** The elements of a list as arguments: as many as it is known to have. */
export function spreadArguments(list: Value): Pick<Arguments, 'positional' | 'more'> {
  const [only] = [...list];
  if (list.size === 1 && only.kind === 'object' && only.type === 'list' && only.contents.atoms.size === 0 && only.copied.atoms.size === 0) {
    return { positional: [...only.fields.values()].map(({ value }) => value.atoms), more: NO_VALUE };
  }
  return { positional: [], more: collectElements(list) };
}
