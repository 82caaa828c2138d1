import { Atom, BudgetExceeded, Cell, Changes, ClientStyle, FunctionAtom, HandleAtom, identifyValue, mayBeNothing, NO_VALUE, Numbered, ObjectAtom, Scope, Service, TextAtom, Value } from './values';
import { FunctionLiteral, LEFT_OUT, Located } from '../ir';

type Kinds<T = Atom> = T extends Numbered ? Omit<T, keyof Numbered> : never;
type Made<Kind extends Kinds['kind']> = Extract<Atom, { kind: Kind }>;

const MANY_ATOMS = 30_000;
const LONG_KEY = 20_000;
/** A function that is bound again and again, as in a loop, stays as it is. */
const MANY_BINDINGS = 5;

/** Makes atoms, the same for the same key. */
export class AtomStore {
  public readonly changes: Changes;
  private readonly atoms = new Map<Atom['kind'], Map<string, Atom>>();
  private count = 0;

  constructor() {
    this.changes = { count: 0, anyText: this.getUnknown('one of a great many texts') };
  }

  public makeCell(): Cell {
    return new Cell(this.changes);
  }

  public getText(text: string): Made<'text'> {
    return this.getAtom('text', text, () => ({ kind: 'text', text }));
  }

  public getNothing(missing: boolean, isTrue = false): Made<'nothing'> {
    return this.getAtom('nothing', `${missing} ${isTrue}`, () => ({ kind: 'nothing', missing, isTrue }));
  }

  public getEnvironmentVariable(name: string): Made<'variable'> {
    return this.getAtom('variable', name, () => ({ kind: 'variable', name }));
  }

  public getJoined(parts: readonly TextAtom[]): Made<'joined'> {
    return this.getAtom('joined', `${parts.map(({ id }) => id)}`, () => ({ kind: 'joined', parts }));
  }

  public getUnknown(why: string): Made<'unknown'> {
    return this.getAtom('unknown', why, () => ({ kind: 'unknown', why }));
  }

  /** A part of the program that is left out. What is assigned to it is its own. */
  public getLeftOut({ id }: Located): Made<'unknown'> {
    return this.getAtom('unknown', `${LEFT_OUT} ${id}`, () => ({ kind: 'unknown', why: LEFT_OUT }));
  }

  public getExternal(module: string, path: string): Made<'external'> {
    return this.getAtom('external', `${module} ${path}`, () => ({ kind: 'external', module, path }));
  }

  public getBuiltin(path: string): Made<'builtin'> {
    return this.getAtom('builtin', path, () => ({ kind: 'builtin', path }));
  }

  public getFunction(literal: FunctionLiteral & Located, scope: Scope, home?: ObjectAtom): Made<'function'> {
    return this.getAtom('function', `${literal.id} ${scope.id} ${home?.id}`, () => ({ kind: 'function', literal, scope, home }));
  }

  public listFunctions(): FunctionAtom[] {
    return [...this.atoms.get('function')?.values() ?? []].filter((atom) => atom.kind === 'function');
  }

  public getClient(service: Service, style: ClientStyle, otherCredentials: boolean): Made<'client'> {
    return this.getAtom('client', `${service} ${style} ${otherCredentials}`, () => ({ kind: 'client', service, style, otherCredentials }));
  }

  public getHandle(key: string, handle: Pick<HandleAtom, 'type' | 'client' | 'operation' | 'otherCredentials' | 'role'>): Made<'handle'> {
    return this.getAtom('handle', `${handle.type} ${handle.role} ${handle.operation} ${handle.client?.id} ${handle.otherCredentials} ${key}`,
      () => ({ kind: 'handle', table: this.makeCell(), ...handle }));
  }

  public getMethod(of: Atom, name: string): Made<'method'> {
    return this.getAtom('method', `${of.id} ${name}`, () => ({ kind: 'method', of, name }));
  }

  public getKeys(of: Atom): Made<'keys'> {
    return this.getAtom('keys', `${of.id}`, () => ({ kind: 'keys', of }));
  }

  public getBound(callee: Atom, receiver: Value, args: readonly Value[], named: ReadonlyMap<string, Value> = new Map(), objects = NO_VALUE): Atom {
    if (countBindings(callee) > MANY_BINDINGS) return callee;
    const given = [...args, ...named.values(), objects].map((each) => `${identifyValue(each)} ${mayBeNothing(each)}`).join(';');
    return this.getAtom('bound', `${callee.id} ${identifyValue(receiver)} ${given} ${[...named.keys()]}`, () => ({ kind: 'bound', callee, receiver, args, named, objects }));
  }

  public getClassMethod(kind: 'class method' | 'static method', callee: Value): Atom {
    return this.getAtom(kind, identifyValue(callee), () => ({ kind, callee }));
  }

  public getResolver(key: string): Made<'resolver'> {
    return this.getAtom('resolver', `${key}`, () => ({ kind: 'resolver', result: this.makeCell() }));
  }

  /** An object that is made in one place of the program, under the same circumstances. */
  public getObject(key: string, type: ObjectAtom['type'], more: Pick<ObjectAtom, 'literal' | 'scope' | 'operation'> = {}): Made<'object'> {
    return this.getAtom('object', `${type} ${key}`, () => ({
      kind: 'object', type, fields: new Map(), certain: new Set(), certainCopies: new Map(), getters: new Map(), contents: this.makeCell(), given: this.makeCell(), copied: this.makeCell(), inherited: this.makeCell(), ...more,
    }));
  }

  private getAtom<Kind extends Kinds['kind']>(kind: Kind, key: string, make: () => Extract<Kinds, { kind: Kind }>): Made<Kind> {
    const atoms = this.atoms.get(kind) ?? new Map<string, Atom>();
    this.atoms.set(kind, atoms);
    const known: any = atoms.get(key);
    if (known) return known;
    if (this.count > MANY_ATOMS || key.length > LONG_KEY) throw new BudgetExceeded();
    const atom: any = { ...make(), id: this.count++ };
    atom.alone = new Set([atom]);
    atoms.set(key, atom);
    return atom;
  }
}

function countBindings(atom: Atom): number {
  if (atom.kind === 'bound') return 1 + countBindings(atom.callee);
  return 0;
}
