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
/** Short functions are helpers, of bundlers too. */
const SHORT = 400;
/** What the app uses and what is longer is a library: classes of the app are shorter. */
const MEDIUM = 2000;
/** Longer functions that read variables are libraries that look at `NODE_ENV`, and no configuration. */
const LONG = 20_000;

/**
 * Finds the declarations of a minified bundle that are libraries in all likelihood: long code that names no SDK and no request, and no
 * other code that does.
 *
 * @see https://esbuild.github.io/api/#minify
 */
export function findLeftOut(text: string, { body }: acorn.Program, regions: readonly LibraryRegion[] = []): ReadonlySet<string> {
  // a bundle that isn't minified tells libraries apart
  if (regions.length > 0) return new Set();
  const declarations = body.flatMap(listDeclarations);
  // where texts can't be told apart, the words in them count as names
  const code = blankTexts(text) ?? text;
  const collectNames = ({ start, end }: acorn.Node) => listNamesInCode(code.slice(start, end));
  const reaching = findReaching(text, declarations, collectNames);
  const exported = findExported(body, declarations, collectNames);
  // code that makes no requests itself may be given what makes some
  const used = new Set(declarations.filter(({ name }) => reaching.has(name)).flatMap(({ node }) => [...collectNames(node)]));
  const leftOut = new Set<string>();
  const isLeftOut = ({ name, node, kind }: Declaration) => {
    const length = node.end - node.start;
    const isMedium = length < MEDIUM;
    const mayBeConfiguration = kind === 'value' || (kind === 'function' && length < LONG && READS_VARIABLE.test(text.slice(node.start, node.end)));
    const isKept = reaching.has(name) || (exported.has(name) && (isMedium || kind !== 'class')) || (used.has(name) && isMedium);
    return (length >= SHORT || extendsAny(node, leftOut)) && !mayBeConfiguration && !isKept;
  };
  for (const each of declarations) if (isLeftOut(each)) leftOut.add(each.name);
  return leftOut;
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
  return new Set(Array.from(code.matchAll(NAMES), ([, name = '']) => name));
}
