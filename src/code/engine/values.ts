import { Branch, ClassLiteral, FunctionLiteral, Located, SourceFile } from '../ir';

/** All that a place may hold; empty for what is never assigned. */
export type Value = ReadonlySet<Atom>;

export const NO_VALUE: Value = new Set();

/** One of the things that a place may hold. The same thing is the same object. */
export type Atom = Numbered & (
  | { readonly kind: 'text'; readonly text: string }
  /** `null`, `None`, `true` and the like; `undefined` if a default takes its place. */
  | { readonly kind: 'nothing'; readonly missing: boolean; readonly isTrue: boolean }
  /** The value of an environment variable. */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'joined'; readonly parts: readonly TextAtom[] }
  | FunctionAtom
  /** A function with its first arguments, and in Python some by their names. */
  | { readonly kind: 'bound'; readonly callee: Atom; readonly receiver: Value; readonly args: readonly Value[]; readonly named: ReadonlyMap<string, Value>; readonly objects: Value }
  /** Python: a method that isn't given an instance. */
  | { readonly kind: 'class method' | 'static method'; readonly callee: Value }
  | ObjectAtom
  /** A part of a module from outside of the app. */
  | { readonly kind: 'external'; readonly module: string; readonly path: string }
  /** A part of the language. */
  | { readonly kind: 'builtin'; readonly path: string }
  | ClientAtom
  | HandleAtom
  /** A method of a client or a handle, apart from it. */
  | { readonly kind: 'method'; readonly of: Atom; readonly name: string }
  /** The keys of something whose keys aren't known. */
  | { readonly kind: 'keys'; readonly of: Atom }
  /** The function that fulfills a promise. */
  | { readonly kind: 'resolver'; readonly result: Cell }
  | { readonly kind: 'unknown'; readonly why: string }
);

export interface Numbered {
  readonly id: number;
  /** The value that is this alone. */
  readonly alone: Value;
}

export type TextAtom = Extract<Atom, { kind: 'text' | 'variable' | 'joined' | 'unknown' }>;

export interface FunctionAtom extends Numbered {
  readonly kind: 'function';
  readonly literal: FunctionLiteral & Located;
  readonly scope: Scope;
  /** The class that it is a method of. */
  readonly home?: ObjectAtom;
}

/** A client of an AWS service, by how it is called. */
export interface ClientAtom extends Numbered {
  readonly kind: 'client';
  readonly service: Service;
  readonly style: ClientStyle;
  /** It has credentials of its own, so the function's role doesn't decide. */
  readonly otherCredentials: boolean;
}

export type Service = 'dynamodb' | 'streams' | 'kms';

/** - `send`: SDK v3, `methods`: its aggregated clients, SDK v2 and boto3; `document`: short names; `resource`: boto3's */
export type ClientStyle = 'send' | 'methods' | 'document' | 'resource';

/** Something that a client gives, and that makes requests itself. */
export interface HandleAtom extends Numbered {
  readonly kind: 'handle';
  readonly type: 'table' | 'paginator' | 'waiter' | 'batch' | 'session' | 'service' | 'mapper';
  /** The library of a mapper, and the kind of object that it makes: `ElectroDB entity`. */
  readonly role?: string;
  readonly client?: ClientAtom;
  /** The operation of a paginator, a waiter or a request that a mapper builds. */
  readonly operation?: string;
  /** The name of a table. */
  readonly table: Cell;
  readonly otherCredentials: boolean;
}

export interface ObjectAtom extends Numbered {
  readonly kind: 'object';
  /** - `opaque`: the result of something that isn't followed: it may be any of its contents, or contain them */
  readonly type: 'plain' | 'list' | 'class' | 'instance' | 'opaque' | 'exports' | 'command';
  readonly fields: Map<string, ObjectField>;
  readonly getters: Map<string, Cell>;
  /** The fields that it always has: not only under a condition. */
  readonly certain: Set<string>;
  /** The values that are always copied into it, by the place that copies them. Each time it is one of several objects. */
  readonly certainCopies: Map<Located, Value>;
  /** The values under keys that aren't known. */
  readonly contents: Cell;
  /** All that its methods give that the language calls: those of context managers, iterators and operators among them. */
  readonly given: Cell;
  /** Objects that were copied into it. */
  readonly copied: Cell;
  /** Its prototypes, its class (Python), or its parents (classes). */
  readonly inherited: Cell;
  readonly literal?: ClassLiteral & Located;
  readonly scope?: Scope;
  /** The operation of a command, and the request that it makes. */
  readonly operation?: string;
}

export interface ObjectField {
  readonly key: Atom;
  readonly value: Cell;
}

/** A place that only ever gets more values. */
export class Cell {
  public readonly atoms = new Set<Atom>();
  private texts = 0;
  /** The other values, while the place stands for a single one. */
  private aside: ReadonlySet<Atom> = NO_VALUE;

  constructor(private readonly changes: Changes) {}

  /** Changes whenever any cell of the program does. */
  public get version(): number {
    return this.changes.count;
  }

  public addValue(value: Value): void {
    if (value !== this.atoms) for (const atom of value) this.addAtom(atom);
  }

  /** Holds one value alone while something runs, and keeps it afterwards beside what was there. */
  public during(value: Value, run: () => void): void {
    const [before, texts, around] = [new Set(this.atoms), this.texts, this.aside];
    this.aside = union(around, before);
    this.replace(value);
    this.texts = 0;
    try {
      run();
    } finally {
      const within = new Set(this.atoms);
      this.replace(before);
      [this.texts, this.aside] = [texts, around];
      this.addValue(within);
    }
  }

  private replace(atoms: Iterable<Atom>): void {
    this.atoms.clear();
    for (const atom of atoms) this.atoms.add(atom);
  }

  public addAtom(atom: Atom): void {
    if (this.atoms.has(atom)) return;
    if ((atom.kind === 'text' || atom.kind === 'joined') && ++this.texts > MANY_TEXTS) {
      if (this.atoms.has(this.changes.anyText)) return;
      atom = this.changes.anyText;
    }
    this.atoms.add(atom);
    if (!this.aside.has(atom) && ++this.changes.count > MANY_CHANGES) throw new BudgetExceeded();
  }
}

/** The code makes more of something than real handlers do. */
export class BudgetExceeded extends Error {}

const MANY_CHANGES = 400_000;

/** More texts in one place count as any text. */
const MANY_TEXTS = 40;

/** Counts changes, and so tells when nothing changes any more. */
export interface Changes {
  count: number;
  readonly anyText: Atom;
}

/** One call of a function, or the loading of a module, as one of the ways in which it is called. */
export interface Activation {
  readonly id: string;
  /** The values that it returns. */
  readonly result: Cell;
  readonly receiver: Cell;
  /** All its arguments. */
  readonly args: Cell;
  readonly callee?: FunctionAtom;
  /** Code that runs when a module is loaded, before any request. */
  readonly loading: boolean;
  /** It stands for many different calls. */
  readonly inAnyWay?: boolean;
  /** It is an arrow function, which has the arguments of the function around. */
  readonly isArrow?: boolean;
  /** It is the constructor of its receiver. */
  readonly constructs?: boolean;
  /** No condition is on the way to it. */
  runsAlways?: boolean;
}

/** Where an object is made. */
export interface Maker {
  readonly activation: Activation;
  readonly branch?: Branch;
}

/** The names that a part of the program declares, with their values. */
export class Scope {
  constructor(
    public readonly id: string,
    public readonly file: SourceFile,
    public readonly activation: Activation,
    private readonly names: ReadonlyMap<string, Cell>,
    public readonly parent?: Scope,
    private readonly outerNames: readonly string[] = [],
  ) {}

  /** The place of a name. */
  public findCell(name: string): Cell | undefined {
    const own = this.outerNames.includes(name) ? undefined : this.names.get(name);
    return own ?? this.parent?.findCell(name);
  }
}

/** The same for the same values, whether or not they may be missing, and whatever isn't known of them. */
export function identifyValue(value: Value): string {
  const ids: number[] = [];
  let isUnknown = false;
  for (const { kind, id } of value) {
    if (kind === 'unknown') isUnknown = true;
    else if (kind !== 'nothing') ids.push(id);
  }
  return `${ids.sort((one, other) => one - other)}${isUnknown ? '?' : ''}`;
}

export function isNothing({ kind }: Atom): boolean {
  return kind === 'nothing';
}

/** Tells whether an option is `true`. */
export function isTrue(atom: Atom): boolean {
  return atom.kind === 'nothing' && atom.isTrue;
}

/** Tells whether an option is `false`, `null` or undefined, which are read alike. */
export function isFalse(atom: Atom): boolean {
  return atom.kind === 'nothing' && !atom.isTrue;
}

export function mayBeNothing(value: Value): boolean {
  return [...value].some(isNothing);
}

export function dropNothing(value: Value): Value {
  if (!mayBeNothing(value)) return value;
  return filterValue(value, (atom) => !isNothing(atom));
}

export function union(...values: readonly Value[]): Value {
  return collectValues(values, (value) => value);
}

/** Reads one value after the other, and unites what is found. This is where most of the time goes: it makes a set only if it must. */
export function collectValues<T>(items: Iterable<T>, read: (item: T) => Value): Value {
  let [all, own]: [Value, Set<Atom> | undefined] = [NO_VALUE, undefined];
  for (const item of items) {
    const value = read(item);
    if (value.size === 0 || value === all) continue;
    if (all.size === 0) {
      all = value;
      continue;
    }
    for (const atom of value) {
      if (all.has(atom)) continue;
      own ??= new Set(all);
      all = own.add(atom);
    }
  }
  return all;
}

export function filterValue(value: Iterable<Atom>, isWanted: (atom: Atom) => boolean): Value {
  return new Set([...value].filter(isWanted));
}

/** The objects that a value may be. */
export function listObjects(value: Value): ObjectAtom[] {
  return [...value].filter((atom) => atom.kind === 'object');
}

/** The clients that a value may be. */
export function listClients(value: Value): ClientAtom[] {
  return [...value].filter((atom) => atom.kind === 'client');
}

export function only(atom: Atom): Value {
  return atom.alone;
}

