import { PythonNode, withPythonTree } from './parsers';
import { boundNames, decodeString } from './python-names';
import { Argument, ClassMember, Expression, Located, Module, Parameter, SourceFile, Target, UnparsableFile } from '../ir';

type Kinds = Expression extends infer Each ? Each extends Located ? Omit<Each, keyof Located> : never : never;

/** Reads a Python file. */
export function readPython(file: SourceFile): Module {
  return withPythonTree(file.text, (root) => {
    if (root.hasError) throw new UnparsableFile(findError(root).startIndex, 'the syntax isn\'t Python\'s');
    return new PythonReader(file).module(root);
  });
}

function findError(node: PythonNode): PythonNode {
  if (node.type === 'ERROR' || node.isMissing) return node;
  const child = node.children.find(({ hasError }) => hasError);
  return child ? findError(child) : node;
}

/** Turns the syntax tree of tree-sitter into the common form. */
class PythonReader {
  constructor(private readonly file: SourceFile) {}

  public module(root: PythonNode): Module {
    return { file: this.file, names: boundNames(root), body: this.block(root) };
  }

  private node(kind: Kinds, { startIndex }: PythonNode): Expression {
    return Object.assign(kind, { file: this.file, offset: startIndex }) as Expression;
  }

  private text(text: string, at: PythonNode): Expression {
    return this.node({ kind: 'text', text }, at);
  }

  private nothing(at: PythonNode): Expression {
    return this.node({ kind: 'nothing' }, at);
  }

  private assign(target: Target, value: Expression, at: PythonNode): Expression {
    return this.node({ kind: 'assign', target, value }, at);
  }

  private sequence(steps: readonly Expression[], at: PythonNode): Expression {
    return this.node({ kind: 'sequence', steps }, at);
  }

  private block(node: PythonNode): Expression {
    return this.sequence(node.namedChildren.map((each) => this.statement(each)), node);
  }

  private field(node: PythonNode, name: string): PythonNode[] {
    const child = node.childForFieldName(name);
    return child ? [child] : [];
  }

  private statement(node: PythonNode): Expression {
    switch (node.type) {
      case 'expression_statement': return this.sequence(node.namedChildren.map((each) => this.unused(this.expression(each))), node);
      case 'return_statement': return this.node({ kind: 'return', value: node.namedChildren.length > 0 ? this.expression(node.namedChildren[0]) : this.nothing(node) }, node);
      case 'function_definition': return this.assign({ kind: 'variable', name: this.nameOf(node) }, this.function(node), node);
      case 'class_definition': return this.assign({ kind: 'variable', name: this.nameOf(node) }, this.class(node), node);
      case 'decorated_definition': return this.decorated(node);
      case 'import_statement': case 'import_from_statement': return this.import(node);
      case 'for_statement': return this.sequence([
        this.loop(this.child(node, 'left'), this.child(node, 'right'), this.statement(this.child(node, 'body')), node),
        ...this.field(node, 'alternative').map((each) => this.statement(each)),
      ], node);
      case 'with_statement': return this.sequence(node.namedChildren.map((each) => each.type === 'with_clause'
        ? this.sequence(each.namedChildren.map((item) => this.withItem(item)), each) : this.statement(each)), node);
      case 'except_clause': case 'except_group_clause': case 'if_statement': case 'elif_clause': case 'else_clause': case 'while_statement':
      case 'try_statement': case 'finally_clause': case 'match_statement': case 'case_clause': case 'block': case 'module':
        return this.block(node);
      case 'delete_statement': case 'assert_statement': case 'raise_statement': case 'print_statement': case 'exec_statement':
        return this.node({ kind: 'effects', steps: node.namedChildren.map((each) => this.expression(each)) }, node);
      case 'case_pattern': return this.casePattern(node);
      case 'global_statement': case 'nonlocal_statement': case 'pass_statement': case 'break_statement': case 'continue_statement':
      case 'future_import_statement': case 'type_alias_statement': case 'comment': return this.nothing(node);
      default: return this.expression(node);
    }
  }

  private unused(expression: Expression): Expression {
    return expression.kind === 'call' ? { ...expression, unused: true } : expression;
  }

  private child(node: PythonNode, name: string): PythonNode {
    return node.childForFieldName(name) ?? node;
  }

  private nameOf(node: PythonNode): string {
    return this.child(node, 'name').text;
  }

  /** `open() as file`: the context manager is taken for what it gives. */
  private withItem(item: PythonNode): Expression {
    const value = item.childForFieldName('value') ?? item.namedChildren[0];
    return this.expression(value);
  }

  /** Names in a pattern may be any part of the subject. */
  private casePattern(node: PythonNode): Expression {
    const unreadable = this.node({ kind: 'unreadable', steps: [], reason: '' }, node);
    return this.sequence(boundNames(node).map((name) => this.assign({ kind: 'variable', name }, unreadable, node)), node);
  }

  private loop(left: PythonNode, right: PythonNode, body: Expression, node: PythonNode): Expression {
    return this.node({ kind: 'loop', target: this.target(left), over: this.expression(right), keys: false, names: [], body }, node);
  }

  private decorated(node: PythonNode): Expression {
    const definition = this.child(node, 'definition');
    const decorators = node.namedChildren.filter(({ type }) => type === 'decorator').map((each) => each.namedChildren[0]).reverse();
    const value = definition.type === 'class_definition' ? this.class(definition) : this.function(definition);
    return this.assign({ kind: 'variable', name: this.nameOf(definition) }, this.applyDecorators(decorators, value), definition);
  }

  private applyDecorators(decorators: readonly PythonNode[], value: Expression): Expression {
    return decorators.reduce((decorated, decorator) => this.node({
      kind: 'call', callee: this.expression(decorator), args: [{ value: decorated }], construct: false, unused: true,
    }, decorator), value);
  }

  private import(node: PythonNode): Expression {
    const from = node.childForFieldName('module_name');
    const names = node.childrenForFieldName('name');
    if (!from) {
      return this.sequence(names.map((each) => {
        if (each.type === 'aliased_import') return this.assign({ kind: 'variable', name: this.child(each, 'alias').text }, this.importOf(this.nameOf(each), each), each);
        // `import a.b` binds `a`, and loads `a.b`
        const whole = this.importOf(each.text, each);
        return this.sequence([whole, this.assign({ kind: 'variable', name: each.text.split('.')[0] }, this.importOf(each.text.split('.')[0], each), each)], each);
      }), node);
    }
    const module = from.text.replace(/\s/g, '');
    const wildcard = node.namedChildren.find(({ type }) => type === 'wildcard_import');
    if (wildcard) return this.node({ kind: 'import', module: this.text(`${module}.*`, from) }, node);
    return this.sequence(names.map((each) => {
      const [name, alias] = each.type === 'aliased_import' ? [this.nameOf(each), this.child(each, 'alias').text] : [each.text, each.text];
      const value = this.node({ kind: 'member', of: this.importOf(module, each), key: this.text(name, each) }, each);
      return this.assign({ kind: 'variable', name: alias }, value, each);
    }), node);
  }

  private importOf(module: string, at: PythonNode): Expression {
    return this.node({ kind: 'import', module: this.text(module, at) }, at);
  }

  private expression(node: PythonNode): Expression {
    switch (node.type) {
      case 'identifier': return this.node({ kind: 'name', name: node.text }, node);
      case 'string': return this.string(node);
      case 'concatenated_string': return this.node({ kind: 'joined', parts: node.namedChildren.map((each) => this.expression(each)) }, node);
      case 'integer': case 'float': return this.text(node.text, node);
      case 'true': case 'false': case 'none': case 'ellipsis': case 'comment': return this.nothing(node);
      case 'attribute': return this.node({
        kind: 'member', of: this.expression(this.child(node, 'object')), key: this.text(this.child(node, 'attribute').text, node),
      }, node);
      case 'subscript': return this.subscript(node);
      case 'call': return this.call(node);
      case 'lambda': return this.function(node);
      case 'dictionary': return this.node({
        kind: 'object',
        entries: node.namedChildren.flatMap((each) => each.type === 'pair'
          ? [{ key: this.expression(this.child(each, 'key')), value: this.expression(this.child(each, 'value')) }]
          : each.type === 'comment' ? [] : [{ value: this.expression(each.namedChildren[0]) }]),
      }, node);
      case 'list': case 'tuple': case 'set': case 'expression_list': return this.node({
        kind: 'list',
        elements: node.namedChildren.filter(({ type }) => type !== 'comment').map((each) => this.argument(each)),
      }, node);
      case 'assignment': case 'augmented_assignment': case 'named_expression': return this.assignment(node);
      case 'conditional_expression': {
        const [first, test, second] = node.namedChildren.filter(({ type }) => type !== 'comment').map((each) => this.expression(each));
        return this.sequence([test, this.node({ kind: 'choice', options: [first, second] }, node)], node);
      }
      case 'boolean_operator': {
        const [first, second] = [this.expression(this.child(node, 'left')), this.expression(this.child(node, 'right'))];
        return node.children.some(({ type }) => type === 'or') ? this.node({ kind: 'fallback', first, second }, node) : this.sequence([first, second], node);
      }
      case 'binary_operator': {
        const [left, right] = [this.expression(this.child(node, 'left')), this.expression(this.child(node, 'right'))];
        if (node.children.some(({ type }) => type === '+')) return this.node({ kind: 'joined', parts: [left, right] }, node);
        if (node.children.some(({ type }) => type === '|')) return this.node({ kind: 'choice', options: [left, right] }, node);
        return this.node({ kind: 'unreadable', steps: [left, right], reason: '' }, node); // a number, or a text in some format
      }
      case 'list_comprehension': case 'set_comprehension': case 'generator_expression': case 'dictionary_comprehension': return this.comprehension(node);
      case 'parenthesized_expression': case 'await': return this.sequence(node.namedChildren.map((each) => this.expression(each)), node);
      case 'yield': return this.node({ kind: 'return', value: this.sequence(node.namedChildren.map((each) => this.expression(each)), node) }, node);
      case 'list_splat': case 'dictionary_splat': case 'keyword_argument': case 'as_pattern': return this.asPattern(node);
      case 'comparison_operator': case 'not_operator': case 'unary_operator': case 'slice': case 'type': case 'interpolation': case 'if_clause':
      case 'pattern_list': case 'chevron':
        return this.node({ kind: 'effects', steps: node.namedChildren.map((each) => this.expression(each)) }, node);
      default: return this.node({ kind: 'unreadable', steps: [], reason: `a form of Python that isn't known: ${node.type}` }, node);
    }
  }

  /** `with a() as b`, `except E as e`: the name gets the value. */
  private asPattern(node: PythonNode): Expression {
    const [value, ...others] = node.namedChildren;
    const alias = node.childForFieldName('alias') ?? others.find(({ type }) => type === 'as_pattern_target');
    if (node.type !== 'as_pattern' || !alias) return this.expression(node.childForFieldName('value') ?? value);
    return this.assign(this.target(alias.namedChildren[0] ?? alias), this.expression(value), node);
  }

  private string(node: PythonNode): Expression {
    const parts = node.namedChildren.flatMap((each): Expression[] => {
      if (each.type === 'string_content') return [this.text(decodeString(each.text), each)];
      return each.type === 'interpolation' ? [this.expression(this.child(each, 'expression'))] : [];
    });
    if (parts.length === 0) return this.text('', node);
    return parts.length === 1 && parts[0].kind === 'text' ? parts[0] : this.node({ kind: 'joined', parts }, node);
  }

  private subscript(node: PythonNode): Expression {
    const [key, ...others] = node.childrenForFieldName('subscript');
    const of = this.expression(this.child(node, 'value'));
    if (key.type === 'slice') return this.sequence([this.expression(key), of], node); // a part of a list is taken for the list
    const keyOf = others.length > 0 ? this.nothing(key) : this.expression(key);
    return this.node({ kind: 'member', of, key: keyOf }, node);
  }

  private call(node: PythonNode): Expression {
    const callee = this.child(node, 'function');
    const given = this.child(node, 'arguments');
    if (callee.type === 'identifier' && callee.text === 'super') return this.node({ kind: 'super' }, node);
    const args = given.type === 'generator_expression' ? [{ value: this.expression(given) }]
      : given.namedChildren.filter(({ type }) => type !== 'comment').map((each) => this.argument(each));
    return this.node({ kind: 'call', callee: this.expression(callee), args, construct: false }, node);
  }

  private argument(node: PythonNode): Argument {
    switch (node.type) {
      case 'keyword_argument': return { name: this.nameOf(node), value: this.expression(this.child(node, 'value')) };
      case 'list_splat': return { value: this.expression(node.namedChildren[0]), spread: true };
      case 'dictionary_splat': return { value: this.expression(node.namedChildren[0]), spread: true, name: '' };
      default: return { value: this.expression(node) };
    }
  }

  private assignment(node: PythonNode): Expression {
    const left = node.childForFieldName('left') ?? this.child(node, 'name');
    const right = node.childForFieldName('right') ?? node.childForFieldName('value');
    if (!right) return this.nothing(node); // an annotation
    const value = this.expression(right);
    if (node.type !== 'augmented_assignment') return this.assign(this.target(left), value, node);
    return this.assign(this.target(left), this.node({ kind: 'joined', parts: [this.expression(left), value] }, node), node);
  }

  private comprehension(node: PythonNode): Expression {
    const [body, ...clauses] = node.namedChildren.filter(({ type }) => type !== 'comment');
    const steps: Expression[] = clauses.map((clause) => clause.type === 'for_in_clause'
      ? this.loop(this.child(clause, 'left'), this.child(clause, 'right'), this.nothing(clause), clause) : this.expression(clause));
    const elements = body.type === 'pair'
      ? this.node({ kind: 'object', entries: [{ key: this.expression(this.child(body, 'key')), value: this.expression(this.child(body, 'value')) }] }, node)
      : this.node({ kind: 'list', elements: [{ value: this.expression(body), spread: false }] }, node);
    return this.sequence([...steps, elements], node);
  }

  private target(node: PythonNode): Target {
    switch (node.type) {
      case 'identifier': return { kind: 'variable', name: node.text };
      case 'attribute': case 'subscript': {
        const member = this.expression(node);
        return member.kind === 'member' ? { kind: 'property', member } : { kind: 'elements', elements: [] };
      }
      case 'parenthesized_expression': case 'list_splat_pattern': return this.target(node.namedChildren[0]);
      case 'pattern_list': case 'tuple_pattern': case 'list_pattern': case 'tuple': case 'list':
        return { kind: 'elements', elements: node.namedChildren.map((each) => this.target(each)) };
      default: return { kind: 'elements', elements: [] };
    }
  }

  private function(node: PythonNode): Expression {
    const lambda = node.type === 'lambda';
    const body = this.child(node, 'body');
    const params = (node.childForFieldName('parameters')?.namedChildren ?? []).flatMap((each) => this.parameter(each));
    const parameterNames = params.flatMap(({ name }) => name ?? []);
    const { names, outerNames } = lambda ? { names: [], outerNames: [] } : boundAndOuterNames(body);
    return this.node({
      kind: 'function',
      name: lambda ? undefined : this.nameOf(node),
      params,
      names: [...new Set([...parameterNames, ...names])],
      outerNames,
      body: lambda ? this.node({ kind: 'return', value: this.expression(body) }, body) : this.block(body),
      receiver: 'first',
    }, node);
  }

  private parameter(node: PythonNode): Parameter[] {
    const named = (name: string, extra: Partial<Parameter> = {}): Parameter[] => [{ name, target: { kind: 'variable', name }, ...extra }];
    switch (node.type) {
      case 'identifier': return named(node.text);
      case 'typed_parameter': return this.parameter(node.namedChildren[0]);
      case 'default_parameter': case 'typed_default_parameter': return named(this.nameOf(node), { fallback: this.expression(this.child(node, 'value')) });
      case 'list_splat_pattern': return named(node.namedChildren[0].text, { rest: 'positional' });
      case 'dictionary_splat_pattern': return named(node.namedChildren[0].text, { rest: 'keyword' });
      default: return []; // separators
    }
  }

  private class(node: PythonNode): Expression {
    const body = this.child(node, 'body');
    const members = body.namedChildren.flatMap((each): ClassMember[] => this.classMember(each));
    const bases = node.childForFieldName('superclasses')?.namedChildren.filter(({ type }) => type !== 'keyword_argument' && type !== 'comment') ?? [];
    const metaclasses = node.childForFieldName('superclasses')?.namedChildren.filter(({ type, text }) =>
      type === 'keyword_argument' && /^metaclass\b/.test(text) && !/\bABCMeta$/.test(text)) ?? [];
    const setup = metaclasses.map((each) => this.node({ kind: 'unreadable', steps: [], reason: 'a metaclass' }, each));
    return this.node({ kind: 'class', name: this.nameOf(node), parents: bases.map((each) => this.expression(each)), members, setup }, node);
  }

  private classMember(node: PythonNode): ClassMember[] {
    const member = (name: string, value: Expression, kind: ClassMember['kind']): ClassMember[] => [{ key: this.text(name, node), value, static: true, kind }];
    switch (node.type) {
      case 'function_definition': return member(this.nameOf(node), this.function(node), 'method');
      case 'class_definition': return member(this.nameOf(node), this.class(node), 'field');
      case 'decorated_definition': {
        const definition = this.child(node, 'definition');
        if (definition.type === 'class_definition') return member(this.nameOf(definition), this.class(definition), 'field');
        const decorators = node.namedChildren.filter(({ type }) => type === 'decorator').map((each) => each.namedChildren[0]).reverse();
        const names = decorators.map(({ text }) => text);
        const value = this.function(definition);
        const isProperty = names.some((name) => /^(property|cached_property|functools\.cached_property)$/.test(name));
        if (isProperty) return member(this.nameOf(definition), value, 'get');
        const setter = names.some((name) => /\.(setter|deleter)$/.test(name));
        if (setter) return member(`set ${this.nameOf(definition)}`, value, 'method');
        return member(this.nameOf(definition), this.applyDecorators(decorators, value), 'method');
      }
      case 'expression_statement': return node.namedChildren.flatMap((each) => {
        const left = each.type === 'assignment' ? each.childForFieldName('left') : null;
        const right = each.type === 'assignment' ? each.childForFieldName('right') : null;
        return left?.type === 'identifier' && right ? member(left.text, this.expression(right), 'field') : [];
      });
      default: return [];
    }
  }
}

function boundAndOuterNames(body: PythonNode): { names: string[]; outerNames: string[] } {
  const outerNames = body.children.flatMap(function find(node: PythonNode): string[] {
    if (node.type === 'global_statement' || node.type === 'nonlocal_statement') return node.namedChildren.map(({ text }) => text);
    return node.type === 'function_definition' || node.type === 'class_definition' ? [] : node.namedChildren.flatMap(find);
  });
  return { names: boundNames(body).filter((name) => !outerNames.includes(name)), outerNames };
}
