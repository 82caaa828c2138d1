import type * as acorn from 'acorn';
import { NodeMaker } from './node-maker';
import { Expression, Field, Parameter, setterName, Target } from '../ir';

/** Any expression of acorn's tree, with what stands in the place of one. */
export type JavaScriptExpression = acorn.Expression | acorn.Super | acorn.PrivateIdentifier | acorn.SpreadElement;

/** Reads the places that get values, the keys of members and the parameters of functions. */
export abstract class JavaScriptPatterns extends NodeMaker {
  protected abstract readExpression(node: JavaScriptExpression): Expression;

  protected readTarget(node: acorn.Pattern | acorn.Expression): Target {
    switch (node.type) {
      case 'Identifier': return { kind: 'variable', name: node.name };
      case 'AssignmentPattern': return { kind: 'default', target: this.readTarget(node.left), fallback: this.readExpression(node.right) };
      case 'ArrayPattern': return this.readElements(node);
      case 'ObjectPattern': return this.readFields(node);
      case 'RestElement': return this.readTarget(node.argument);
      default: {
        const member = this.readExpression(node);
        if (member.kind === 'member') return { kind: 'property', member };
        return { kind: 'elements', elements: [] };
      }
    }
  }

  private readElements({ elements }: acorn.ArrayPattern): Target {
    const rest = elements.find((each) => each?.type === 'RestElement');
    const others = elements.filter((each) => each?.type !== 'RestElement');
    return { kind: 'elements', elements: others.map((each) => each ? this.readTarget(each) : undefined), rest: rest && this.readTarget(rest) };
  }

  private readFields({ properties }: acorn.ObjectPattern): Target {
    const rest = properties.find((each) => each.type === 'RestElement');
    const fields = properties.filter((each) => each.type !== 'RestElement')
      .map((each): Field => ({ key: this.readKey(each.key, each.computed), target: this.readTarget(each.value) }));
    return { kind: 'fields', fields, rest: rest && this.readTarget(rest) };
  }

  protected readKey(key: acorn.Expression | acorn.PrivateIdentifier, computed: boolean): Expression {
    if (!computed && key.type === 'Identifier') return this.makeText(key.name, key.start);
    return this.readExpression(key);
  }

  /** The key of a member. A setter has a name that no property has. */
  protected readMemberKey(node: acorn.Property | acorn.MethodDefinition | acorn.PropertyDefinition): Expression {
    const key = this.readKey(node.key, node.computed);
    const isSetter = node.type !== 'PropertyDefinition' && node.kind === 'set';
    if (isSetter && key.kind === 'text') return this.makeText(setterName(key.text), key.offset);
    return key;
  }

  protected readPatternParameter(node: acorn.Pattern): Parameter {
    switch (node.type) {
      case 'RestElement': return { target: this.readTarget(node.argument), rest: 'positional' };
      case 'AssignmentPattern': return { target: this.readTarget(node.left), fallback: this.readExpression(node.right) };
      default: return { target: this.readTarget(node) };
    }
  }
}
