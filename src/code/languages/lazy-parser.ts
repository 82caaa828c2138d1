/* eslint-disable import/no-extraneous-dependencies */ // the build puts acorn into the package (projenrc/bundle-code.ts)
import * as acorn from 'acorn';
import { findBlockEnd } from './block-ends';

/** The parts of acorn's parser that its plugins use. */
interface Internals {
  readonly options: acorn.Options;
  readonly input: string;
  readonly type: acorn.TokenType;
  readonly start: number;
  readonly scopeStack: readonly { readonly flags: number }[];
  pos: number;
  parse(): acorn.Program;
  next(): void;
  nextToken(): void;
  enterScope(flags: number): void;
  exitScope(): void;
  parseBlock(createNewLexicalScope: boolean): acorn.BlockStatement;
  parseFunctionBody(node: acorn.Function, isArrowFunction: boolean, isMethod: boolean, forInit: boolean): void;
}

type ParserClass = new (options: acorn.Options, input: string) => Internals;
type SourceType = acorn.Options['sourceType'];

export const OPTIONS = {
  ecmaVersion: 'latest', allowHashBang: true, allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true, checkPrivateFields: false,
} as const;

/** Shorter blocks are parsed at once. */
const SHORT = 100;

/**
 * Parses the body of a function when it is first read: most functions in bundles never are.
 *
 * @see https://github.com/acornjs/acorn/tree/master/acorn#plugin-developments
 */
export class LazyParser extends (acorn.Parser as unknown as ParserClass) {
  public static parseLazily(text: string, sourceType: SourceType): acorn.Program {
    return new LazyParser({ ...OPTIONS, sourceType }, text).parse();
  }

  public parseFunctionBody(node: acorn.Function, isArrowFunction: boolean, isMethod: boolean, forInit: boolean): void {
    const { type, start, input } = this;
    const end = type === acorn.tokTypes.braceL ? findBlockEnd(input, start) : undefined;
    if (end === undefined || end - start < SHORT) return super.parseFunctionBody(node, isArrowFunction, isMethod, forInit);
    const scopes = this.scopeStack.map(({ flags }) => flags);
    let body: acorn.Statement[] | undefined;
    node.body = { type: 'BlockStatement', start, end, get body() { return body ??= parseBlock(input, start, end, scopes); } };
    node.expression = false;
    this.pos = end - 1;
    this.next(); // to the closing brace
    this.next();
    this.exitScope();
  }
}

/** Parses a block as a part of a module or of a script. A block that is neither, or ends elsewhere, is of a form that isn't known. */
function parseBlock(text: string, start: number, end: number, scopes: readonly number[]): acorn.Statement[] {
  for (const sourceType of ['module', 'script'] as const) {
    try {
      const block = parseBlockAs(sourceType, text, start, scopes);
      if (block.end === end) return block.body;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return [{ type: 'ExpressionStatement', start, end: start, expression: { type: 'Unparsable', start, end: start } as any }];
}

function parseBlockAs(sourceType: SourceType, text: string, start: number, scopes: readonly number[]): acorn.BlockStatement {
  const parser = new LazyParser({ ...OPTIONS, sourceType }, text);
  parser.pos = start; // given to the constructor, it would count the lines before
  for (const flags of scopes) parser.enterScope(flags);
  parser.nextToken();
  return parser.parseBlock(false);
}
