import type * as acorn from 'acorn';
import { declaredNames, namesOfPattern, variableNames } from './javascript-names';
import { findLibraryAt, findLibraryRegions, LibraryRegion } from './library-regions';
import { parseJavaScript } from './parsers';
import {
  Argument, ClassMember, Entry, Expression, Field, Located, Member, Module, Parameter, setterName, SourceFile, Target, UnparsableFile,
} from '../ir';

type Kinds = Expression extends infer Each ? Each extends Located ? Omit<Each, keyof Located> : never : never;

/** Reads a JavaScript file, an ES module or CommonJS. */
export function readJavaScript(file: SourceFile): Module {
  let program: acorn.Program;
  try {
    program = parseJavaScript(file.text);
  } catch (error) {
    throw new UnparsableFile((error as { pos?: number }).pos ?? 0, (error as Error).message);
  }
  return new JavaScriptReader(file, findLibraryRegions(file.text)).module(program);
}

type FunctionNode = acorn.FunctionDeclaration | acorn.AnonymousFunctionDeclaration | acorn.FunctionExpression | acorn.ArrowFunctionExpression;

/** Turns the syntax tree of acorn (ESTree) into the common form. */
class JavaScriptReader {
  /** ES modules: what their exports are, once all of their body has run. */
  private readonly exported: Expression[] = [];

  constructor(private readonly file: SourceFile, private readonly regions: readonly LibraryRegion[]) {}

  public module({ body }: acorn.Program): Module {
    const own = body.filter((statement) => !findLibraryAt(this.regions, statement.start));
    const inlined = body.flatMap((statement) => this.inlinedLibrary(statement));
    const names = [...new Set([...variableNames(body), ...declaredNames(body)])];
    const steps = [...inlined, ...this.statements(own)];
    return { file: this.file, names, body: this.sequence([...steps, ...this.exported], 0) };
  }

  /** A library that a bundler has put into the file is that library, not code of the app. */
  private inlinedLibrary(statement: acorn.Statement | acorn.ModuleDeclaration): Expression[] {
    const library = findLibraryAt(this.regions, statement.start);
    if (library === undefined) return [];
    const module = this.node({ kind: 'import', module: this.text(library, statement.start) }, statement.start);
    return declaredNames([statement]).concat(variableNames([statement]))
      .map((name) => this.assign({ kind: 'variable', name }, this.member(module, name)));
  }

  private node(kind: Kinds, offset: number): Expression {
    return Object.assign(kind, { file: this.file, offset }) as Expression;
  }

  private text(text: string, offset: number): Expression {
    return this.node({ kind: 'text', text }, offset);
  }

  private nothing(offset: number): Expression {
    return this.node({ kind: 'nothing' }, offset);
  }

  private name(name: string, offset: number): Expression {
    return this.node({ kind: 'name', name }, offset);
  }

  private sequence(steps: readonly Expression[], offset: number): Expression {
    return steps.length === 1 ? steps[0] : this.node({ kind: 'sequence', steps }, offset);
  }

  /** A value that nothing is known of. */
  private unknown(offset: number): Expression {
    return this.node({ kind: 'unreadable', steps: [], reason: '' }, offset);
  }

  /** Where errors go that are thrown, whatever catches them. */
  private thrown(offset: number): Member & Located {
    const global: Expression = { kind: 'name', name: 'globalThis', file: this.file, offset };
    return { kind: 'member', of: global, key: this.text('%thrown', offset), file: this.file, offset };
  }

  private caught(offset: number): Expression {
    return this.node({ kind: 'choice', options: [this.unknown(offset), this.thrown(offset)] }, offset);
  }

  private effects(steps: readonly Expression[], offset: number): Expression {
    return this.node({ kind: 'effects', steps }, offset);
  }

  private member(of: Expression, key: string): Expression {
    return this.node({ kind: 'member', of, key: this.text(key, of.offset) }, of.offset);
  }

  private call(callee: Expression, args: readonly Expression[]): Expression {
    return this.node({ kind: 'call', callee, args: args.map((value) => ({ value })), construct: false }, callee.offset);
  }

  private assign(target: Target, value: Expression): Expression {
    return this.node({ kind: 'assign', target, value }, value.offset);
  }

  /** Functions come first, as they can be called before they are declared. */
  private statements(body: readonly (acorn.Statement | acorn.ModuleDeclaration)[]): Expression[] {
    const isFunction = ({ type }: acorn.Node) => type === 'FunctionDeclaration';
    return [...body.filter(isFunction), ...body.filter((each) => !isFunction(each))].map((each) => this.statement(each));
  }

  private block(body: readonly acorn.Statement[], offset: number): Expression {
    const names = declaredNames(body);
    const steps = this.sequence(this.statements(body), offset);
    return names.length === 0 ? steps : this.node({ kind: 'block', names, body: steps }, offset);
  }

  private statement(node: acorn.Statement | acorn.ModuleDeclaration): Expression {
    const offset = node.start;
    switch (node.type) {
      case 'ExpressionStatement': return this.unused(node.expression);
      case 'VariableDeclaration': return this.sequence(node.declarations.flatMap((each) => this.declaration(each)), offset);
      case 'FunctionDeclaration': return this.assign({ kind: 'variable', name: node.id.name }, this.function(node));
      case 'ClassDeclaration': return this.assign({ kind: 'variable', name: node.id.name }, this.class(node));
      case 'ReturnStatement': return this.node({ kind: 'return', value: this.optional(node.argument, offset) }, offset);
      case 'BlockStatement': return this.block(node.body, offset);
      case 'IfStatement': {
        const branches = node.alternate ? [node.consequent, node.alternate] : [node.consequent];
        return this.sequence([this.expression(node.test), ...branches.map((each) => this.statement(each))], offset);
      }
      case 'ForStatement': {
        const parts = [node.init, node.test, node.update].flatMap((each) => each ? [this.forPart(each)] : []);
        const names = node.init?.type === 'VariableDeclaration' ? declaredNames([node.init]) : [];
        return this.node({ kind: 'block', names, body: this.sequence([...parts, this.statement(node.body)], offset) }, offset);
      }
      case 'ForInStatement': case 'ForOfStatement': return this.loop(node);
      case 'WhileStatement': case 'DoWhileStatement': return this.sequence([this.expression(node.test), this.statement(node.body)], offset);
      case 'SwitchStatement': {
        const tests = node.cases.flatMap(({ test }) => test ? [this.expression(test)] : []);
        const body = this.block(node.cases.flatMap(({ consequent }) => consequent), offset);
        return this.sequence([this.expression(node.discriminant), ...tests, body], offset);
      }
      case 'TryStatement': return this.try(node);
      case 'ThrowStatement': return this.assign({ kind: 'property', member: this.thrown(offset) }, this.expression(node.argument));
      case 'LabeledStatement': return this.statement(node.body);
      case 'WithStatement': return this.node({ kind: 'unreadable', steps: [this.expression(node.object)], reason: 'a `with` statement' }, offset);
      case 'ImportDeclaration': case 'ExportNamedDeclaration': case 'ExportDefaultDeclaration': case 'ExportAllDeclaration':
        return this.moduleDeclaration(node);
      default: return this.nothing(offset); // break, continue, debugger, empty
    }
  }

  private unused(node: acorn.Expression): Expression {
    const expression = this.expression(node);
    return expression.kind === 'call' ? { ...expression, unused: true } : expression;
  }

  private forPart(node: acorn.VariableDeclaration | acorn.Expression): Expression {
    return node.type === 'VariableDeclaration' ? this.statement(node) : this.expression(node);
  }

  private declaration({ id, init }: acorn.VariableDeclarator): Expression[] {
    return init ? [this.assign(this.target(id), this.expression(init))] : [];
  }

  private loop(node: acorn.ForInStatement | acorn.ForOfStatement): Expression {
    const declares = node.left.type === 'VariableDeclaration';
    const target = this.target(node.left.type === 'VariableDeclaration' ? node.left.declarations[0].id : node.left);
    return this.node({
      kind: 'loop',
      target,
      over: this.expression(node.right),
      keys: node.type === 'ForInStatement',
      names: declares ? declaredNames([node.left as acorn.VariableDeclaration]) : [],
      body: this.statement(node.body),
    }, node.start);
  }

  private try({ block, handler, finalizer, start }: acorn.TryStatement): Expression {
    const steps = [this.statement(block)];
    if (handler) {
      const caught = handler.param ? [this.assign(this.target(handler.param), this.caught(handler.start))] : [];
      const body = this.sequence([...caught, this.statement(handler.body)], handler.start);
      steps.push(this.node({ kind: 'block', names: namesOfPattern(handler.param ?? null), body }, handler.start));
    }
    if (finalizer) steps.push(this.statement(finalizer));
    return this.sequence(steps, start);
  }

  private moduleDeclaration(node: acorn.ModuleDeclaration): Expression {
    const from = (source: acorn.Literal) => this.node({ kind: 'import', module: this.text(String(source.value), node.start) }, node.start);
    switch (node.type) {
      case 'ImportDeclaration': return this.sequence([from(node.source), ...node.specifiers.map((each) => {
        const value = each.type === 'ImportNamespaceSpecifier' ? from(node.source)
          : this.member(from(node.source), each.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(each.imported));
        return this.assign({ kind: 'variable', name: each.local.name }, value);
      })], node.start);
      case 'ExportAllDeclaration':
        if (node.exported) this.export(nameOf(node.exported), from(node.source));
        else this.exported.push(this.call(this.member(this.name('Object', node.start), 'assign'), [this.name('exports', node.start), from(node.source)]));
        return this.nothing(node.start);
      case 'ExportDefaultDeclaration': return this.exportDefault(node);
      case 'ExportNamedDeclaration':
        for (const { local, exported } of node.specifiers) {
          this.export(nameOf(exported), node.source ? this.member(from(node.source), nameOf(local)) : this.name(nameOf(local), node.start));
        }
        if (!node.declaration) return this.nothing(node.start);
        for (const name of [...declaredNames([node.declaration]), ...variableNames([node.declaration])]) {
          this.export(name, this.name(name, node.start));
        }
        return this.statement(node.declaration);
    }
  }

  private exportDefault({ declaration, start }: acorn.ExportDefaultDeclaration): Expression {
    if ((declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') && declaration.id) {
      this.export('default', this.name(declaration.id.name, start));
      return this.statement(declaration as acorn.FunctionDeclaration | acorn.ClassDeclaration);
    }
    const value = declaration.type === 'FunctionDeclaration' ? this.function(declaration)
      : declaration.type === 'ClassDeclaration' ? this.class(declaration) : this.expression(declaration);
    this.export('default', value);
    return this.nothing(start);
  }

  private export(name: string, value: Expression): void {
    const member = this.member(this.name('exports', value.offset), name);
    if (member.kind === 'member') this.exported.push(this.assign({ kind: 'property', member }, value));
  }

  private optional(node: acorn.Expression | null | undefined, offset: number): Expression {
    return node ? this.expression(node) : this.nothing(offset);
  }

  private expression(node: acorn.Expression | acorn.Super | acorn.PrivateIdentifier | acorn.SpreadElement): Expression {
    const offset = node.start;
    switch (node.type) {
      case 'Identifier': return node.name === 'undefined' ? this.nothing(offset)
        : node.name === 'arguments' ? this.node({ kind: 'arguments' }, offset) : this.name(node.name, offset);
      case 'PrivateIdentifier': return this.text(`#${node.name}`, offset);
      case 'Literal': return typeof node.value === 'string' || typeof node.value === 'number' ? this.text(String(node.value), offset) : this.nothing(offset);
      case 'TemplateLiteral': return this.template(node);
      case 'TaggedTemplateExpression': return this.node({ kind: 'call', callee: this.expression(node.tag), construct: false, args: [{ value: this.unknown(offset) }, ...node.quasi.expressions.map((each) => ({ value: this.expression(each) }))] }, offset);
      case 'ThisExpression': return this.node({ kind: 'this' }, offset);
      case 'Super': return this.node({ kind: 'super' }, offset);
      case 'ArrayExpression': return this.node({ kind: 'list', elements: node.elements.flatMap((each) => each ? [this.argument(each)] : [{ value: this.nothing(offset) }]) }, offset);
      case 'ObjectExpression': return this.node({ kind: 'object', entries: node.properties.flatMap((each) => this.entry(each)) }, offset);
      case 'FunctionExpression': case 'ArrowFunctionExpression': return this.function(node);
      case 'ClassExpression': return this.class(node);
      case 'MemberExpression': return this.memberExpression(node);
      case 'ChainExpression': case 'ParenthesizedExpression': return this.expression(node.expression);
      case 'CallExpression': case 'NewExpression': return this.node({
        kind: 'call', callee: this.expression(node.callee), args: node.arguments.map((each) => this.argument(each)), construct: node.type === 'NewExpression',
      }, offset);
      case 'ImportExpression': return this.node({ kind: 'import', module: this.expression(node.source) }, offset);
      case 'AssignmentExpression': return this.assignment(node);
      case 'SequenceExpression': return this.sequence(node.expressions.map((each) => this.expression(each)), offset);
      case 'ConditionalExpression': {
        const options = [node.consequent, node.alternate].map((each) => this.expression(each));
        return this.sequence([this.expression(node.test), this.node({ kind: 'choice', options }, offset)], offset);
      }
      case 'LogicalExpression': return this.logical(node);
      case 'BinaryExpression': {
        const steps = [this.expression(node.left), this.expression(node.right)];
        return node.operator === '+' ? this.node({ kind: 'joined', parts: steps }, offset) : this.effects(steps, offset);
      }
      case 'UnaryExpression': case 'UpdateExpression': return this.effects([this.expression(node.argument)], offset);
      case 'AwaitExpression': return this.expression(node.argument);
      case 'SpreadElement': return this.expression(node.argument);
      case 'YieldExpression': return this.node({ kind: 'return', value: this.optional(node.argument, offset) }, offset);
      case 'MetaProperty': return this.nothing(offset);
      default: return this.node({ kind: 'unreadable', steps: [], reason: `a form of JavaScript that isn't known: ${(node as acorn.Node).type}` }, offset);
    }
  }

  private template({ quasis, expressions, start }: acorn.TemplateLiteral): Expression {
    const texts = quasis.map(({ value, start: offset }) => this.text(value.cooked ?? value.raw, offset));
    if (expressions.length === 0) return texts[0];
    const parts = texts.flatMap((text, index) => index < expressions.length ? [text, this.expression(expressions[index])] : [text]);
    return this.node({ kind: 'joined', parts: parts.filter((part) => part.kind !== 'text' || part.text !== '') }, start);
  }

  private memberExpression({ object, property, computed, start }: acorn.MemberExpression): Expression {
    const key = computed ? this.expression(property) : this.text(property.type === 'PrivateIdentifier' ? `#${property.name}` : (property as acorn.Identifier).name, property.start);
    return this.node({ kind: 'member', of: this.expression(object), key }, start);
  }

  private argument(node: acorn.Expression | acorn.SpreadElement): Argument {
    return { value: this.expression(node), spread: node.type === 'SpreadElement' };
  }

  private entry(node: acorn.Property | acorn.SpreadElement): Entry[] {
    if (node.type === 'SpreadElement') return [{ value: this.expression(node.argument) }];
    return [{ key: this.memberKey(node), value: this.expression(node.value), getter: node.kind === 'get' }];
  }

  /** A setter goes by a name that no property has. */
  private memberKey(node: acorn.Property | acorn.MethodDefinition | acorn.PropertyDefinition): Expression {
    const key = this.key(node.key, node.computed);
    const isSetter = node.type !== 'PropertyDefinition' && node.kind === 'set';
    return isSetter && key.kind === 'text' ? this.text(setterName(key.text), key.offset) : key;
  }

  private key(key: acorn.Expression | acorn.PrivateIdentifier, computed: boolean): Expression {
    return !computed && key.type === 'Identifier' ? this.text(key.name, key.start) : this.expression(key);
  }

  private assignment({ operator, left, right, start }: acorn.AssignmentExpression): Expression {
    const value = this.expression(right);
    if (operator === '=' || operator === '||=' || operator === '??=' || operator === '&&=') return this.node({ kind: 'assign', target: this.target(left), value }, start);
    if (operator !== '+=') return this.effects([value], start);
    const before = this.expression(left as acorn.Expression);
    return this.node({ kind: 'assign', target: this.target(left), value: this.node({ kind: 'joined', parts: [before, value] }, start) }, start);
  }

  private logical({ operator, left, right, start }: acorn.LogicalExpression): Expression {
    const [first, second] = [this.expression(left), this.expression(right)];
    if (operator !== '&&') return this.node({ kind: 'fallback', first, second }, start);
    // esbuild tells Node.js the names that CommonJS exports: `0 && (module.exports = { handler })`
    if (first.kind === 'text' && first.text === '0') return this.nothing(start);
    return this.sequence([first, second], start);
  }

  private target(node: acorn.Pattern | acorn.Expression): Target {
    switch (node.type) {
      case 'Identifier': return { kind: 'variable', name: node.name };
      case 'AssignmentPattern': return { kind: 'default', target: this.target(node.left), fallback: this.expression(node.right) };
      case 'ArrayPattern': {
        const last = node.elements.at(-1);
        const rest = last?.type === 'RestElement' ? this.target(last.argument) : undefined;
        const elements = node.elements.filter((each) => each?.type !== 'RestElement').map((each) => each ? this.target(each) : undefined);
        return { kind: 'elements', elements, rest };
      }
      case 'ObjectPattern': {
        const fields = node.properties.flatMap((each): Field[] =>
          each.type === 'RestElement' ? [] : [{ key: this.key(each.key, each.computed), target: this.target(each.value) }]);
        const rest = node.properties.find((each) => each.type === 'RestElement');
        return { kind: 'fields', fields, rest: rest && this.target(rest.argument) };
      }
      default: {
        const member = this.expression(node as acorn.MemberExpression);
        if (member.kind === 'member') return { kind: 'property', member };
        return { kind: 'elements', elements: [] };
      }
    }
  }

  private function(node: FunctionNode): Expression {
    const offset = node.start;
    const params = node.params.map((each): Parameter => each.type === 'RestElement' ? { target: this.target(each.argument), rest: 'positional' }
      : each.type === 'AssignmentPattern' ? { target: this.target(each.left), fallback: this.expression(each.right) } : { target: this.target(each) });
    const statements = node.body.type === 'BlockStatement' ? node.body.body : [];
    const body = node.body.type === 'BlockStatement' ? this.sequence(this.statements(statements), offset)
      : this.node({ kind: 'return', value: this.expression(node.body) }, offset);
    return this.node({
      kind: 'function',
      name: node.id?.name,
      params,
      names: [...new Set([...node.params.flatMap(namesOfPattern), ...variableNames(statements), ...declaredNames(statements)])],
      body,
      receiver: node.type === 'ArrowFunctionExpression' ? 'outer' : 'this',
    }, offset);
  }

  private class(node: acorn.ClassDeclaration | acorn.AnonymousClassDeclaration | acorn.ClassExpression): Expression {
    const members = node.body.body.flatMap((each): ClassMember[] => {
      if (each.type === 'StaticBlock') return [];
      const value = this.optional(each.value, each.start);
      const kind = each.type === 'PropertyDefinition' ? 'field' : each.kind === 'get' ? 'get' : 'method';
      return [{ key: this.memberKey(each), value, static: each.static, kind }];
    });
    const setup = node.body.body.flatMap((each) => each.type === 'StaticBlock' ? [this.block(each.body, each.start)] : []);
    return this.node({
      kind: 'class', name: node.id?.name, parents: node.superClass ? [this.expression(node.superClass)] : [], members, setup,
    }, node.start);
  }
}

function nameOf(node: acorn.Identifier | acorn.Literal): string {
  return node.type === 'Identifier' ? node.name : String(node.value);
}
