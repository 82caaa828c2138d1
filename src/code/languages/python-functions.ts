import { alwaysReturns } from './python-flow';
import { boundNames, outerNames } from './python-names';
import { PythonPatterns } from './python-patterns';
import { PythonNode } from './python-tree';
import { ClassLiteral, ClassMember, Expression, FunctionLiteral, Parameter, Return, setterName } from '../ir';

const PROPERTY = /^(property|cached_property|functools\.cached_property)$/;

/** Reads functions and classes, with their decorators. */
export abstract class PythonFunctions extends PythonPatterns {
  /** The class whose body is read, and the names that it has so far: functions in it don't see them. */
  private classBody: { readonly name: string; readonly members: Set<string> } | undefined;

  /** Annotations in a function are not evaluated. */
  protected isLocal = false;

  protected abstract toBlock(node: PythonNode): Expression;

  protected toName({ text, startIndex }: PythonNode): Expression {
    if (!this.classBody?.members.has(text)) return this.makeName(text, startIndex);
    return this.makeMember(this.makeName(this.classBody.name, startIndex), text);
  }

  private withClassBody<T>(body: typeof this.classBody, read: () => T): T {
    const around = this.classBody;
    this.classBody = body;
    const result = read();
    this.classBody = around;
    return result;
  }

  /** Reads the body of a function. */
  private withoutClassBody<T>(read: () => T): T {
    const around = this.isLocal;
    this.isLocal = true;
    const result = this.withClassBody(undefined, read);
    this.isLocal = around;
    return result;
  }

  protected toFunction(node: PythonNode): Expression {
    const body = this.getChild(node, 'body');
    const given = node.childForFieldName('parameters')?.namedChildren ?? [];
    const params = given.flatMap((each) => this.toParameters(each));
    const annotations = this.toAnnotationCalls([...given.map((each) => each.childForFieldName('type')), node.childForFieldName('return_type')]);
    const literal = this.makeFunction(
      { name: this.getNodeName(node), receiver: 'first', length: node.endIndex - node.startIndex },
      () => ({ params, ...this.findScopeNames(params, body) }),
      () => this.withoutClassBody(() => this.inFunction(node.endIndex, () => this.toFunctionBody(body))),
      node.startIndex,
    );
    // defaults are evaluated when the function is defined
    const defaults = params.map(({ fallback }) => fallback).filter((each) => each?.kind === 'call');
    return this.makeSequence([...defaults, ...annotations, literal], node.startIndex);
  }

  private findScopeNames(params: readonly Parameter[], body: PythonNode): Pick<FunctionLiteral, 'names' | 'outerNames'> {
    const outside = outerNames(body);
    const own = boundNames(body).filter((name) => !outside.includes(name));
    return { names: [...new Set([...params.flatMap(({ name }) => name ?? []), ...own])], outerNames: outside };
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
    const value = this.withoutClassBody(() => this.toExpression(this.getChild(node, 'body')));
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
    const name = this.getNodeName(node);
    const body = this.listBody(this.getChild(node, 'body'));
    const members = this.withClassBody({ name, members: new Set() }, () => body.flatMap((each) => this.toClassMembers(each)));
    return this.makeNode<ClassLiteral>({
      kind: 'class',
      name,
      // `Repository[Order]` is `Repository`
      parents: listed.filter(({ type }) => type !== 'keyword_argument').map((each) => this.toExpression((each.type === 'subscript' && each.childForFieldName('value')) || each)),
      members,
      setup: [
        ...this.toAnnotationCalls(body.filter(({ type }) => type === 'assignment').map((each) => each.childForFieldName('type'))),
        ...metaclasses.map((each) => this.makeUnreadable('a metaclass', [], each.startIndex)),
        ...body.filter(({ type }) => type === 'call' || type === 'await').map((each) => this.toExpression(each)),
        ...body.filter(({ type }) => /^(for|with|while)_statement$/.test(type)).map((each) => this.makeUnreadable('a loop or context in the body of a class', [], each.startIndex)),
        ...members.filter(({ key }) => key.kind === 'text' && key.text === '__getattribute__').map(({ value }) => this.makeUnreadable('__getattribute__', [], value.offset)),
      ],
    }, node.startIndex);
  }

  /** The statements in the body of a class, those of blocks in it among them. */
  private listBody(node: PythonNode): PythonNode[] {
    if (!/^(block|expression_statement|(if|try)_statement|(else|elif|except|finally)_clause)$/.test(node.type)) return [node];
    return node.namedChildren.flatMap((each) => this.listBody(each));
  }

  private toClassMembers(node: PythonNode): ClassMember[] {
    switch (node.type) {
      case 'function_definition': return [this.makeClassMember(node, this.getNodeName(node), this.toFunction(node), 'method')];
      case 'class_definition': return [this.makeClassMember(node, this.getNodeName(node), this.toClass(node), 'field')];
      case 'decorated_definition': return [this.toDecoratedMember(node)];
      default: return this.toClassField(node);
    }
  }

  private toClassField(node: PythonNode): ClassMember[] {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    if (node.type !== 'assignment' || left?.type !== 'identifier') return [];
    // an annotation names a field of a data class
    if (!right) return [{ key: this.makeText(left.text, node.startIndex), value: this.makeSequence([], node.startIndex), static: true, kind: 'field' }];
    if (right.type === 'call' && PROPERTY.test(this.getChild(right, 'function').text)) return this.toProperty(node, left.text, this.getChild(right, 'arguments'));
    return [this.makeClassMember(node, left.text, this.toExpression(right), 'field')];
  }

  /** `total = property(getTotal, setTotal)` */
  private toProperty(node: PythonNode, name: string, args: PythonNode): ClassMember[] {
    const [getter, setter] = this.toExpressions(args);
    const member = this.makeClassMember(node, name, getter ?? this.makeNothing(node.startIndex), 'get');
    if (!setter) return [member];
    return [member, this.makeClassMember(node, setterName(name), setter, 'method')];
  }

  private toDecoratedMember(node: PythonNode): ClassMember {
    const definition = this.getChild(node, 'definition');
    const name = this.getNodeName(definition);
    if (definition.type === 'class_definition') return this.makeClassMember(node, name, this.applyDecorators(node, this.toClass(definition)), 'field');
    const texts = this.listDecorators(node).map(({ text }) => text);
    const value = this.toFunction(definition);
    if (texts.some((each) => PROPERTY.test(each))) return this.makeClassMember(node, name, this.applyDecorators(node, value, PROPERTY), 'get');
    if (texts.some((each) => /\.(setter|deleter)$/.test(each))) return this.makeClassMember(node, setterName(name), value, 'method');
    return this.makeClassMember(node, name, this.applyDecorators(node, value), 'method');
  }

  private makeClassMember(node: PythonNode, name: string, value: Expression, kind: ClassMember['kind']): ClassMember {
    this.classBody?.members.add(name);
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
  private applyDecorators(node: PythonNode, value: Expression, without?: RegExp): Expression {
    return this.listDecorators(node).filter(({ text }) => !without?.test(text)).reduceRight((decorated, decorator) =>
      this.makeCall(this.toExpression(decorator), [{ value: decorated }], decorator.startIndex, { unused: true }), value);
  }
}
