import { PythonNode } from './parsers';
import { alwaysReturns } from './python-flow';
import { boundNames, outerNames } from './python-names';
import { PythonPatterns } from './python-patterns';
import { ClassLiteral, ClassMember, Expression, FunctionLiteral, Return } from '../ir';

const PROPERTY = /^(property|cached_property|functools\.cached_property)$/;

/** Reads functions and classes, with their decorators. */
export abstract class PythonFunctions extends PythonPatterns {
  protected abstract toBlock(node: PythonNode): Expression;

  protected toFunction(node: PythonNode): Expression {
    const body = this.getChild(node, 'body');
    const params = (node.childForFieldName('parameters')?.namedChildren ?? []).flatMap((each) => this.toParameters(each));
    const outside = outerNames(body);
    const own = boundNames(body).filter((name) => !outside.includes(name));
    return this.makeNode<FunctionLiteral>({
      kind: 'function',
      name: this.getNodeName(node),
      params,
      names: [...new Set([...params.flatMap(({ name }) => name ?? []), ...own])],
      outerNames: outside,
      body: this.inFunction(node.endIndex, () => this.toFunctionBody(body)),
      receiver: 'first',
      length: node.endIndex - node.startIndex,
    }, node.startIndex);
  }

  /** A function that comes to its end returns `None`, unless it is a generator. */
  private toFunctionBody(body: PythonNode): Expression {
    const steps = this.toBlock(body);
    if (alwaysReturns(body) || /\byield\b/.test(body.text)) return steps;
    const atEnd = this.makeNode<Return>({ kind: 'return', value: this.makeNothing(body.startIndex) }, body.startIndex);
    return this.makeSequence([steps, atEnd], body.startIndex);
  }

  protected toLambda(node: PythonNode): Expression {
    const params = (node.childForFieldName('parameters')?.namedChildren ?? []).flatMap((each) => this.toParameters(each));
    const value = this.toExpression(this.getChild(node, 'body'));
    return this.makeNode<FunctionLiteral>({
      kind: 'function',
      params,
      names: params.flatMap(({ name }) => name ?? []),
      body: this.makeNode<Return>({ kind: 'return', value }, value.offset),
      receiver: 'first',
      length: node.endIndex - node.startIndex,
    }, node.startIndex);
  }

  protected toClass(node: PythonNode): Expression {
    const bases = node.childForFieldName('superclasses');
    const listed = bases ? this.listParts(bases) : [];
    const metaclasses = listed.filter(({ type, text }) => type === 'keyword_argument' && /^metaclass\b/.test(text) && !/\bABCMeta$/.test(text));
    return this.makeNode<ClassLiteral>({
      kind: 'class',
      name: this.getNodeName(node),
      parents: listed.filter(({ type }) => type !== 'keyword_argument').map((each) => this.toExpression(each)),
      members: this.getChild(node, 'body').namedChildren.flatMap((each) => this.toClassMembers(each)),
      setup: metaclasses.map((each) => this.makeUnreadable('a metaclass', [], each.startIndex)),
    }, node.startIndex);
  }

  private toClassMembers(node: PythonNode): ClassMember[] {
    switch (node.type) {
      case 'function_definition': return [this.makeClassMember(node, this.getNodeName(node), this.toFunction(node), 'method')];
      case 'class_definition': return [this.makeClassMember(node, this.getNodeName(node), this.toClass(node), 'field')];
      case 'decorated_definition': return [this.toDecoratedMember(node)];
      case 'expression_statement': return node.namedChildren.flatMap((each) => this.toClassField(each));
      default: return [];
    }
  }

  private toClassField(node: PythonNode): ClassMember[] {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    if (node.type !== 'assignment' || left?.type !== 'identifier' || !right) return [];
    return [this.makeClassMember(node, left.text, this.toExpression(right), 'field')];
  }

  private toDecoratedMember(node: PythonNode): ClassMember {
    const definition = this.getChild(node, 'definition');
    const name = this.getNodeName(definition);
    if (definition.type === 'class_definition') return this.makeClassMember(node, name, this.toClass(definition), 'field');
    const texts = this.listDecorators(node).map(({ text }) => text);
    const value = this.toFunction(definition);
    if (texts.some((each) => PROPERTY.test(each))) return this.makeClassMember(node, name, value, 'get');
    if (texts.some((each) => /\.(setter|deleter)$/.test(each))) return this.makeClassMember(node, `set ${name}`, value, 'method');
    return this.makeClassMember(node, name, this.applyDecorators(node, value), 'method');
  }

  private makeClassMember(node: PythonNode, name: string, value: Expression, kind: ClassMember['kind']): ClassMember {
    return { key: this.makeText(name, node.startIndex), value, static: true, kind };
  }

  protected toDecorated(node: PythonNode): Expression {
    const definition = this.getChild(node, 'definition');
    const value = definition.type === 'class_definition' ? this.toClass(definition) : this.toFunction(definition);
    return this.makeVariable(this.getNodeName(definition), this.applyDecorators(node, value), definition.startIndex);
  }

  private listDecorators(node: PythonNode): PythonNode[] {
    return node.namedChildren.filter(({ type }) => type === 'decorator').map((each) => each.namedChildren[0]);
  }

  /** The decorator next to the function comes first. */
  private applyDecorators(node: PythonNode, value: Expression): Expression {
    return this.listDecorators(node).reduceRight((decorated, decorator) =>
      this.makeCall(this.toExpression(decorator), [{ value: decorated }], decorator.startIndex, { unused: true }), value);
  }
}
