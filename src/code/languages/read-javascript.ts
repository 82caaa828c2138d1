import type * as acorn from 'acorn';
import { JavaScriptStatement } from './javascript-functions';
import { declaredNames, variableNames } from './javascript-names';
import { JavaScriptStatements } from './javascript-statements';
import { findLeftOut, LeftOut } from './left-out-code';
import { findLibraryAt, findLibraryRegions, followLibraries, LibraryRegion } from './library-regions';
import { parseJavaScript } from './parsers';
import { Expression, LEFT_OUT, Module, SourceFile } from '../ir';

/** Reads a JavaScript file, an ES module or CommonJS. */
export function readJavaScript(file: SourceFile): Module {
  const regions = findLibraryRegions(file);
  const followed = followLibraries(file.text, regions);
  const program = parseJavaScript(file.text);
  const module = new JavaScriptReader(file, followed).readModule(program);
  if (regions.length > 0 && followed.every(({ library }, index) => library === regions[index].library)) return module;
  let own: Module | undefined;
  const leaveOut = () => new JavaScriptReader(file, regions, findLeftOut(file.text, program, regions)).readModule(program);
  return { ...module, leaveOutLibraries: () => own ??= leaveOut() };
}

/** Turns the syntax tree of acorn (ESTree) into the common form. */
class JavaScriptReader extends JavaScriptStatements {
  /** The exports of an ES module, once all of its body has run. */
  private readonly exported: Expression[] = [];

  constructor(file: SourceFile, private readonly regions: readonly LibraryRegion[], private readonly leftOut?: LeftOut) {
    super(file);
  }

  public readModule({ body }: acorn.Program): Module {
    const own = body.filter((statement) => !findLibraryAt(this.regions, statement.start)).flatMap((statement) => this.keepFollowed(statement));
    const inlined = body.flatMap((statement) => this.readInlinedLibrary(statement));
    const names = [...new Set([...variableNames(body), ...declaredNames(body)])];
    const leftOut = [...this.leftOut?.names ?? []].map((name) => this.makeVariable(name, this.makeUnreadable(LEFT_OUT, [], 0)));
    const steps = [...inlined, ...leftOut, ...this.readBody(own)];
    return { file: this.file, names, body: this.makeSequence([...steps, ...this.exported], 0) };
  }

  /** A statement without the declarations that are left out. */
  private keepFollowed(statement: acorn.Program['body'][number]): acorn.Program['body'] {
    const isDeclared = statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration';
    if (!this.leftOut) return [statement];
    const { names, statements } = this.leftOut;
    if (statements.has(statement) || (isDeclared && names.has(statement.id.name))) return [];
    if (statement.type !== 'VariableDeclaration') return [statement];
    const declarations = statement.declarations.filter(({ id }) => id.type !== 'Identifier' || !names.has(id.name));
    return [{ ...statement, declarations }];
  }

  /** A library that a bundler put into the file is that library, and no code of the app. */
  private readInlinedLibrary(statement: JavaScriptStatement): Expression[] {
    const library = findLibraryAt(this.regions, statement.start);
    if (library === undefined) return [];
    const module = this.makeImport(library, statement.start);
    const names = new Set([...declaredNames([statement]), ...variableNames([statement])]);
    return [...names].map((name) => this.makeVariable(name, this.makeMember(module, name)));
  }

  protected readModuleDeclaration(node: acorn.ModuleDeclaration): Expression {
    switch (node.type) {
      case 'ImportDeclaration': return this.readImport(node);
      case 'ExportAllDeclaration': return this.readExportAll(node);
      case 'ExportDefaultDeclaration': return this.readExportDefault(node);
      case 'ExportNamedDeclaration': return this.readExports(node);
    }
  }

  private readImport({ source, specifiers, start }: acorn.ImportDeclaration): Expression {
    const module = this.makeImport(String(source.value), start);
    return this.makeSequence([module, ...specifiers.map((each) => this.makeVariable(each.local.name, this.readImported(module, each)))], start);
  }

  private readImported(module: Expression, specifier: acorn.ImportDeclaration['specifiers'][number]): Expression {
    switch (specifier.type) {
      case 'ImportNamespaceSpecifier': return module;
      case 'ImportDefaultSpecifier': return this.makeMember(module, 'default');
      default: return this.makeMember(module, readSpecifier(specifier.imported));
    }
  }

  private readExportAll({ exported, source, start }: acorn.ExportAllDeclaration): Expression {
    const module = this.makeImport(String(source.value), start);
    if (exported) {
      this.export(readSpecifier(exported), module);
    } else {
      const assign = this.makeMember(this.makeName('Object', start), 'assign');
      this.exported.push(this.makeCall(assign, [{ value: this.makeName('exports', start) }, { value: module }]));
    }
    return this.makeNothing(start);
  }

  private readExportDefault({ declaration, start }: acorn.ExportDefaultDeclaration): Expression {
    const value = this.readDefault(declaration);
    const name = isDeclaration(declaration) ? declaration.id?.name : undefined;
    this.export('default', name === undefined ? value : this.makeName(name, start));
    if (name === undefined) return this.makeNothing(start);
    return this.makeVariable(name, value);
  }

  private readDefault(declaration: Default): Expression {
    switch (declaration.type) {
      case 'FunctionDeclaration': return this.readFunctionNode(declaration);
      case 'ClassDeclaration': return this.readClass(declaration);
      default: return this.readExpression(declaration);
    }
  }

  private readExports({ specifiers, source, declaration, start }: acorn.ExportNamedDeclaration): Expression {
    for (const { local, exported } of specifiers) {
      const name = readSpecifier(local);
      this.export(readSpecifier(exported), source ? this.makeMember(this.makeImport(String(source.value), start), name) : this.makeName(name, start));
    }
    if (!declaration) return this.makeNothing(start);
    for (const name of new Set([...declaredNames([declaration]), ...variableNames([declaration])])) this.export(name, this.makeName(name, start));
    return this.readStatementNode(declaration);
  }

  private export(name: string, value: Expression): void {
    this.exported.push(this.makeAssignment({ kind: 'property', member: this.makeMember(this.makeName('exports', value.offset), name) }, value));
  }
}

type Default = acorn.ExportDefaultDeclaration['declaration'];

function isDeclaration(node: Default): node is Exclude<Default, acorn.Expression> {
  return node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration';
}

function readSpecifier(node: acorn.Identifier | acorn.Literal): string {
  if (node.type === 'Identifier') return node.name;
  return String(node.value);
}
