import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const SRC = join(__dirname, '..', '..', 'src');

/** The exports of `index.ts`: the names and the files that they come from. */
const EXPORTS = [...readFileSync(join(SRC, 'index.ts'), 'utf8').matchAll(/^export \{([^}]*)\} from '\.\/(.*)';/gm)]
  .map(([, names, file]) => ({ names: names.match(/\w+/g)!, file: join(SRC, `${file}.ts`) }));

type TypeDeclaration = ts.ClassDeclaration | ts.InterfaceDeclaration | ts.EnumDeclaration;

interface Named<Node extends ts.Node = ts.Node> {
  readonly name: string;
  readonly node: Node;
}

/** The public classes, interfaces and enums. */
const TYPES: Named<TypeDeclaration>[] = EXPORTS.flatMap(({ names, file }) => (
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true).statements.filter(isType)
    .map((node) => ({ name: node.name!.text, node })).filter(({ name }) => names.includes(name))));

function isType(node: ts.Node): node is TypeDeclaration {
  return ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isEnumDeclaration(node);
}

function hasModifier(node: ts.Node, ...kinds: ts.SyntaxKind[]): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kinds.includes(kind));
}

function isHidden(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword) || hasTag(node, 'internal');
}

const MEMBERS: Named[] = TYPES.flatMap(({ name, node }) => [...node.members].filter((member) => !isHidden(member))
  .map((member) => ({ name: `${name}.${member.name?.getText() ?? 'constructor'}`, node: member })));

function hasTag(node: ts.Node, tag: string): boolean {
  return ts.getJSDocTags(node).some(({ tagName }) => tagName.text === tag);
}

function listLacking(members: readonly Named[], has: (node: ts.Node) => boolean): string[] {
  return members.filter(({ node }) => !has(node)).map(({ name }) => name);
}

const CONSTRUCTS = TYPES.filter(({ node }) => ts.isClassDeclaration(node) && node.heritageClauses?.some((clause) => /\b(Construct|Mixin|IPolicyValidationPlugin)\b/.test(clause.getText())));
const FACTORIES = MEMBERS.filter(({ node }) => ts.isMethodDeclaration(node) && hasModifier(node, ts.SyntaxKind.StaticKeyword));
const OPTIONAL = MEMBERS.filter(({ node }) => ts.isPropertySignature(node) && node.questionToken !== undefined);

test('the test finds constructs, static factories and optional properties', () => {
  expect([CONSTRUCTS.length >= 5, FACTORIES.length >= 40, OPTIONAL.length >= 60]).toEqual([true, true, true]);
});

test('every public type and member has a docstring', () => {
  expect(listLacking([...TYPES, ...MEMBERS], (node) => ts.getJSDocCommentsAndTags(node).length > 0)).toEqual([]);
});

test('every construct, mixin and plugin has an example', () => {
  expect(listLacking(CONSTRUCTS, (node) => hasTag(node, 'example'))).toEqual([]);
});

test('every static factory has an example', () => {
  expect(listLacking(FACTORIES, (node) => hasTag(node, 'example'))).toEqual([]);
});

test('every optional property has a default', () => {
  expect(listLacking(OPTIONAL, (node) => hasTag(node, 'default'))).toEqual([]);
});
