import { NodeMaker } from './node-maker';
import { boundNames } from './python-names';
import { PythonNode } from './python-tree';
import { Expression, Parameter, Target } from '../ir';

/** Reads the places that get values, and the parameters of functions. */
export abstract class PythonPatterns extends NodeMaker {
  /** The values that the `match` statement around compares. */
  protected subjects: readonly Expression[] = [];

  protected abstract toExpression(node: PythonNode): Expression;

  /** The part of a node by its name in the grammar of tree-sitter. */
  protected getChild(node: PythonNode, name: string): PythonNode {
    return node.childForFieldName(name) ?? node;
  }

  protected getNodeName(node: PythonNode): string {
    return this.getChild(node, 'name').text;
  }

  /** All parts of a node but comments. */
  protected listParts(node: PythonNode): PythonNode[] {
    return node.namedChildren.filter(({ type }) => type !== 'comment');
  }

  protected toExpressions(node: PythonNode): Expression[] {
    return node.namedChildren.map((each) => this.toExpression(each));
  }

  protected toTarget(node: PythonNode): Target {
    switch (node.type) {
      case 'identifier': return { kind: 'variable', name: node.text };
      case 'attribute': case 'subscript': {
        const member = this.toExpression(node);
        if (member.kind === 'member') return { kind: 'property', member };
        return { kind: 'elements', elements: [] };
      }
      case 'parenthesized_expression': case 'list_splat_pattern': case 'list_splat': return this.toTarget(node.namedChildren[0]);
      case 'pattern_list': case 'tuple_pattern': case 'list_pattern': case 'tuple': case 'list':
        return this.toElements(node.namedChildren);
      default: return { kind: 'elements', elements: [] };
    }
  }

  /** `a, *others, b = parts` */
  private toElements(nodes: readonly PythonNode[]): Target {
    const star = nodes.findIndex(({ type }) => type === 'list_splat_pattern' || type === 'list_splat');
    const targets = nodes.map((each) => this.toTarget(each));
    if (star < 0) return { kind: 'elements', elements: targets };
    return { kind: 'elements', elements: targets.slice(0, star), rest: targets[star], after: targets.slice(star + 1) };
  }

  /** Names in a pattern may be any part of the subject. */
  protected toCasePattern(node: PythonNode): Expression {
    const names = boundNames(node).map((name) => this.makeVariable(name, this.makeUnreadable('', this.subjects, node.startIndex)));
    return this.makeSequence(names, node.startIndex);
  }

  protected toParameters(node: PythonNode): Parameter[] {
    const name = node.type === 'identifier' ? node.text : this.getNodeName(node);
    switch (node.type) {
      case 'identifier': return [this.makeParameter(name)];
      case 'typed_parameter': return this.toTypedParameter(node);
      case 'default_parameter': case 'typed_default_parameter':
        return [{ ...this.makeParameter(name), fallback: this.toExpression(this.getChild(node, 'value')) }];
      case 'list_splat_pattern': return [{ ...this.makeParameter(node.namedChildren[0].text), rest: 'positional' }];
      case 'dictionary_splat_pattern': return [{ ...this.makeParameter(node.namedChildren[0].text), rest: 'keyword' }];
      default: return []; // separators
    }
  }

  /** `orders: Annotated[Orders, Depends(openOrders)]`: a framework gives what the call in the annotation does. */
  private toTypedParameter(node: PythonNode): Parameter[] {
    const calls = listCalls(this.getChild(node, 'type'));
    const params = this.toParameters(node.namedChildren[0]);
    if (calls.length === 0) return params;
    return params.map((each) => ({ ...each, fallback: this.makeUnreadable('', calls.map((call) => this.toExpression(call)), node.startIndex) }));
  }

  /** The calls in annotations: Python makes them where it defines a function, a class or a name of a module. */
  protected toAnnotationCalls(types: readonly (PythonNode | null)[]): Expression[] {
    if (/^from __future__ import .*\bannotations\b/m.test(this.file.text)) return [];
    return types.filter((each) => each !== null).flatMap(listCalls).map((each) => this.toExpression(each));
  }

  private makeParameter(name: string): Parameter {
    return { name, target: { kind: 'variable', name } };
  }
}

function listCalls(node: PythonNode): PythonNode[] {
  if (node.type === 'call') return [node];
  return node.namedChildren.flatMap(listCalls);
}
