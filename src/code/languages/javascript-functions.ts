import type * as acorn from 'acorn';
import { alwaysLeaves } from './javascript-flow';
import { declaredNames, findPatternNames, variableNames } from './javascript-names';
import { JavaScriptPatterns } from './javascript-patterns';
import { toList } from '../../values/json-values';
import { ClassLiteral, ClassMember, Expression, FunctionLiteral, Return } from '../ir';

export type JavaScriptStatement = acorn.Statement | acorn.ModuleDeclaration;
type FunctionNode = acorn.FunctionDeclaration | acorn.AnonymousFunctionDeclaration | acorn.FunctionExpression | acorn.ArrowFunctionExpression;
type ClassNode = acorn.ClassDeclaration | acorn.AnonymousClassDeclaration | acorn.ClassExpression;

/** Reads functions and classes. */
export abstract class JavaScriptFunctions extends JavaScriptPatterns {
  protected abstract readBody(body: readonly JavaScriptStatement[]): Expression[];
  protected abstract readBlock(body: readonly acorn.Statement[], offset: number): Expression;

  protected readFunctionNode(node: FunctionNode): Expression {
    return this.makeFunction({
      name: node.id?.name,
      receiver: node.type === 'ArrowFunctionExpression' ? 'outer' : 'this',
      length: node.end - node.start,
    }, () => this.readSignature(node), () => this.readFunctionBody(node), node.start);
  }

  private readSignature({ body, params, end }: FunctionNode): Pick<FunctionLiteral, 'params' | 'names'> {
    const statements = body.type === 'BlockStatement' ? body.body : [];
    return {
      params: this.inFunction(end, () => params.map((each) => this.readPatternParameter(each))),
      names: [...new Set([...params.flatMap(findPatternNames), ...variableNames(statements), ...declaredNames(statements)])],
    };
  }

  private readFunctionBody({ body, start, end, generator }: FunctionNode): Expression {
    if (body.type !== 'BlockStatement') return this.inFunction(end, () => this.makeNode<Return>({ kind: 'return', value: this.readExpression(body) }, start));
    return this.inFunction(end, () => {
      const steps = this.readBody(body.body);
      if (!generator && !alwaysLeaves(body)) steps.push(this.makeNode<Return>({ kind: 'return', value: this.makeMissing(start) }, start));
      return this.makeSequence(steps, start);
    });
  }

  protected readClass({ id, superClass, body, start }: ClassNode): Expression {
    const parents = toList(superClass ?? undefined).map((each) => this.readExpression(each));
    const members = body.body.filter((each) => each.type !== 'StaticBlock').map((each) => this.readClassMember(each));
    const setup = body.body.filter((each) => each.type === 'StaticBlock').map((each) => this.readBlock(each.body, each.start));
    return this.makeNode<ClassLiteral>({ kind: 'class', name: id?.name, parents, members, setup }, start);
  }

  private readClassMember(node: acorn.MethodDefinition | acorn.PropertyDefinition): ClassMember {
    const member = { key: this.readMemberKey(node), value: this.readOptional(node.value, node.start), static: node.static };
    if (node.type === 'PropertyDefinition') return { ...member, kind: 'field' };
    return { ...member, kind: node.kind === 'get' ? 'get' : 'method' };
  }

  protected readOptional(node: acorn.Expression | null | undefined, offset: number): Expression {
    if (node) return this.readExpression(node);
    return this.makeMissing(offset);
  }
}
