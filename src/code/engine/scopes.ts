import { Cell, FunctionAtom, Value } from './values';
import { SourceFile } from '../ir';

/** One call of a function, or the loading of a module, as one of the ways in which it is called. */
export interface Activation {
  readonly id: string;
  /** What it returns. */
  readonly result: Cell;
  readonly receiver: Cell;
  /** All its arguments. */
  readonly args: Value;
  readonly callee?: FunctionAtom;
  /** Code that runs when a module is loaded, before any request. */
  readonly loading: boolean;
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
  public find(name: string): Cell | undefined {
    const own = this.outerNames.includes(name) ? undefined : this.names.get(name);
    return own ?? this.parent?.find(name);
  }
}
