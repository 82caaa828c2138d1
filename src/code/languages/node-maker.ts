import { Argument, Call, Expression, Import, Joined, Located, Member, Sequence, SourceFile, Target } from '../ir';

/** A node without its place. */
type NodeKind = Expression extends infer Each ? Each extends Located ? Omit<Each, keyof Located> : never : never;

/** Makes the nodes of a program. Both languages use it. */
export abstract class NodeMaker {
  /** The conditions and loops around, within the same function. */
  private branches = 0;

  constructor(protected readonly file: SourceFile) {}

  /** Reads code that may not run. */
  protected inBranch<T>(read: () => T): T {
    return this.withBranches(this.branches + 1, read);
  }

  /** Reads the code of a function. */
  protected inFunction<T>(read: () => T): T {
    return this.withBranches(0, read);
  }

  private withBranches<T>(branches: number, read: () => T): T {
    const around = this.branches;
    this.branches = branches;
    const result = read();
    this.branches = around;
    return result;
  }

  protected makeNode<Kind extends NodeKind>(kind: Kind, offset: number): Kind & Located {
    return { ...kind, file: this.file, offset };
  }

  protected makeText(text: string, offset: number): Expression {
    return this.makeNode({ kind: 'text', text }, offset);
  }

  protected makeNothing(offset: number): Expression {
    return this.makeNode({ kind: 'nothing' }, offset);
  }

  protected makeName(name: string, offset: number): Expression {
    return this.makeNode({ kind: 'name', name }, offset);
  }

  protected makeSequence(steps: readonly Expression[], offset: number): Expression {
    if (steps.length === 1) return steps[0];
    return this.makeNode<Sequence>({ kind: 'sequence', steps }, offset);
  }

  /** Something that runs, and whose value isn't followed. */
  protected makeEffects(steps: readonly Expression[], offset: number): Expression {
    return this.makeNode({ kind: 'effects', steps }, offset);
  }

  /** A value of which nothing is known. */
  protected makeUnknown(offset: number): Expression {
    return this.makeUnreadable('', [], offset);
  }

  protected makeUnreadable(reason: string, steps: readonly Expression[], offset: number): Expression {
    return this.makeNode({ kind: 'unreadable', steps, reason }, offset);
  }

  protected makeMember(of: Expression, key: string | Expression, offset = of.offset): Member & Located {
    return this.makeNode<Member>({ kind: 'member', of, key: typeof key === 'string' ? this.makeText(key, offset) : key }, offset);
  }

  protected makeCall(callee: Expression, args: readonly Argument[], offset = callee.offset, more: Partial<Call> = {}): Expression {
    return this.makeNode<Call>({ kind: 'call', callee, args, construct: false, conditional: this.branches > 0, ...more }, offset);
  }

  protected makeAssignment(target: Target, value: Expression, offset = value.offset): Expression {
    return this.makeNode({ kind: 'assign', target, value, conditional: this.branches > 0 }, offset);
  }

  /** Gives a value to a name. */
  protected makeVariable(name: string, value: Expression, offset = value.offset): Expression {
    return this.makeAssignment({ kind: 'variable', name }, value, offset);
  }

  protected makeImport(module: string, offset: number): Expression {
    return this.makeNode<Import>({ kind: 'import', module: this.makeText(module, offset) }, offset);
  }

  protected makeJoined(parts: readonly Expression[], offset: number): Expression {
    return this.makeNode<Joined>({ kind: 'joined', parts }, offset);
  }

  /** A call that is a statement of its own. */
  protected markUnused(expression: Expression): Expression {
    if (expression.kind === 'call') return { ...expression, unused: true };
    return expression;
  }
}
