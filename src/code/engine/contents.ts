import { Atom, collectValues, dropNothing, isNothing, listObjects, NO_VALUE, ObjectAtom, only, union, Value } from './values';
import { LEFT_OUT } from '../ir';
import { canMakeRequests } from '../libraries/known-libraries';

export function identifyField(key: Atom): string {
  if (key.kind === 'text') return key.text;
  return `\0${key.id}`;
}

export function getField(object: ObjectAtom, name: string): Value {
  return object.fields.get(name)?.value.atoms ?? NO_VALUE;
}

/** The text that an atom is. */
export function findConstant(atom: Atom | undefined): string | undefined {
  if (atom?.kind === 'text') return atom.text;
  return undefined;
}

/** The keys that a value may be; undefined stands for any. */
export function listPossibleKeys(keys: Value): (Atom | undefined)[] {
  const known = dropNothing(keys);
  if (known.size === 0) return [undefined];
  return [...known];
}

/** All fields of an object, without those that it inherits. */
export function getFields(object: ObjectAtom): Value {
  return collectValues(object.fields.values(), ({ value }) => value.atoms);
}

/** All that objects give to the language. */
export function findGiven(value: Value): Value {
  return collectValues(listObjects(value), ({ given }) => given.atoms);
}

/** The elements of a list, or what may come of anything else that is gone over. */
export function collectElements(value: Value): Value {
  return collectValues(addCopied(value), (atom) => {
    if (isNothing(atom)) return NO_VALUE;
    if (atom.kind !== 'object') return only(atom);
    if (atom.type === 'opaque') return union(only(atom), findInsides(atom));
    if (atom.type !== 'list') return union(only(atom), atom.contents.atoms, atom.given.atoms);
    return union(atom.contents.atoms, getFields(atom));
  });
}

/** Adds what lists are copies of. Lists may be copies of each other. */
function addCopied(value: Value): Value {
  const hasCopied = (atom: Atom) => atom.kind === 'object' && atom.type === 'list' && atom.copied.atoms.size > 0;
  if (![...value].some(hasCopied)) return value;
  const all = new Set(value);
  for (const atom of all) if (atom.kind === 'object' && atom.type === 'list') for (const copied of atom.copied.atoms) all.add(copied);
  return all;
}

/** The contents that were found in an object. They are valid until a cell changes. */
const insidesByObject = new WeakMap<ObjectAtom, { readonly version: number; readonly insides: Value }>();

/** Finds everything inside of something that isn't followed, however deep, without the thing itself. */
export function findInsides(object: ObjectAtom): Value {
  const { version } = object.contents;
  const known = insidesByObject.get(object);
  if (known?.version === version) return known.insides;
  const insides = searchInsides(object);
  insidesByObject.set(object, { version, insides });
  return insides;
}

function searchInsides(object: ObjectAtom): Value {
  const found = new Set<Atom>();
  const seen = new Set<Atom>();
  const searchDeep = (each: ObjectAtom) => {
    if (seen.has(each)) return;
    seen.add(each);
    for (const value of [each.contents.atoms, each.copied.atoms, ...Array.from(each.fields.values(), (field) => field.value.atoms)]) {
      for (const atom of value) {
        // of lists, the elements: a map is made of a list of pairs
        if (atom.kind === 'object' && (atom.type === 'opaque' || atom.type === 'list')) searchDeep(atom);
        else if (matters(atom) || isEnvironment(atom)) found.add(atom);
      }
    }
  };
  searchDeep(object);
  return found;
}

/** Tells whether it matters who gets an atom: it doesn't for texts, for what isn't known anyway, and for libraries that make no requests. */
export function matters(atom: Atom): boolean {
  if (atom.kind === 'external') return canMakeRequests(atom.module);
  return !WITHOUT_MATTER.has(atom.kind);
}

/** Tells whether something holds nothing that is called or sent, and no names: it doesn't matter either who gets it. */
export function isData(atom: Atom): boolean {
  return holdsOnly(atom, (each) => !matters(each) && !isEnvironment(each) && !['text', 'variable', 'joined'].includes(each.kind));
}

/** Tells whether all that something holds meets a condition, however deep. */
export function holdsOnly(atom: Atom, meets: (atom: Atom) => boolean, seen = new Set<Atom>()): boolean {
  if (atom.kind !== 'object') return meets(atom);
  if (seen.has(atom)) return true;
  seen.add(atom);
  const { type, fields, getters, contents, given, copied, inherited } = atom;
  if (!['plain', 'list', 'opaque'].includes(type) || getters.size > 0 || inherited.atoms.size > 0) return false;
  const cells = [contents, given, copied, ...Array.from(fields.values(), ({ value }) => value)];
  return cells.every(({ atoms }) => [...atoms].every((each) => holdsOnly(each, meets, seen)));
}

const WITHOUT_MATTER: ReadonlySet<Atom['kind']> = new Set(['text', 'nothing', 'variable', 'joined', 'unknown', 'keys', 'builtin']);

/** Code that is a library in all likelihood, and that isn't followed. */
export function isLeftOut(atom: Atom): boolean {
  return atom.kind === 'unknown' && atom.why === LEFT_OUT;
}

/** The environment of the function, which libraries check and give back. */
export function isEnvironment(atom: Atom): boolean {
  return atom.kind === 'builtin' && atom.path === 'process.env';
}

/** Tells whether an object inherits from something that meets a condition. */
export function inheritsFrom(object: ObjectAtom, isIt: (parent: Atom) => boolean, seen = new Set<Atom>()): boolean {
  if (seen.has(object)) return false;
  seen.add(object);
  return [...object.inherited.atoms].some(isIt) || listObjects(object.inherited.atoms).some((each) => inheritsFrom(each, isIt, seen));
}

/** Tells whether a class or its prototype is one of errors. */
export function isErrorClass(object: ObjectAtom): boolean {
  return inheritsFrom(object, (parent) => (parent.kind === 'builtin' || parent.kind === 'external') && /(Error|Exception)$/.test(parent.path));
}

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
    if (atom.kind !== 'object') return { objects: [], open: atom.kind !== 'text' && !isNothing(atom) };
    if (atom.type !== 'opaque') return { objects: [atom], open: false };
    const inner = findObjects(atom.contents.atoms, seen);
    return { objects: inner.objects, open: inner.open || inner.objects.length === 0 };
  });
  return { objects: found.flatMap(({ objects }) => objects), open: found.some(({ open }) => open) };
}

/** The objects that were found in something that isn't followed. They are valid until a cell changes. */
const objectsWithin = new WeakMap<ObjectAtom, { readonly version: number; readonly objects: readonly ObjectAtom[] }>();

function findObjectsWithin(opaque: ObjectAtom): readonly ObjectAtom[] {
  const { version } = opaque.contents;
  const known = objectsWithin.get(opaque);
  if (known?.version === version) return known.objects;
  const { objects } = findObjects(only(opaque));
  objectsWithin.set(opaque, { version, objects });
  return objects;
}

/** Reads a field of an object, or of objects that were copied into it. If none has its name, it may be what is assigned under a key that isn't known. */
export function readField(object: ObjectAtom, name: string): Value {
  const found = readNamedField(object, name);
  if (found.size > 0) return found;
  return searchField(object, { name, named: false, seen: new Set() });
}

/** Reads a field that has its name for certain. */
export function readNamedField(object: ObjectAtom, name: string): Value {
  return searchField(object, { name, named: true, seen: new Set() });
}

/** Which field is read, and the objects that were read before. */
interface FieldSearch {
  readonly name: string;
  readonly named: boolean;
  readonly seen: Set<Atom>;
  /** It is within something that isn't followed: what is read there is a part of what is read of the whole. */
  readonly within?: boolean;
}

function searchField(object: ObjectAtom, search: FieldSearch): Value {
  if (search.seen.has(object)) return NO_VALUE;
  search.seen.add(object);
  const own = getField(object, search.name);
  const copied = collectValues(object.copied.atoms, (each) => searchCopied(each, own.size > 0, search));
  const inherits = object.type === 'instance' && own.size === 0;
  const inherited = inherits ? collectValues(listObjects(object.inherited.atoms), (each) => searchField(each, search)) : NO_VALUE;
  const found = union(own, copied, inherited);
  if (found.size > 0 || search.named) return found;
  return object.contents.atoms;
}

function searchCopied(atom: Atom, isKnown: boolean, search: FieldSearch): Value {
  if (atom.kind === 'object' && atom.type !== 'opaque') return searchField(atom, search);
  if (atom.kind === 'object') return searchWithin(atom, search);
  if (atom.kind === 'unknown' && !isKnown) return only(atom);
  return NO_VALUE;
}

/** The fields that were read of all objects in something that isn't followed. They are valid until a cell changes. */
const fieldsWithin = new WeakMap<ObjectAtom, { readonly version: number; readonly fields: Map<string, Value> }>();

function searchWithin(opaque: ObjectAtom, search: FieldSearch): Value {
  const { name, named, seen, within } = search;
  if (seen.has(opaque)) return NO_VALUE;
  seen.add(opaque);
  const searchAll = (inner: FieldSearch) => collectValues(findObjectsWithin(opaque), (each) => searchField(each, inner));
  if (within) return searchAll(search);
  const { version } = opaque.contents;
  const known = fieldsWithin.get(opaque);
  const fields = known?.version === version ? known.fields : new Map<string, Value>();
  fieldsWithin.set(opaque, { version, fields });
  const found = fields.get(`${named} ${name}`) ?? searchAll({ name, named, seen: new Set([opaque]), within: true });
  fields.set(`${named} ${name}`, found);
  return found;
}
