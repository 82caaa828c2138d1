import type * as acorn from 'acorn';
import { JavaScriptFunctions } from './javascript-functions';
import { JavaScriptExpression } from './javascript-patterns';
import { Argument, Choice, Current, Entry, Expression, Fallback, Import, ListLiteral, ObjectLiteral, Return } from '../ir';

/** Reads expressions. */
export abstract class JavaScriptExpressions extends JavaScriptFunctions {
  /** Parts of chains with `?.`. */
  private readonly optional = new WeakSet<acorn.Node>();

  protected readExpression(node: JavaScriptExpression): Expression {
    const offset = node.start;
    switch (node.type) {
      case 'Identifier': return this.readIdentifier(node);
      case 'PrivateIdentifier': return this.makeText(`#${node.name}`, offset);
      case 'Literal': return this.readLiteral(node);
      case 'TemplateLiteral': return this.readTemplate(node);
      case 'TaggedTemplateExpression': return this.readTaggedTemplate(node);
      case 'ThisExpression': return this.makeNode<Current>({ kind: 'this' }, offset);
      case 'Super': return this.makeNode<Current>({ kind: 'super' }, offset);
      case 'ArrayExpression': return this.readArray(node);
      case 'ObjectExpression': return this.makeNode<ObjectLiteral>({ kind: 'object', entries: node.properties.map((each) => this.readObjectEntry(each)) }, offset);
      case 'FunctionExpression': case 'ArrowFunctionExpression': return this.readFunctionNode(node);
      case 'ClassExpression': return this.readClass(node);
      case 'MemberExpression': return this.readMemberExpression(node);
      case 'ChainExpression': return this.readChain(node);
      case 'ParenthesizedExpression': return this.readExpression(node.expression);
      case 'CallExpression': case 'NewExpression': return this.readInvocation(node);
      case 'ImportExpression': return this.makeNode<Import>({ kind: 'import', module: this.readExpression(node.source) }, offset);
      case 'AssignmentExpression': return this.readAssignment(node);
      case 'SequenceExpression': return this.makeSequence(node.expressions.map((each) => this.readExpression(each)), offset);
      case 'ConditionalExpression': return this.readConditional(node);
      case 'LogicalExpression': return this.readLogical(node);
      case 'BinaryExpression': return this.readBinary(node);
      case 'UnaryExpression': return this.readUnary(node);
      case 'UpdateExpression': return this.readCalculation(node.argument, [this.readExpression(node.argument)], offset);
      case 'AwaitExpression': case 'SpreadElement': return this.readExpression(node.argument);
      case 'YieldExpression': return this.makeNode<Return>({ kind: 'return', value: this.readOptional(node.argument, offset) }, offset);
      case 'MetaProperty': return this.makeNothing(offset);
      default: return this.makeUnreadable('a form of JavaScript that is not known', [], offset);
    }
  }

  private readIdentifier({ name, start }: acorn.Identifier): Expression {
    if (name === 'undefined') return this.makeMissing(start);
    if (name === 'arguments') return this.makeNode<Current>({ kind: 'arguments' }, start);
    return this.makeName(name, start);
  }

  private readMemberExpression({ object, property, computed, start }: acorn.MemberExpression): Expression {
    const member = this.makeMember(this.readExpression(object), this.readKey(property, computed), start);
    return { ...member, optional: this.optional.has(object) };
  }

  /** `a?.b.c` is nothing if `a` is. */
  private readChain({ expression }: acorn.ChainExpression): Expression {
    let part: JavaScriptExpression = expression;
    while (part.type === 'MemberExpression' || part.type === 'CallExpression') {
      part = part.type === 'MemberExpression' ? part.object : part.callee;
      this.optional.add(part);
    }
    return this.readExpression(expression);
  }

  private readUnary({ operator, argument, start }: acorn.UnaryExpression): Expression {
    // minified code has `!0` and `!1` for `true` and `false`
    if (operator === '!' && argument.type === 'Literal' && typeof argument.value === 'number') return this.makeNothing(start, argument.value === 0);
    const value = this.readExpression(argument);
    if (operator === 'void') return this.makeSequence([value, this.makeMissing(start)], start);
    if (operator === 'delete' && value.kind === 'member') return this.makeAssignment({ kind: 'property', member: value }, this.makeMissing(start), start);
    return this.makeEffects([value], start);
  }

  private readLiteral({ value, start }: acorn.Literal): Expression {
    const isKey = typeof value === 'string' || typeof value === 'number';
    if (isKey) return this.makeText(String(value), start);
    return this.makeNothing(start, value === true);
  }

  private readTemplate({ quasis, expressions, start }: acorn.TemplateLiteral): Expression {
    const texts = quasis.map(({ value, start: offset }) => this.makeText(value.cooked ?? value.raw, offset));
    if (expressions.length === 0) return texts[0];
    const parts = texts.flatMap((text, index) => [text, ...expressions.slice(index, index + 1).map((each) => this.readExpression(each))]);
    return this.makeJoined(parts.filter((part) => part.kind !== 'text' || part.text !== ''), start);
  }

  /** The tag gets the texts, and then the values between them. */
  private readTaggedTemplate({ tag, quasi, start }: acorn.TaggedTemplateExpression): Expression {
    const values = [this.makeUnknown(start), ...quasi.expressions.map((each) => this.readExpression(each))];
    return this.makeCall(this.readExpression(tag), values.map((value) => ({ value })), start);
  }

  private readArray({ elements, start }: acorn.ArrayExpression): Expression {
    const read = elements.map((each): Argument => each ? this.readArgument(each) : { value: this.makeNothing(start) });
    return this.makeNode<ListLiteral>({ kind: 'list', elements: read }, start);
  }

  private readArgument(node: acorn.Expression | acorn.SpreadElement): Argument {
    return { value: this.readExpression(node), spread: node.type === 'SpreadElement' };
  }

  private readObjectEntry(node: acorn.Property | acorn.SpreadElement): Entry {
    if (node.type === 'SpreadElement') return { value: this.readExpression(node.argument) };
    return { key: this.readMemberKey(node), value: this.readExpression(node.value), getter: node.kind === 'get' };
  }

  private readInvocation(node: acorn.CallExpression | acorn.NewExpression): Expression {
    const args = node.arguments.map((each) => this.readArgument(each));
    return this.makeCall(this.readExpression(node.callee), args, node.start, { construct: node.type === 'NewExpression' });
  }

  private readAssignment({ operator, left, right, start }: acorn.AssignmentExpression): Expression {
    const value = this.readExpression(right);
    if (operator === '&&=') return this.inBranch(() => this.makeAssignment(this.readTarget(left), value, start));
    if (['=', '||=', '??='].includes(operator)) return this.makeAssignment(this.readTarget(left), value, start);
    if (operator !== '+=' || !isPlace(left)) return this.readCalculation(left, [value], start);
    return this.makeAssignment(this.readTarget(left), this.makeJoined([this.readExpression(left), value], start), start);
  }

  /** `index++` and `index -= 1`: another number, which may be the key of another element. */
  private readCalculation(place: acorn.Pattern | acorn.Expression, operands: Expression[], offset: number): Expression {
    return this.makeAssignment(this.readTarget(place), this.makeEffects(operands, offset), offset);
  }

  private readConditional({ test, consequent, alternate, start }: acorn.ConditionalExpression): Expression {
    if (isTrueInNode(test)) return this.readExpression(consequent);
    const options = [consequent, alternate].map((each) => this.inBranch(() => this.readExpression(each)));
    return this.makeSequence([this.readExpression(test), this.makeNode<Choice>({ kind: 'choice', options }, start)], start);
  }

  private readLogical({ operator, left, right, start }: acorn.LogicalExpression): Expression {
    if (operator === '&&' && isTrueInNode(left)) return this.readExpression(right);
    const [first, second] = [this.readExpression(left), this.inBranch(() => this.readExpression(right))];
    if (operator !== '&&') return this.makeNode<Fallback>({ kind: 'fallback', first, second }, start);
    // esbuild tells Node.js the names that CommonJS exports: `0 && (module.exports = { handler })`
    if (first.kind === 'text' && first.text === '0') return this.makeNothing(start);
    const options = [this.makeNothing(start), second];
    return this.makeSequence([first, this.makeNode<Choice>({ kind: 'choice', options }, start)], start);
  }

  private readBinary({ operator, left, right, start }: acorn.BinaryExpression): Expression {
    const steps = [left, right].map((each) => this.readExpression(each));
    if (operator === '+') return this.makeJoined(steps, start);
    return this.makeEffects(steps, start);
  }
}

/**
 * Tells whether a condition is true wherever Node.js runs: it has `process`. Minified, `typeof process !== 'undefined'` is `typeof process < 'u'`.
 *
 * @see https://nodejs.org/api/globals.html#process
 */
function isTrueInNode(node: acorn.Expression): boolean {
  if (node.type === 'LogicalExpression') return node.operator === '&&' && isTrueInNode(node.left) && isTrueInNode(node.right);
  if (node.type === 'MemberExpression') return isProcess(node.object) && node.property.type === 'Identifier' && node.property.name === 'env';
  if (node.type !== 'BinaryExpression' || node.left.type !== 'UnaryExpression' || node.left.operator !== 'typeof' || node.right.type !== 'Literal') return false;
  const isDefined = /^!==?$/.test(node.operator) ? node.right.value === 'undefined' : node.operator === '<' && node.right.value === 'u';
  return isDefined && isProcess(node.left.argument);
}

function isProcess(node: acorn.Expression | acorn.Super): boolean {
  return node.type === 'Identifier' && node.name === 'process';
}

function isPlace(node: acorn.Pattern): node is acorn.Identifier | acorn.MemberExpression {
  return node.type === 'Identifier' || node.type === 'MemberExpression';
}
