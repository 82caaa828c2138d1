import { NamedResource } from '../code-calls';
import { getField } from '../engine/contents';
import { Atom, collectValues, listObjects, NO_VALUE, ObjectAtom, only, TextAtom, union, Value } from '../engine/values';

/** Objects that a value may be. */
export interface FoundObjects {
  readonly objects: readonly ObjectAtom[];
  /** It may be something else, too. */
  readonly open: boolean;
}

/** Finds the objects that a value may be, also inside of what isn't followed. */
export function findObjects(value: Value, seen = new Set<Atom>()): FoundObjects {
  const fresh = [...value].filter((atom) => !seen.has(atom));
  for (const atom of fresh) seen.add(atom);
  const found = fresh.map((atom): FoundObjects => {
    if (atom.kind !== 'object') return { objects: [], open: atom.kind !== 'text' };
    if (atom.type !== 'opaque') return { objects: [atom], open: false };
    const inner = findObjects(atom.contents.atoms, seen);
    return { objects: inner.objects, open: inner.open || inner.objects.length === 0 };
  });
  return { objects: found.flatMap(({ objects }) => objects), open: found.some(({ open }) => open) };
}

/** Reads a parameter from an object, or from objects that were copied into it. */
export function readRequestField(object: ObjectAtom, name: string, seen = new Set<Atom>()): Value {
  if (seen.has(object)) return NO_VALUE;
  seen.add(object);
  const own = getField(object, name);
  const copied = collectValues(object.copied.atoms, (each) => readCopied(each, name, own.size > 0, seen));
  const inherits = object.type === 'instance' && own.size === 0;
  const inherited = inherits ? collectValues(listObjects(object.inherited.atoms), (each) => readRequestField(each, name, seen)) : NO_VALUE;
  const found = union(own, copied, inherited);
  if (found.size > 0) return found;
  return object.contents.atoms;
}

function readCopied(atom: Atom, name: string, isKnown: boolean, seen: Set<Atom>): Value {
  if (atom.kind === 'object') {
    const objects = atom.type === 'opaque' ? findObjects(only(atom)).objects : [atom];
    return collectValues(objects, (each) => readRequestField(each, name, seen));
  }
  if (atom.kind === 'unknown' && !isKnown) return only(atom);
  return NO_VALUE;
}

/** Tells whether an object has a field for certain, and not only under a condition. */
export function hasForCertain(object: ObjectAtom, name: string, around: readonly Atom[] = []): boolean {
  if (around.includes(object)) return false;
  const own = getField(object, name);
  if (object.certain.has(name)) return own.size > 0 && [...own].every((atom) => atom.kind !== 'text' || atom.text !== '');
  const within = [...around, object];
  const hasIt = (each: Atom) => each.kind === 'object' && hasForCertain(each, name, within);
  return [...object.certainCopies.values()].some((alternatives) => [...alternatives].every(hasIt));
}

/** Tells whether something was added to an object that isn't followed. */
export function mayHoldMore(object: ObjectAtom, seen = new Set<Atom>()): boolean {
  if (seen.has(object)) return false;
  seen.add(object);
  if (object.contents.atoms.size > 0) return true;
  return [...object.copied.atoms].some((each) => each.kind === 'unknown' || (each.kind === 'object' && (each.type === 'opaque' || mayHoldMore(each, seen))));
}

export function listEntryKeys(object: ObjectAtom, seen = new Set<Atom>()): Atom[] {
  if (seen.has(object)) return [];
  seen.add(object);
  const own = [...object.fields.values()].map(({ key }) => key);
  return [...own, ...listObjects(object.copied.atoms).flatMap((each) => listEntryKeys(each, seen))];
}

/** Names that a value may be. */
export interface FoundNames {
  readonly names: readonly NamedResource[];
  /** Why it may be something else. */
  readonly why?: string;
}

export function findNames(value: Value): FoundNames {
  const texts = [...value].filter(isKnownText);
  const names = new Map(texts.map((atom) => [spellText(atom), toName(atom)]));
  names.delete('');
  const [why] = [...value].filter((atom) => !isKnownText(atom)).map(explainUnknown);
  if (why !== undefined) return { names: [...names.values()], why };
  if (names.size > 0) return { names: [...names.values()] };
  return { names: [], why: value.size === 0 ? 'no value reaches it' : 'an empty text' };
}

function isKnownText(atom: Atom): atom is TextAtom {
  if (atom.kind === 'joined') return atom.parts.every(({ kind }) => kind !== 'unknown');
  return atom.kind === 'text' || atom.kind === 'variable';
}

function toName(atom: TextAtom): NamedResource {
  return { ...atom.kind === 'variable' && { variable: atom.name }, text: spellText(atom) };
}

/** Writes a text with its variables as `${NAME}`. */
function spellText(atom: TextAtom): string {
  switch (atom.kind) {
    case 'text': return atom.text;
    case 'variable': return `\${${atom.name}}`;
    case 'joined': return atom.parts.map(spellText).join('');
    case 'unknown': return '';
  }
}

function explainUnknown(atom: Atom): string {
  if (atom.kind === 'unknown') return atom.why;
  if (atom.kind === 'joined') return 'a text that is computed';
  return 'the result of something that isn\'t followed';
}
