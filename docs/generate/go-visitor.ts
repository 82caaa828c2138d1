import { GoVisitor, TargetLanguage } from 'jsii-rosetta';
import * as ts from 'typescript';
import { goPackages, GoType, goTypeOf } from './go-types';

type Tree = ReturnType<GoVisitor['expressionStatement']>;
type Renderer = Parameters<GoVisitor['expressionStatement']>[1];

const LONG = 80;
const PRIMITIVES: Readonly<Record<string, string>> = { string: '*string', number: '*float64', boolean: '*bool' };

/**
 * Go that compiles. What jsii-rosetta itself makes of expressions doesn't: its structs have no package, its values are no
 * pointers, its properties aren't called, and optional arguments are left out.
 */
export class CompilableGoVisitor extends GoVisitor {
  public importStatement({ moduleSymbol }: Parameters<GoVisitor['importStatement']>[0], renderer: Renderer): Tree {
    return this.verbatim(`import "${goPackages()[moduleSymbol!.fqn].path}"`, renderer);
  }

  public variableDeclaration(node: ts.VariableDeclaration, renderer: Renderer): Tree {
    if (!node.initializer) return super.variableDeclaration(node, renderer);
    return this.verbatim(`${node.name.getText()} := ${new Expressions(renderer).value(node.initializer)}`, renderer);
  }

  public callExpression(node: ts.CallExpression, renderer: Renderer): Tree {
    return this.verbatim(new Expressions(renderer).value(node), renderer);
  }

  public newExpression(node: ts.NewExpression, renderer: Renderer): Tree {
    return this.verbatim(new Expressions(renderer).value(node), renderer);
  }

  /** jsii-rosetta exports nothing that makes trees, but that of a comment may be of any text. */
  private verbatim(text: string, renderer: Renderer): Tree {
    return this.commentRange({ text, pos: 0, kind: ts.SyntaxKind.SingleLineCommentTrivia }, renderer);
  }
}

/** Writes the expressions of TypeScript in Go. */
class Expressions {
  private readonly checker: ts.TypeChecker;

  public constructor(private readonly renderer: Renderer) {
    this.checker = renderer.typeChecker;
  }

  /** An expression as jsii takes it: a pointer if its type is a primitive, a list, a map or a struct. */
  public value(node: ts.Expression): string {
    if (this.isText(node)) return `jsii.String(${this.text(node)})`;
    if (ts.isNumericLiteral(node)) return `jsii.Number(${node.text})`;
    if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return `jsii.Bool(${node.getText()})`;
    if (node.kind === ts.SyntaxKind.ThisKeyword) return 'stack';
    if (ts.isIdentifier(node)) return node.text;
    if (ts.isPropertyAccessExpression(node)) return this.property(node);
    if (ts.isCallExpression(node)) return `${this.member(node.expression)}(${this.arguments(node)})`;
    if (ts.isNewExpression(node)) return `${this.typeAt(node.expression, 'New')}(${this.arguments(node)})`;
    if (ts.isArrayLiteralExpression(node)) return this.list(node);
    if (ts.isObjectLiteralExpression(node)) return this.object(node);
    return this.unsupported(node);
  }

  private isText(node: ts.Expression): boolean {
    return ts.isStringLiteralLike(node) || (ts.isBinaryExpression(node) && this.type(this.checker.getTypeAtLocation(node)) === '*string');
  }

  /** An expression as a string of Go. */
  private text(node: ts.Expression): string {
    if (ts.isStringLiteralLike(node)) return JSON.stringify(node.text);
    if (!ts.isBinaryExpression(node)) return `*${this.value(node)}`;
    return node.operatorToken.kind === ts.SyntaxKind.PlusToken ? `${this.text(node.left)} + ${this.text(node.right)}` : this.unsupported(node);
  }

  private property(node: ts.PropertyAccessExpression): string {
    return `${this.member(node)}${ts.isEnumMember(this.declarationOf(node) ?? node) ? '' : '()'}`;
  }

  /** A member of a type or of an object, not called yet. */
  private member(node: ts.Expression): string {
    if (!ts.isPropertyAccessExpression(node)) return this.unsupported(node);
    const declaration = this.declarationOf(node);
    if (!declaration || !this.namedAt(declaration.parent)) return this.unsupported(node); // of no library, such as `length`
    const isStatic = ts.canHaveModifiers(declaration) && ts.getModifiers(declaration)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
    const owner = ts.isEnumMember(declaration) || isStatic ? `${this.typeAt(node.expression)}_` : `${this.value(node.expression)}.`;
    return `${owner}${capitalized(node.name.text)}`;
  }

  private declarationOf({ name }: ts.PropertyAccessExpression): ts.Declaration | undefined {
    return this.checker.getSymbolAtLocation(name)?.valueDeclaration;
  }

  /** The arguments of a call, and `nil` for those that it leaves out. */
  private arguments(node: ts.CallExpression | ts.NewExpression): string {
    const given = node.arguments ?? ts.factory.createNodeArray();
    const omitted = this.checker.getResolvedSignature(node)!.parameters.slice(given.length)
      .filter(({ valueDeclaration: one }) => !(one && ts.isParameter(one) && one.dotDotDotToken));
    return elements(node, given, (argument) => this.value(argument), omitted.map(() => 'nil'));
  }

  private list(node: ts.ArrayLiteralExpression): string {
    const type = [this.checker.getContextualType(node), this.checker.getTypeAtLocation(node)]
      .map((one) => this.type(one)).find((one) => one.startsWith('*[]'))!;
    return type === '*[]*string' && node.elements.every((one) => this.isText(one))
      ? `jsii.Strings(${elements(node, node.elements, (one) => this.text(one))})`
      : `&${type.slice(1)}{${elements(node, node.elements, (one) => this.value(one))}}`;
  }

  /** A struct, or else a map. */
  private object(node: ts.ObjectLiteralExpression): string {
    const type = this.typesOf(this.checker.getContextualType(node)).find((one) => one.startsWith('*')) ?? '*map[string]interface{}';
    const key = type.startsWith('*map') ? JSON.stringify : capitalized;
    return `&${type.slice(1)}{${elements(node, node.properties, (one) => this.assignment(one, key))}}`;
  }

  private assignment(node: ts.ObjectLiteralElementLike, key: (name: string) => string): string {
    if (ts.isShorthandPropertyAssignment(node)) return `${key(node.name.text)}: ${this.value(node.name)}`;
    if (!ts.isPropertyAssignment(node) || ts.isComputedPropertyName(node.name)) return this.unsupported(node);
    return `${key(node.name.text)}: ${this.value(node.initializer)}`;
  }

  /** A type as fields, parameters and elements have it. */
  private type(optional: ts.Type | undefined): string {
    if (!optional) return 'interface{}';
    const type = this.checker.getNonNullableType(optional);
    const named = goTypeOf(type.symbol, this.checker);
    if (named) return `${named.isStruct ? '*' : ''}${nameOf(named)}`;
    const primitive = PRIMITIVES[this.checker.typeToString(this.checker.getBaseTypeOfLiteralType(type))];
    if (primitive) return primitive;
    if (type.getNumberIndexType()) return `*[]${this.type(type.getNumberIndexType())}`;
    if (type.getStringIndexType()) return `*map[string]${this.type(type.getStringIndexType())}`;
    return 'interface{}';
  }

  private typesOf(type: ts.Type | undefined): string[] {
    return (type?.isUnion() ? type.types : [type]).map((one) => this.type(one));
  }

  /** The type that an expression names. */
  private typeAt(node: ts.Expression, prefix = ''): string {
    const type = this.namedAt(node);
    return type ? nameOf({ ...type, name: `${prefix}${type.name}` }) : this.unsupported(node);
  }

  private namedAt(node: ts.Node): GoType | undefined {
    return goTypeOf(this.checker.getTypeAtLocation(node).symbol, this.checker);
  }

  private unsupported(node: ts.Node): string {
    this.renderer.reportUnsupported(node, TargetLanguage.GO);
    return 'nil'; // which gofmt can read
  }
}

function nameOf({ package: name, name: type }: GoType): string {
  return `${name}.${type}`;
}

function capitalized(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}

/**
 * What stands between brackets, on the lines and with the comments of TypeScript, or on a line each if it would be long: names are
 * longer in Go. Where a line ends, Go needs a comma.
 */
function elements<T extends ts.Node>(parent: ts.Node, nodes: ts.NodeArray<T>, write: (node: T) => string, more: readonly string[] = []): string {
  const written = nodes.map((node) => `${node.getFullText().slice(0, node.getLeadingTriviaWidth())}${write(node)}`);
  const end = nodes.length > 0 ? parent.getSourceFile().text.slice(nodes.end, parent.getEnd() - 1) : '';
  const line = `${[...written, ...more].join(',')}${end.includes('\n') ? ',' : ''}${end}`;
  return line.length <= LONG || line.includes('\n') || ts.isCallLikeExpression(parent) ? line : `\n${written.join(',\n')},\n`;
}
