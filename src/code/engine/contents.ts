import { Atom, NO_VALUE, ObjectAtom, only, union, Value } from './values';

export function fieldName(key: Atom): string {
  return key.kind === 'text' ? key.text : `\0${key.id}`;
}

export function fieldOf(object: ObjectAtom, name: string): Value {
  return object.fields.get(name)?.value.atoms ?? NO_VALUE;
}

/** The elements of a list, or what may come of anything else that is gone over. */
export function elementsOf(value: Value): Value {
  return union(...[...value].map((atom) => {
    if (atom.kind !== 'object') return only(atom);
    if (atom.type === 'opaque') return union(only(atom), insidesOf(atom));
    if (atom.type !== 'list') return union(only(atom), atom.contents.atoms);
    const copied = elementsOf(atom.copied.atoms);
    return union(atom.contents.atoms, copied, ...[...atom.fields.values()].map((field) => field.value.atoms));
  }));
}

/** What something that isn't followed holds, however deep: it stands for all of that itself, so it alone is no part of this. */
export function insidesOf(object: ObjectAtom): Value {
  const found = new Set<Atom>();
  const seen = new Set<Atom>();
  const visit = (each: ObjectAtom) => {
    if (seen.has(each)) return;
    seen.add(each);
    for (const atom of union(each.contents.atoms, each.copied.atoms, ...[...each.fields.values()].map((field) => field.value.atoms))) {
      // of lists, the elements: a map is made of a list of pairs
      if (atom.kind === 'object' && (atom.type === 'opaque' || atom.type === 'list')) visit(atom);
      else if (matters(atom)) found.add(atom);
    }
  };
  visit(object);
  return found;
}

/** Whether it matters who gets it: all but texts, and what isn't known anyway. */
export function matters({ kind }: Atom): boolean {
  return !['text', 'variable', 'joined', 'unknown', 'keys', 'builtin'].includes(kind);
}
