import { computeOnce } from '../values/compute-once';

/**
 * The form that JavaScript and Python have in common: as much of a program as decides which values reach a call.
 *
 * Conditions are left out, because both ways count. Statements are expressions: a body is a sequence.
 */
export type Expression = (
  | Text | Nothing | Name | Member | Call | FunctionLiteral | ClassLiteral | ObjectLiteral | ListLiteral | Joined | Choice | Fallback
  | Sequence | Effects | Assignment | Block | Return | Loop | Current | Import | Unreadable
) & Located;

/** The source file of a node, and its offset in there. */
export interface Located {
  /** The same for no other node. */
  readonly id: number;
  readonly file: SourceFile;
  readonly offset: number;
  /** The code of the function that may not run and that the node is in; undefined if the node always runs. */
  readonly branch?: Branch;
}

/** Code that may not run, within other such code: under a condition, in a loop, or after something that may leave. */
export interface Branch { readonly outer?: Branch }

/** Tells whether a branch is another one, or within that. */
export function isInBranch(branch: Branch | undefined, other: Branch | undefined): boolean {
  if (branch === other || other === undefined) return true;
  return branch !== undefined && isInBranch(branch.outer, other);
}

export interface SourceFile {
  /** The path in the asset. */
  readonly path: string;
  readonly text: string;
  readonly language: 'javascript' | 'python';
}

/** A constant: texts, and numbers as texts, because they are keys. */
export interface Text { readonly kind: 'text'; readonly text: string }

/** A value that is no text, function or object, such as `null` and `true`. */
export interface Nothing {
  readonly kind: 'nothing';
  /** It is `undefined`, so that a default takes its place. */
  readonly missing?: boolean;
  /** It is `true`. */
  readonly isTrue?: boolean;
}

export interface Name { readonly kind: 'name'; readonly name: string }

export interface Member {
  readonly kind: 'member';
  readonly of: Expression;
  readonly key: Expression;
  /** It is nothing if that is what it is read of: `?.`. */
  readonly optional?: boolean;
}

export interface Call {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly args: readonly Argument[];
  readonly construct: boolean;
  /** Nothing uses the result, so the call is there for its effect. */
  readonly unused?: boolean;
}

export interface Argument {
  readonly value: Expression;
  readonly spread?: boolean;
  /** The keyword of a Python argument. */
  readonly name?: string;
}

export interface FunctionLiteral {
  readonly kind: 'function';
  readonly name?: string;
  readonly params: readonly Parameter[];
  readonly names: readonly string[];
  readonly body: Expression;
  /** How it gets its receiver: as `this`, as the first argument (Python), or from the function around it (arrow functions). */
  readonly receiver: 'this' | 'first' | 'outer';
  /** The length of its text. */
  readonly length: number;
  /** Python: names that belong to the module or to the function around. */
  readonly outerNames?: readonly string[];
}

export interface Parameter {
  readonly target: Target;
  /** The name of a Python parameter. */
  readonly name?: string;
  readonly fallback?: Expression;
  /** It takes all other arguments: those by position, or those by keyword. */
  readonly rest?: 'positional' | 'keyword';
}

export interface ClassLiteral {
  readonly kind: 'class';
  readonly name?: string;
  readonly parents: readonly Expression[];
  readonly members: readonly ClassMember[];
  /** Runs when the class is created, with the class as receiver. */
  readonly setup: readonly Expression[];
}

export interface ClassMember {
  readonly key: Expression;
  readonly value: Expression;
  readonly static: boolean;
  readonly kind: 'method' | 'get' | 'field';
}

export interface ObjectLiteral { readonly kind: 'object'; readonly entries: readonly Entry[] }

export interface Entry {
  /** Undefined for a spread. */
  readonly key?: Expression;
  readonly value: Expression;
  readonly getter?: boolean;
}

export interface ListLiteral { readonly kind: 'list'; readonly elements: readonly Argument[] }

/** Texts in a row: a template, an f-string, or a sum. */
export interface Joined { readonly kind: 'joined'; readonly parts: readonly Expression[] }

/** One of several values. */
export interface Choice { readonly kind: 'choice'; readonly options: readonly Expression[] }

/** The second value only where the first is empty: `||` and `??`. */
export interface Fallback { readonly kind: 'fallback'; readonly first: Expression; readonly second: Expression }

/** The last of these is the value. */
export interface Sequence { readonly kind: 'sequence'; readonly steps: readonly Expression[] }

/** Evaluated, but their result is nothing that is followed, such as that of a comparison. */
export interface Effects { readonly kind: 'effects'; readonly steps: readonly Expression[] }

export interface Assignment {
  readonly kind: 'assign';
  readonly target: Target;
  readonly value: Expression;
}

/** A scope with names of its own. */
export interface Block { readonly kind: 'block'; readonly names: readonly string[]; readonly body: Expression }

export interface Return { readonly kind: 'return'; readonly value: Expression }

export interface Loop {
  readonly kind: 'loop';
  readonly target: Target;
  readonly over: Expression;
  /** It goes over the keys (`for ... in` of JavaScript) and not over the elements. */
  readonly keys: boolean;
  readonly names: readonly string[];
  readonly body: Expression;
}

/** The receiver of a method, its parents' methods, or the arguments of the function. */
export interface Current { readonly kind: 'this' | 'super' | 'arguments' }

export interface Import {
  readonly kind: 'import';
  /** The module, if its name is constant. */
  readonly module: Expression;
}

/** A form that isn't followed: what it has to do with DynamoDB is unknown. */
export interface Unreadable { readonly kind: 'unreadable'; readonly steps: readonly Expression[]; readonly reason: string }

/** A place that gets a value. */
export type Target =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'property'; readonly member: Member & Located }
  | { readonly kind: 'fields'; readonly fields: readonly Field[]; readonly rest?: Target }
  | { readonly kind: 'elements'; readonly elements: readonly (Target | undefined)[]; readonly rest?: Target; readonly after?: readonly Target[] }
  | { readonly kind: 'default'; readonly target: Target; readonly fallback: Expression };

export interface Field { readonly key: Expression; readonly target: Target }

/** A file as a program. */
export interface Module {
  readonly file: SourceFile;
  readonly names: readonly string[];
  readonly body: Expression;
  /** Reads the file again without the code that is a library in all likelihood. Undefined if the file tells libraries apart. */
  readonly leaveOutLibraries?: () => Module;
}

const findLineStarts = computeOnce(({ text }: SourceFile) => [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)]);

/** The file and the line of a node. Lines begin with 1. */
export function findPlace({ file, offset }: Located): { readonly file: string; readonly line: number } {
  return { file: file.path, line: countWhile(findLineStarts(file), (start) => start <= offset) };
}

/** Counts the items at the beginning of a list that meet a condition. No item after these meets it. */
export function countWhile<T>(items: readonly T[], meets: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (meets(items[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Why calls stay open where code was left out. */
export const LEFT_OUT = 'parts of the minified bundle are taken for libraries, and are not followed';

/** The global name that holds the errors that are thrown, whatever catches them. */
export const THROWN = '%thrown';

/** The name of the function that gives what a context manager of Python gives. */
export const ENTERED = '%entered';

/** Gives the classes of an `except` of Python, and the errors that it may catch. */
export const CAUGHT = '%caught';

/** The name of the function that gives a part of a list of Python. */
export const SLICED = '%sliced';

/** The key of the function that runs when a property is assigned. */
export function setterName(property: string): string {
  return `set ${property}`;
}
