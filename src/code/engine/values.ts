import { ClassLiteral, Expression, FunctionLiteral, Located } from '../ir';
import { Scope } from './scopes';

/** All that a place may hold; empty for what is never assigned, and for `undefined`. */
export type Value = ReadonlySet<Atom>;

export const NO_VALUE: Value = new Set();

/** One of the things that a place may hold. The same thing is the same object. */
export type Atom = Numbered & (
  | { readonly kind: 'text'; readonly text: string }
  /** The value of an environment variable. */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'joined'; readonly parts: readonly TextAtom[] }
  | FunctionAtom
  /** A function with its first arguments. */
  | { readonly kind: 'bound'; readonly callee: Atom; readonly receiver: Value; readonly args: readonly Value[] }
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

interface Numbered { readonly id: number }

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

/** Something that a client or a mapper gives, and that makes requests itself. */
export interface HandleAtom extends Numbered {
  readonly kind: 'handle';
  readonly type: 'table' | 'paginator' | 'waiter' | 'batch' | 'session' | 'service' | 'mapper';
  readonly client?: ClientAtom;
  /** The operation of a paginator or waiter; the name of a mapper. */
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
  /** What it holds under keys that aren't known. */
  readonly contents: Cell;
  /** Objects that were copied into it. */
  readonly copied: Cell;
  /** What it inherits from: prototypes, classes (Python), parents (classes). */
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

  constructor(private readonly changes: Changes) {}

  public add(value: Value | Atom): void {
    if (!(value instanceof Set)) return this.addAtom(value as Atom);
    if (value !== this.atoms) for (const atom of value) this.addAtom(atom);
  }

  /** Holds one value alone while something runs, and keeps it afterwards beside what was there. */
  public during(value: Value, run: () => void): void {
    const before = [...this.atoms];
    this.replace(value);
    run();
    const within = new Set(this.atoms);
    this.replace(before);
    this.add(within);
  }

  private replace(atoms: Iterable<Atom>): void {
    this.atoms.clear();
    for (const atom of atoms) this.atoms.add(atom);
  }

  private addAtom(atom: Atom): void {
    if (this.atoms.has(atom)) return;
    if ((atom.kind === 'text' || atom.kind === 'joined') && ++this.texts > MANY_TEXTS) {
      if (this.atoms.has(this.changes.anyText)) return;
      atom = this.changes.anyText;
    }
    this.atoms.add(atom);
    this.changes.count++;
  }
}

/** More texts in one place count as any text. */
const MANY_TEXTS = 40;

/** Counts changes, and so tells when nothing changes any more. */
export interface Changes {
  count: number;
  readonly anyText: Atom;
}

type Kinds<T = Atom> = T extends Numbered ? Omit<T, 'id'> : never;

/** Makes atoms, the same for the same key. */
export class AtomStore {
  public readonly changes: Changes;
  private readonly atoms = new Map<string, Atom>();
  private readonly nodeIds = new WeakMap<object, number>();
  private lastNode = 0;

  constructor() {
    this.changes = { count: 0, anyText: this.atom('many', { kind: 'unknown', why: 'one of a great many texts' }) };
  }

  public newCell(): Cell {
    return new Cell(this.changes);
  }

  /** A number for a node of a program or any other object. */
  public numberOf(node: object): number {
    const known = this.nodeIds.get(node);
    if (known !== undefined) return known;
    this.nodeIds.set(node, ++this.lastNode);
    return this.lastNode;
  }

  public text(text: string): TextAtom {
    return this.atom(`text ${text}`, { kind: 'text', text }) as TextAtom;
  }

  public variable(name: string): TextAtom {
    return this.atom(`variable ${name}`, { kind: 'variable', name }) as TextAtom;
  }

  public joined(parts: readonly TextAtom[]): TextAtom {
    return this.atom(`joined ${parts.map(({ id }) => id)}`, { kind: 'joined', parts }) as TextAtom;
  }

  public unknown(why: string): TextAtom {
    return this.atom(`unknown ${why}`, { kind: 'unknown', why }) as TextAtom;
  }

  public external(module: string, path: string): Atom {
    return this.atom(`external ${module} ${path}`, { kind: 'external', module, path });
  }

  public builtin(path: string): Atom {
    return this.atom(`builtin ${path}`, { kind: 'builtin', path });
  }

  public function(literal: FunctionLiteral & Located, scope: Scope, home?: ObjectAtom): FunctionAtom {
    return this.atom(`function ${this.numberOf(literal)} ${scope.id} ${home?.id}`, { kind: 'function', literal, scope, home }) as FunctionAtom;
  }

  public client(service: Service, style: ClientStyle, otherCredentials: boolean): ClientAtom {
    return this.atom(`client ${service} ${style} ${otherCredentials}`, { kind: 'client', service, style, otherCredentials }) as ClientAtom;
  }

  public handle(key: string, handle: Pick<HandleAtom, 'type' | 'client' | 'operation' | 'otherCredentials'>): HandleAtom {
    return this.made(`handle ${handle.type} ${handle.operation} ${handle.client?.id} ${handle.otherCredentials} ${key}`, () =>
      ({ kind: 'handle', table: this.newCell(), ...handle })) as HandleAtom;
  }

  public method(of: Atom, name: string): Atom {
    return this.atom(`method ${of.id} ${name}`, { kind: 'method', of, name });
  }

  public keysOf(of: Atom): Atom {
    return this.atom(`keys ${of.id}`, { kind: 'keys', of });
  }

  public bound(callee: Atom, receiver: Value, args: readonly Value[]): Atom {
    if (depthOf(callee) > MANY_BINDINGS) return callee;
    return this.atom(`bound ${callee.id} ${keyOfValue(receiver)} ${args.map(keyOfValue).join(';')}`, { kind: 'bound', callee, receiver, args });
  }

  public methodOfClass(kind: 'class method' | 'static method', callee: Value): Atom {
    return this.atom(`${kind} ${keyOfValue(callee)}`, { kind, callee });
  }

  public resolver(key: string): Extract<Atom, { kind: 'resolver' }> {
    return this.made(`resolver ${key}`, () => ({ kind: 'resolver', result: this.newCell() })) as Extract<Atom, { kind: 'resolver' }>;
  }

  /** An object that is made in one place of the program, under the same circumstances. */
  public object(key: string, type: ObjectAtom['type'], more: Pick<ObjectAtom, 'literal' | 'scope' | 'operation'> = {}): ObjectAtom {
    return this.made(`${type} ${key}`, () => ({
      kind: 'object', type, fields: new Map(), getters: new Map(), contents: this.newCell(), copied: this.newCell(), inherited: this.newCell(), ...more,
    })) as ObjectAtom;
  }

  private atom(key: string, kind: Kinds): Atom {
    return this.made(key, () => kind);
  }

  private made(key: string, make: () => Kinds): Atom {
    const known = this.atoms.get(key);
    if (known) return known;
    const atom: Atom = Object.assign(make(), { id: this.atoms.size });
    this.atoms.set(key, atom);
    return atom;
  }
}

/** A function that is bound again and again, as in a loop, stays as it is. */
const MANY_BINDINGS = 5;

function depthOf(atom: Atom): number {
  return atom.kind === 'bound' ? 1 + depthOf(atom.callee) : 0;
}

/** The same for the same values. */
export function keyOfValue(value: Value): string {
  return value.size === 0 ? '' : value.size === 1 ? String([...value][0].id) : [...value].map(({ id }) => id).sort((one, other) => one - other).join();
}

export function union(...values: readonly Value[]): Value {
  const filled = values.filter(({ size }) => size > 0);
  return filled.length < 2 ? filled[0] ?? NO_VALUE : new Set(filled.flatMap((value) => [...value]));
}

export function only(atom: Atom): Value {
  return new Set([atom]);
}

/** Where an expression stands, for a key. */
export type Site = Expression | Located;
