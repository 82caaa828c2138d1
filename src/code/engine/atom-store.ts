import { Atom, BudgetExceeded, Cell, Changes, ClientAtom, ClientStyle, FunctionAtom, HandleAtom, keyOfValue, Numbered, ObjectAtom, Scope, Service, TextAtom, Value } from './values';
import { FunctionLiteral, Located } from '../ir';

type Kinds<T = Atom> = T extends Numbered ? Omit<T, 'id'> : never;

const MANY_ATOMS = 30_000;
const LONG_KEY = 20_000;

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

  public listFunctions(): FunctionAtom[] {
    return [...this.atoms.values()].filter((atom) => atom.kind === 'function');
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
    if (this.atoms.size > MANY_ATOMS || key.length > LONG_KEY) throw new BudgetExceeded();
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
