import { NamedResource } from '../code-calls';
import { Atom, dropNothing, isNothing, listObjects, mayBeNothing, ObjectAtom, TextAtom, Value } from '../engine/values';

/** Tells whether something was added to an object that isn't followed. */
export function mayHoldMore(object: ObjectAtom, seen = new Set<Atom>()): boolean {
  if (seen.has(object)) return false;
  seen.add(object);
  if (dropNothing(object.contents.atoms).size > 0) return true;
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
  const names = new Map(texts.map((atom) => [spellText(atom), makeNamed(atom)]));
  names.delete('');
  const [why] = [...value].filter((atom) => !isKnownText(atom) && !isNothing(atom)).map(explainUnknown);
  if (why !== undefined) return { names: [...names.values()], why };
  if (names.size > 0) return { names: [...names.values()] };
  return { names: [], why: dropNothing(value).size === 0 ? 'no value reaches it' : 'an empty text' };
}

/** Drops the texts that can't be names, if others can: values were mixed that belong to other calls. */
export function dropOtherTexts(names: readonly NamedResource[]): readonly NamedResource[] {
  const valid = names.filter(({ text }) => isResourceName(text));
  if (valid.length > 0) return valid;
  return names;
}

/**
 * Tells whether DynamoDB takes a text for the name or the ARN of a table, an index or something else of a table. It refuses other texts
 * before it looks at permissions.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
function isResourceName(text: string): boolean {
  const known = text.replace(VARIABLE, '');
  if (text.startsWith('arn:')) return /^arn:[\w-]*:dynamodb\b/.test(text) || known !== text;
  return known === text ? /^[\w.-]{3,255}$/.test(text) : /^[\w.:/-]*$/.test(known);
}

const VARIABLE = /\$\{\w+\}/g;

/** Tells whether a value is always a name. */
export function isAlwaysNamed(value: Value): boolean {
  return !mayBeNothing(value) && [...value].every((atom) => atom.kind !== 'text' || atom.text !== '');
}

function isKnownText(atom: Atom): atom is TextAtom {
  if (atom.kind === 'joined') return atom.parts.every(({ kind }) => kind !== 'unknown');
  return atom.kind === 'text' || atom.kind === 'variable';
}

function makeNamed(atom: TextAtom): NamedResource {
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
  return 'the result of something that is not followed';
}
