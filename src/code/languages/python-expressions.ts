import { PythonFunctions } from './python-functions';
import { decodeString, patternNames } from './python-names';
import { PythonNode } from './python-tree';
import { Argument, Block, CAUGHT, Choice, Current, ENTERED, Entry, Expression, Fallback, ListLiteral, Loop, ObjectLiteral, Return, SLICED } from '../ir';

/** These attributes lead to functions and names around what they are read of. */
const REFLECTIVE = /^(__(wrapped|func|self|globals|closure|defaults|kwdefaults|code|builtins|mro|bases|subclasses)__|[ft]b?_(globals|locals|back|frame)|gi_frame|cr_frame)$/;

/** The name of the list or dictionary that a comprehension makes. */
const MADE = '%made';

/** Reads expressions. */
export abstract class PythonExpressions extends PythonFunctions {
  protected toExpression(node: PythonNode): Expression {
    const offset = node.startIndex;
    switch (node.type) {
      case 'identifier': return this.toName(node);
      case 'string': return this.toText(node);
      case 'concatenated_string': return this.makeJoined(this.toExpressions(node), offset);
      case 'integer': case 'float': return this.makeText(node.text, offset);
      case 'true': case 'false': case 'none': case 'ellipsis': case 'comment': return this.makeNothing(offset);
      case 'attribute': return this.toAttribute(node);
      case 'subscript': return this.toSubscript(node);
      case 'call': return this.toCall(node);
      case 'lambda': return this.toLambda(node);
      case 'dictionary': return this.makeObjectLiteral(this.listParts(node).map((each) => this.toEntry(each)), offset);
      case 'list': case 'tuple': case 'set': case 'expression_list': return this.makeNode<ListLiteral>({ kind: 'list', elements: this.toArguments(node) }, offset);
      case 'assignment': case 'augmented_assignment': case 'named_expression': return this.toAnnotatedAssignment(node);
      case 'conditional_expression': return this.toConditional(node);
      case 'boolean_operator': return this.toLogical(node);
      case 'binary_operator': return this.toOperation(node);
      case 'list_comprehension': case 'set_comprehension': case 'generator_expression': case 'dictionary_comprehension': return this.toComprehension(node);
      case 'parenthesized_expression': case 'await': return this.makeSequence(this.toExpressions(node), offset);
      case 'yield': return this.makeNode<Return>({ kind: 'return', value: this.makeSequence(this.toExpressions(node), offset) }, offset);
      case 'list_splat': case 'dictionary_splat': case 'keyword_argument': return this.toExpression(node.childForFieldName('value') ?? node.namedChildren[0]);
      case 'as_pattern': return this.toAsPattern(node);
      case 'comparison_operator': case 'not_operator': case 'unary_operator': case 'slice': case 'type': case 'interpolation': case 'if_clause':
      case 'pattern_list': case 'chevron': return this.makeEffects(this.toExpressions(node), offset);
      default: return this.makeUnreadable(`a form of Python that is not known: ${node.type}`, [], offset);
    }
  }

  private toAttribute(node: PythonNode): Expression {
    const name = this.getChild(node, 'attribute').text;
    const of = this.toExpression(this.getChild(node, 'object'));
    if (name === '__class__') return this.makeCall(this.makeName('type', node.startIndex), [{ value: of }]);
    if (name === '__dict__') return of;
    const member = this.makeMember(of, name, node.startIndex);
    if (!REFLECTIVE.test(name)) return member;
    return this.makeSequence([this.makeUnreadable(`${name} reaches code that is not followed`, [], node.startIndex), member], node.startIndex);
  }

  /** `case A() as b`: the name gets the value. */
  private toAsPattern(node: PythonNode, change: (value: Expression) => Expression = (value) => value): Expression {
    const [value, ...others] = node.namedChildren;
    const alias = node.childForFieldName('alias') ?? others.find(({ type }) => type === 'as_pattern_target');
    if (!alias) return this.toExpression(node.childForFieldName('value') ?? value);
    return this.makeAssignment(this.toTarget(alias.namedChildren[0] ?? alias), change(this.toExpression(value)), node.startIndex);
  }

  /** `with a() as b`: the name gets what `__enter__` gives. */
  protected toEntered(node: PythonNode): Expression {
    if (node.type !== 'as_pattern') return this.toExpression(node);
    return this.toAsPattern(node, (value) => this.makeCall(this.makeName(ENTERED, node.startIndex), [{ value }]));
  }

  /** `except E as e`: the name gets whatever is raised and may be an `E`. */
  protected toCaught(node: PythonNode): Expression {
    if (node.type !== 'as_pattern') return this.toExpression(node);
    return this.toAsPattern(node, (value) => this.makeCall(this.makeName(CAUGHT, node.startIndex), [{ value }]));
  }

  private toText(node: PythonNode): Expression {
    const parts = node.namedChildren.flatMap((each): Expression[] => {
      if (each.type === 'string_content') return [this.makeText(decodeString(each.text), each.startIndex)];
      if (each.type === 'interpolation') return [this.toExpression(this.getChild(each, 'expression'))];
      return [];
    });
    if (parts.length === 0) return this.makeText('', node.startIndex);
    if (parts.length === 1 && parts[0].kind === 'text') return parts[0];
    return this.makeJoined(parts, node.startIndex);
  }

  private toSubscript(node: PythonNode): Expression {
    const [key, ...others] = node.childrenForFieldName('subscript');
    const of = this.toExpression(this.getChild(node, 'value'));
    // a part of a text is taken for the text
    if (key.type === 'slice') return this.makeCall(this.makeName(SLICED, node.startIndex), [{ value: of }, { value: this.toExpression(key) }]);
    if (others.length === 0) return this.makeMember(of, this.toExpression(key), node.startIndex);
    return this.makeMember(of, this.makeEffects([key, ...others].map((each) => this.toExpression(each)), key.startIndex), node.startIndex);
  }

  private toCall(node: PythonNode): Expression {
    const callee = this.getChild(node, 'function');
    const given = this.getChild(node, 'arguments');
    if (callee.type === 'identifier' && callee.text === 'super') return this.makeNode<Current>({ kind: 'super' }, node.startIndex);
    const args = given.type === 'generator_expression' ? [{ value: this.toExpression(given) }] : this.toArguments(given);
    return this.makeCall(this.toExpression(callee), args, node.startIndex);
  }

  private toArguments(node: PythonNode): Argument[] {
    return this.listParts(node).map((each): Argument => {
      const value = this.toExpression(each);
      switch (each.type) {
        case 'keyword_argument': return { value, name: this.getNodeName(each) };
        case 'list_splat': return { value, spread: true };
        case 'dictionary_splat': return { value, spread: true, name: '' };
        default: return { value };
      }
    });
  }

  private toEntry(node: PythonNode): Entry {
    if (node.type !== 'pair') return { value: this.toExpression(node.namedChildren[0]) };
    return { key: this.toExpression(this.getChild(node, 'key')), value: this.toExpression(this.getChild(node, 'value')) };
  }

  private toAnnotatedAssignment(node: PythonNode): Expression {
    const annotations = this.isLocal ? [] : this.toAnnotationCalls([node.childForFieldName('type')]);
    return this.makeSequence([...annotations, this.toAssignment(node)], node.startIndex);
  }

  private toAssignment(node: PythonNode): Expression {
    const left = node.childForFieldName('left') ?? this.getChild(node, 'name');
    const right = node.childForFieldName('right') ?? node.childForFieldName('value');
    // the parser takes `match [a, b]:` for an annotation
    if (!right && /^match\b/.test(left.text)) return this.makeUnreadable('a match statement', [], node.startIndex);
    if (!right) return this.makeNothing(node.startIndex); // an annotation
    const value = this.toExpression(right);
    // `list[:] = more` keeps the list
    if (left.type === 'subscript' && left.childForFieldName('subscript')?.type === 'slice') {
      return this.makeCall(this.makeMember(this.toExpression(this.getChild(left, 'value')), 'extend'), [{ value }], node.startIndex);
    }
    // `params |= more` changes the dictionary itself
    if (node.tokens.includes('|=')) return this.makeCall(this.makeMember(this.toExpression(left), 'update'), [{ value }], node.startIndex);
    const joined = node.type === 'augmented_assignment' ? this.makeJoined([this.toExpression(left), value], node.startIndex) : value;
    return this.makeAssignment(this.toTarget(left), joined, node.startIndex);
  }

  private toConditional(node: PythonNode): Expression {
    const [first, test, second] = this.listParts(node).map((each) => this.toExpression(each));
    return this.makeSequence([test, this.makeNode<Choice>({ kind: 'choice', options: [first, second] }, node.startIndex)], node.startIndex);
  }

  private toOperands(node: PythonNode): [Expression, Expression] {
    return [this.toExpression(this.getChild(node, 'left')), this.inBranch(() => this.toExpression(this.getChild(node, 'right')))];
  }

  private toLogical(node: PythonNode): Expression {
    const [first, second] = this.toOperands(node);
    if (!node.tokens.includes('or')) return this.makeSequence([first, this.makeNode<Choice>({ kind: 'choice', options: [this.makeNothing(first.offset), second] }, first.offset)], node.startIndex);
    return this.makeNode<Fallback>({ kind: 'fallback', first, second }, node.startIndex);
  }

  private toOperation(node: PythonNode): Expression {
    const operands = this.toOperands(node);
    if (node.tokens.includes('+')) return this.makeJoined(operands, node.startIndex);
    if (node.tokens.includes('%') && operands[0].kind === 'text') return this.makeCall(this.makeMember(operands[0], '%'), [{ value: operands[1] }], node.startIndex);
    // two dictionaries are one
    if (node.tokens.includes('|')) return this.makeObjectLiteral(operands.map((value) => ({ value })), node.startIndex);
    return this.makeUnreadable('', operands, node.startIndex); // a number, or a text in some format
  }

  /** Adds the element of each turn of a comprehension to one list or dictionary. The names of the comprehension are its own. */
  private toComprehension(node: PythonNode): Expression {
    const [body, ...clauses] = this.listParts(node);
    const offset = node.startIndex;
    const made = this.makeName(MADE, offset);
    const addElement = (): Expression => {
      if (body.type === 'pair') return this.makeAssignment({ kind: 'property', member: this.makeMember(made, this.toExpression(this.getChild(body, 'key'))) }, this.toExpression(this.getChild(body, 'value')), offset);
      return this.makeCall(this.makeMember(made, 'append'), [{ value: this.toExpression(body) }], offset);
    };
    const run = clauses.reduceRight<() => Expression>((inner, clause) => () => {
      if (clause.type !== 'for_in_clause') return this.makeSequence([this.toExpression(clause), inner()], offset);
      return this.toLoop(clause, this.inBranch(inner), patternNames(clause.childForFieldName('left')));
    }, addElement);
    const empty = body.type === 'pair' ? this.makeObjectLiteral([], offset) : this.makeNode<ListLiteral>({ kind: 'list', elements: [] }, offset);
    return this.makeNode<Block>({ kind: 'block', names: [MADE], body: this.makeSequence([this.makeVariable(MADE, empty), run(), made], offset) }, offset);
  }

  private makeObjectLiteral(entries: readonly Entry[], offset: number): Expression {
    return this.makeNode<ObjectLiteral>({ kind: 'object', entries }, offset);
  }

  protected toLoop(node: PythonNode, body: Expression, names: readonly string[] = []): Expression {
    const target = this.toTarget(this.getChild(node, 'left'));
    const over = this.toExpression(this.getChild(node, 'right'));
    return this.makeNode<Loop>({ kind: 'loop', target, over, keys: false, names, body }, node.startIndex);
  }
}
