import type * as acorn from 'acorn';
import { JavaScriptExpressions } from './javascript-expressions';
import { mayLeave } from './javascript-flow';
import { JavaScriptStatement } from './javascript-functions';
import { blockNames, declaredNames, findPatternNames } from './javascript-names';
import { toList } from '../../values/json-values';
import { Block, Choice, Expression, Loop, Return } from '../ir';

/** Reads statements. */
export abstract class JavaScriptStatements extends JavaScriptExpressions {
  protected abstract readModuleDeclaration(node: acorn.ModuleDeclaration): Expression;

  /** Functions come first, because they can be called before they are declared. */
  protected readBody(body: readonly JavaScriptStatement[]): Expression[] {
    const isDeclaredFunction = ({ type }: acorn.Node) => type === 'FunctionDeclaration';
    const inOrder = [...body.filter(isDeclaredFunction), ...body.filter((each) => !isDeclaredFunction(each))];
    return this.readInOrder(inOrder, mayLeave, (each) => this.readStatementNode(each));
  }

  protected readBlock(body: readonly acorn.Statement[], offset: number): Expression {
    const names = blockNames(body);
    const steps = this.makeSequence(this.readBody(body), offset);
    if (names.length === 0) return steps;
    return this.makeNode<Block>({ kind: 'block', names, body: steps }, offset);
  }

  protected readStatementNode(node: JavaScriptStatement): Expression {
    const offset = node.start;
    switch (node.type) {
      case 'ExpressionStatement': return this.markUnused(this.readExpression(node.expression));
      case 'VariableDeclaration': return this.makeSequence(node.declarations.flatMap((each) => this.readDeclarator(each, node.kind)), offset);
      case 'FunctionDeclaration': return this.makeVariable(node.id.name, this.readFunctionNode(node));
      case 'ClassDeclaration': return this.makeVariable(node.id.name, this.readClass(node));
      case 'ReturnStatement': return this.makeNode<Return>({ kind: 'return', value: this.readOptional(node.argument, offset) }, offset);
      case 'BlockStatement': return this.readBlock(node.body, offset);
      case 'IfStatement': return this.readIf(node);
      case 'ForStatement': return this.readFor(node);
      case 'ForInStatement': case 'ForOfStatement': return this.readLoop(node);
      case 'WhileStatement': case 'DoWhileStatement': return this.makeSequence([this.readExpression(node.test), this.inBranch(() => this.readStatementNode(node.body))], offset);
      case 'SwitchStatement': return this.readSwitch(node);
      case 'TryStatement': return this.readTry(node);
      case 'ThrowStatement': return this.makeAssignment({ kind: 'property', member: this.makeThrown(offset) }, this.readExpression(node.argument));
      case 'LabeledStatement': return this.inBranch(() => this.readStatementNode(node.body));
      case 'WithStatement': return this.makeUnreadable('a `with` statement', [this.readExpression(node.object)], offset);
      case 'ImportDeclaration': case 'ExportNamedDeclaration': case 'ExportDefaultDeclaration': case 'ExportAllDeclaration':
        return this.readModuleDeclaration(node);
      default: return this.makeNothing(offset); // break, continue, debugger, empty
    }
  }

  /** A name without a value is `undefined` at first, and so is a `var` before its code runs. */
  private readDeclarator({ id, init, start }: acorn.VariableDeclarator, kind: acorn.VariableDeclaration['kind']): Expression[] {
    const assignment = this.makeAssignment(this.readTarget(id), this.readOptional(init, start));
    if (kind !== 'var' || !init || id.type !== 'Identifier' || !this.branch) return [assignment];
    return [this.makeVariable(id.name, this.makeMissing(start)), assignment];
  }

  private readIf({ test, consequent, alternate, start }: acorn.IfStatement): Expression {
    const branches = [consequent, alternate].filter((each) => each).map((each) => this.inBranch(() => this.readStatementNode(each!)));
    return this.makeSequence([this.readExpression(test), ...branches], start);
  }

  private readFor({ init, test, update, body, start }: acorn.ForStatement): Expression {
    const declaration = [init].filter((each) => each?.type === 'VariableDeclaration');
    const parts = [init, test, update].flatMap((each) => {
      if (!each) return [];
      return [each.type === 'VariableDeclaration' ? this.readStatementNode(each) : this.readExpression(each)];
    });
    const steps = this.makeSequence([...parts, this.inBranch(() => this.readStatementNode(body))], start);
    return this.makeNode<Block>({ kind: 'block', names: declaredNames(declaration), body: steps }, start);
  }

  private readLoop({ type, left, right, body, start }: acorn.ForInStatement | acorn.ForOfStatement): Expression {
    const declaration = [left].filter((each) => each.type === 'VariableDeclaration');
    const target = left.type === 'VariableDeclaration' ? left.declarations[0].id : left;
    return this.makeNode<Loop>({
      kind: 'loop',
      target: this.readTarget(target),
      over: this.readExpression(right),
      keys: type === 'ForInStatement',
      names: declaredNames(declaration),
      body: this.inBranch(() => this.readStatementNode(body)),
    }, start);
  }

  private readSwitch({ discriminant, cases, start }: acorn.SwitchStatement): Expression {
    const tests = [discriminant, ...cases.flatMap(({ test }) => test ?? [])].map((each) => this.readExpression(each));
    const body = this.inBranch(() => cases.map(({ consequent }) => this.inBranch(() => this.makeSequence(this.readBody(consequent), start))));
    const names = cases.flatMap(({ consequent }) => blockNames(consequent));
    return this.makeSequence([...tests, this.makeNode<Block>({ kind: 'block', names, body: this.makeSequence(body, start) }, start)], start);
  }

  private readTry({ block, handler, finalizer, start }: acorn.TryStatement): Expression {
    const steps = [this.inAttempt(block.end, () => this.readStatementNode(block))];
    if (handler) steps.push(this.inBranch(() => this.readCatch(handler)));
    if (finalizer) steps.push(this.readStatementNode(finalizer));
    return this.makeSequence(steps, start);
  }

  private readCatch({ param, body, start }: acorn.CatchClause): Expression {
    const error = this.makeNode<Choice>({ kind: 'choice', options: [this.makeUnknown(start), this.makeThrown(start)] }, start);
    const caught = toList(param ?? undefined).map((each) => this.makeAssignment(this.readTarget(each), error));
    const steps = this.makeSequence([...caught, this.readStatementNode(body)], start);
    return this.makeNode<Block>({ kind: 'block', names: findPatternNames(param ?? null), body: steps }, start);
  }
}
