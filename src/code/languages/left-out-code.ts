import type * as acorn from 'acorn';
import { blankTexts } from './block-ends';
import { LibraryRegion } from './library-regions';
import { groupBy } from '../../values/lists';

/** A declaration at the top of a file. */
export interface Declaration {
  readonly name: string;
  readonly node: acorn.Node;
  /** `function` stands for modules too that a bundler wraps in one. */
  readonly kind: 'class' | 'function' | 'value';
}

type CollectNames = (node: acorn.Node) => ReadonlySet<string>;

/** Names the services whose requests are looked for, in quotes: minified bundles keep the names of modules that are outside. */
const NAMES_SDK = /["'`](@aws-sdk\/(client-dynamodb|client-dynamodb-streams|client-kms|lib-dynamodb)|aws-sdk(\/[\w/]+)?)["'`]/;
const WRITES_REQUEST = /\b(TableName|TransactItems|IndexName)\s*([:,}]|=(?!=))/;
const READS_VARIABLE = /\bprocess\.env\b/;
/** What the app uses of a library and is longer is no helper. */
const MEDIUM = 2000;
/** Declarations of the app are shorter. */
const LONG = 8000;
/** Longer code that reads variables is a library that looks at `NODE_ENV`, and no configuration. */
const LONG_CONFIGURATION = 20_000;
/** So much code in a row without any request is a library: code of the app is among what makes requests. */
const LONG_ROW = 10_000;

/** The parts of a minified bundle that are libraries in all likelihood. */
export interface LeftOut {
  /** The names of declarations, and of what the statements change. */
  readonly names: ReadonlySet<string>;
  readonly statements: ReadonlySet<acorn.Node>;
}

/**
 * Finds the parts of a minified bundle that are libraries in all likelihood: long code that names no SDK and no request, and no
 * other code that does.
 *
 * @see https://esbuild.github.io/api/#minify
 */
export function findLeftOut(text: string, { body }: acorn.Program, regions: readonly LibraryRegion[] = []): LeftOut {
  // a bundle that isn't minified tells libraries apart
  if (regions.length > 0) return { names: new Set(), statements: new Set() };
  const declarations = body.flatMap(listDeclarations);
  // where texts can't be told apart, the words in them count as names
  const code = blankTexts(text) ?? text;
  const collectNames = ({ start, end }: acorn.Node) => listNamesInCode(code.slice(start, end));
  const reaching = findReaching(text, declarations, collectNames);
  const exported = findExported(body, declarations, collectNames);
  // code that makes no requests itself may be given what makes some
  const used = new Set(declarations.filter(({ name }) => reaching.has(name)).flatMap(({ node }) => [...collectNames(node)]));
  const library = findLibraries(body, new Set([...reaching, ...listOuterNames(body, collectNames)]));
  const names = new Set<string>();
  const isLeftOut = ({ name, node, kind }: Declaration) => {
    const length = node.end - node.start;
    const readsVariable = length < LONG_CONFIGURATION && READS_VARIABLE.test(text.slice(node.start, node.end));
    const isHelper = used.has(name) && (length < MEDIUM || readsVariable);
    if (library.has(node)) return !isHelper && !needsNoCall(node);
    if (kind === 'value' || readsVariable || isHelper || reaching.has(name)) return false;
    return length >= LONG ? kind === 'class' || !exported.has(name) : extendsAny(node, names) && !exported.has(name);
  };
  for (const each of declarations) if (isLeftOut(each)) names.add(each.name);
  const statements = [...library].filter((node) => isExpressionStatement(node) && !used.has(findChanged(node.expression) ?? ''));
  for (const name of statements.filter(isExpressionStatement).flatMap(({ expression }) => findChanged(expression) ?? [])) names.add(name);
  return { names, statements: new Set(statements) };
}

/**
 * Finds the libraries among the parts of a bundle: rows of parts that are long together.
 *
 * @param app the names of what the app declares or changes
 */
function findLibraries(body: acorn.Program['body'], app: ReadonlySet<string>): ReadonlySet<acorn.Node> {
  const rows: acorn.Node[][] = [[]];
  for (const { name, node } of body.flatMap(splitStatement)) {
    if (app.has(name ?? '') || isModuleDeclaration(node)) rows.push([]);
    else rows.at(-1)!.push(node);
  }
  return new Set(rows.filter((row) => row.length > 0 && row.at(-1)!.end - row[0].start >= LONG_ROW).flat());
}

/** A declaration or statement at the top of a file, with the name that it declares or changes. */
interface Part {
  readonly name?: string;
  readonly node: acorn.Node;
}

function splitStatement(node: acorn.Program['body'][number]): Part[] {
  if (node.type === 'VariableDeclaration') return node.declarations.map((each) => ({ name: each.id.type === 'Identifier' ? each.id.name : undefined, node: each }));
  if (node.type === 'ExpressionStatement') return [{ name: findChanged(node.expression), node }];
  return [{ name: listDeclarations(node).at(0)?.name, node }];
}

function isModuleDeclaration({ type }: acorn.Node): boolean {
  return /^(Import|Export)/.test(type);
}

function isExpressionStatement(node: acorn.Node): node is acorn.ExpressionStatement {
  return node.type === 'ExpressionStatement';
}

/** Lists `module` and `exports`, and the names in the statements that change these. */
function listOuterNames(body: acorn.Program['body'], collectNames: CollectNames): string[] {
  const outer = ['module', 'exports'];
  const statements = body.filter(isExpressionStatement).filter(({ expression }) => outer.includes(findChanged(expression) ?? ''));
  return [...outer, ...statements.flatMap((each) => [...collectNames(each)])];
}

/** Tells whether a declaration is of a value that needs no calls. */
function needsNoCall(node: acorn.Node): boolean {
  return 'init' in node && /^(Literal|TemplateLiteral|ObjectExpression|ArrayExpression)$/.test((node.init as acorn.Node | null)?.type ?? '');
}

/**
 * Finds the declarations that the exports of a file name, and those that make them: `handle` of `var handler = handle.bind(null, stores)`.
 * A handler may get all that makes requests.
 */
function findExported(body: acorn.Program['body'], declarations: readonly Declaration[], collectNames: CollectNames): ReadonlySet<string> {
  const exports = body.filter((each) => (each.type === 'ExportNamedDeclaration' && !each.declaration) || each.type === 'ExportDefaultDeclaration');
  const changes = body.filter((each) => each.type === 'ExpressionStatement').map(({ expression }) => ({ name: findChanged(expression), node: expression }));
  const values = groupBy([...declarations.filter(({ kind }) => kind === 'value'), ...changes], ({ name }) => name ?? '');
  const exported = new Set(['module', 'exports', ...exports.flatMap((each) => [...collectNames(each)])]);
  // a set goes on with what is added to it meanwhile
  for (const name of exported) for (const { node } of values.get(name) ?? []) for (const used of collectNames(node)) exported.add(used);
  return exported;
}

/** Finds the name that a statement adds to: `module` of `module.exports = …`, and `all` of `export(all, { handler: () => handler })`. */
function findChanged(node: acorn.Expression): string | undefined {
  const [target] = node.type === 'CallExpression' ? node.arguments : [node.type === 'AssignmentExpression' ? node.left : undefined];
  const of = target?.type === 'MemberExpression' ? target.object : target;
  if (of?.type === 'Identifier') return of.name;
  return undefined;
}

/** Tells whether a declaration is a class whose parent is one of these. */
function extendsAny(node: acorn.Node, names: ReadonlySet<string>): boolean {
  const made = 'init' in node ? node.init : node;
  return typeof made === 'object' && made !== null && 'superClass' in made && namesAny(made.superClass, names);
}

function namesAny(node: unknown, names: ReadonlySet<string>): boolean {
  return typeof node === 'object' && node !== null && 'name' in node && names.has(String(node.name));
}

function listDeclarations(node: acorn.Program['body'][number]): Declaration[] {
  switch (node.type) {
    case 'FunctionDeclaration': return [{ name: node.id.name, node, kind: 'function' }];
    case 'ClassDeclaration': return [{ name: node.id.name, node, kind: 'class' }];
    case 'ImportDeclaration': return node.specifiers.map(({ local }) => ({ name: local.name, node, kind: 'value' }));
    case 'VariableDeclaration': return node.declarations.flatMap(listVariable);
    default: return [];
  }
}

function listVariable(node: acorn.VariableDeclarator): Declaration[] {
  const { id, init } = node;
  if (id.type !== 'Identifier') return [];
  return [{ name: id.name, node, kind: findKind(init) }];
}

function findKind(node: acorn.Expression | null | undefined): Declaration['kind'] {
  if (node?.type === 'ClassExpression') return 'class';
  if (isFunctionNode(node) || (node?.type === 'CallExpression' && isFunctionNode(node.arguments.at(0)))) return 'function';
  return 'value';
}

function isFunctionNode(node: acorn.Node | null | undefined): boolean {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';
}

/** Finds the declarations that name an SDK or a request, and all that name one of these. */
function findReaching(text: string, declarations: readonly Declaration[], collectNames: CollectNames): ReadonlySet<string> {
  const users = new Map<string, string[]>(declarations.map(({ name }) => [name, []]));
  const reaching = new Set<string>();
  for (const { name, node } of declarations) {
    const code = text.slice(node.start, node.end);
    if (NAMES_SDK.test(code) || WRITES_REQUEST.test(code)) reaching.add(name);
    for (const used of collectNames(node)) users.get(used)?.push(name);
  }
  // a set goes on with what is added to it meanwhile
  for (const name of reaching) for (const user of users.get(name) ?? []) reaching.add(user);
  return reaching;
}

const NAME = '[\\w$\\u0080-\\uffff]+';
/** Names, but not those of properties: `.name`, `#name` and `{ name: ... }`. */
const NAMES = new RegExp(`\\.\\.\\.|[.#]\\s*${NAME}|[{,]\\s*${NAME}\\s*:|(${NAME})`, 'g');

/** Lists the names in a part of the code that has no texts. */
function listNamesInCode(code: string): ReadonlySet<string> {
  return new Set(Array.from(code.matchAll(NAMES), ([, name = '']) => name).filter((name) => name !== ''));
}
