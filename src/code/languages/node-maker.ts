import { Argument, Branch, Call, Expression, FunctionLiteral, Import, Joined, Located, Member, Sequence, SourceFile, Target, THROWN } from '../ir';

/** A node without its place. */
type NodeKind = Expression extends infer Each ? Each extends Located ? Omit<Each, keyof Located> : never : never;

/** Where a node is. */
interface Surroundings {
  readonly branch: Branch | undefined;
  readonly end: number;
  readonly attempts: readonly number[];
}

type Signature = Pick<FunctionLiteral, 'params' | 'names' | 'outerNames'>;

let lastNode = 0;

/** Makes the nodes of a program. Both languages use it. */
export abstract class NodeMaker {
  /** The enclosing branch in the same function, which may not run. */
  protected branch: Branch | undefined;
  /** The end of the function. */
  private end: number;
  /** The ends of the `try` blocks around. */
  private attempts: readonly number[] = [];

  constructor(protected readonly file: SourceFile) {
    this.end = file.text.length;
  }

  /** Reads code that may not run. */
  protected inBranch<T>(read: () => T): T {
    return this.within({ branch: { outer: this.branch } }, read);
  }

  /** Reads the code of a function. */
  protected inFunction<T>(end: number, read: () => T): T {
    return this.within({ branch: undefined, end, attempts: [] }, read);
  }

  /** Reads the code of a `try` block, which may be left anywhere. */
  protected inAttempt<T>(end: number, read: () => T): T {
    return this.within({ branch: { outer: this.branch }, attempts: [...this.attempts, end] }, read);
  }

  private within<T>(inner: Partial<Surroundings>, read: () => T): T {
    const around = { branch: this.branch, end: this.end, attempts: this.attempts };
    Object.assign(this, inner);
    const result = read();
    Object.assign(this, around);
    return result;
  }

  /** Reads statements one after the other. What comes after a statement that may leave may not run. */
  protected readInOrder<T>(statements: readonly T[], mayLeave: (statement: T) => boolean, read: (statement: T) => Expression): Expression[] {
    return this.within({}, () => statements.map((each) => {
      const step = read(each);
      if (mayLeave(each)) this.branch = { outer: this.branch };
      return step;
    }));
  }

  protected makeNode<Kind extends NodeKind>(kind: Kind, offset: number, branch = this.branch): Kind & Located {
    return Object.assign(kind, { id: ++lastNode, file: this.file, offset, branch });
  }

  /** Reads the parts of a function when it is called first: most functions of libraries never are. */
  protected makeFunction(
    literal: Omit<FunctionLiteral, 'kind' | keyof Signature | 'body'>, readSignature: () => Signature, readBody: () => Expression, offset: number,
  ): FunctionLiteral & Located {
    let [signature, body]: [Signature | undefined, Expression | undefined] = [undefined, undefined];
    const lazy: FunctionLiteral = {
      kind: 'function',
      ...literal,
      get params() { return (signature ??= readSignature()).params; },
      get names() { return (signature ??= readSignature()).names; },
      get outerNames() { return (signature ??= readSignature()).outerNames; },
      get body() { return body ??= readBody(); },
    };
    return this.makeNode(lazy, offset);
  }

  /** A change of something that is named after a `try` block is left out if the block is left before. */
  private findBranchOfChange(...changed: readonly (Expression | undefined)[]): Branch | undefined {
    if (this.attempts.length === 0) return this.branch;
    const names = changed.flatMap(findRootName);
    const isSeenLater = this.attempts.some((from) => names.some((name) => this.file.text.slice(from, this.end).includes(name)));
    if (isSeenLater) return { outer: this.branch };
    return this.branch;
  }

  protected makeText(text: string, offset: number): Expression {
    return this.makeNode({ kind: 'text', text }, offset);
  }

  protected makeNothing(offset: number, isTrue?: boolean): Expression {
    return this.makeNode({ kind: 'nothing', isTrue }, offset);
  }

  protected makeMissing(offset: number): Expression {
    return this.makeNode({ kind: 'nothing', missing: true }, offset);
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
    return this.makeNode<Call>({ kind: 'call', callee, args, construct: false, ...more }, offset, this.findBranchOfChange(callee, args[0]?.value));
  }

  protected makeAssignment(target: Target, value: Expression, offset = value.offset): Expression {
    const changed = target.kind === 'property' ? [target.member] : [];
    return this.makeNode({ kind: 'assign', target, value }, offset, this.findBranchOfChange(...changed));
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

  /** Where errors go that are thrown, whatever catches them. */
  protected makeThrown(offset: number): Member & Located {
    return this.makeMember(this.makeName('globalThis', offset), THROWN);
  }

  /** A call that is a statement of its own. */
  protected markUnused(expression: Expression): Expression {
    if (expression.kind === 'call') return { ...expression, unused: true };
    return expression;
  }
}

/** The name that a chain of members begins with. */
function findRootName(node: Expression | undefined): string[] {
  if (node?.kind === 'member') return findRootName(node.of);
  if (node?.kind === 'name') return [node.name];
  if (node?.kind === 'this') return ['this'];
  return [];
}
