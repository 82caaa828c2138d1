/**
 * Counts how the code of `src` is worded: `npm run words` prints the figures, and a test holds them.
 *
 * The limits come from well-known construct libraries, measured the same way.
 */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

/** How the code of a folder is worded. */
export interface WordFigures {
  readonly functions: number;
  /** Percent of the names of functions that contain `Of`, as in `keysOf`. */
  readonly namesWithOf: number;
  /** Percent of the names of functions that begin with a verb. */
  readonly namesWithVerb: number;
  /** Names that several functions have. Public methods are left out, because their names are a contract. */
  readonly severalDefinitions: string[];
  /** Conditional expressions a thousand lines. */
  readonly ternaries: number;
  /** `as` expressions a thousand lines, `as const` aside. */
  readonly casts: number;
  /** Percent of the doc comments that begin with "What". */
  readonly commentsWithWhat: number;
}

/** Verbs that the names of this project begin with. A new one is added here on purpose. */
const VERBS = [
  'acknowledge', 'add', 'allow', 'annotate', 'append', 'apply', 'assert', 'attach', 'authorize', 'build', 'bind', 'can', 'cannot', 'change', 'check',
  'choose', 'collect', 'combine', 'compare', 'complete', 'contains', 'convert', 'copy', 'count', 'cover', 'covers', 'create', 'decide', 'declare', 'denies', 'deny', 'depends',
  'describe', 'detect', 'distribute', 'download', 'drop', 'emit', 'encode', 'escape', 'estimate', 'evaluate', 'exclude', 'expand', 'explain', 'extend', 'fail',
  'fill', 'filter', 'find', 'fit', 'fits', 'follow', 'follows', 'format', 'get', 'give', 'gives', 'grant', 'grants', 'group', 'has', 'have', 'ignore', 'imports', 'include', 'includes', 'indent', 'intersect',
  'invoke', 'is', 'join', 'keep', 'leave', 'list', 'load', 'log', 'look', 'make', 'mark', 'match', 'matches', 'measure', 'memoize', 'merge', 'move', 'must', 'name', 'names',
  'narrow', 'needs', 'normalize', 'note', 'open', 'order', 'overlap', 'pack', 'parse', 'partition', 'pick', 'plan', 'prepare', 'print', 'protect', 'qualify', 'quote', 'read', 'record', 'reduce', 'refer', 'refers',
  'refuse', 'remember', 'remove', 'rename', 'render', 'replace', 'report', 'require', 'requires', 'resolve', 'retain', 'run', 'runs', 'select', 'send', 'serve', 'set', 'shorten', 'should', 'show', 'skip', 'sort', 'split',
  'start', 'stop', 'strip', 'substitute', 'suggest', 'summarize', 'support', 'supports', 'synthesize', 'take', 'takes', 'throw', 'to', 'track', 'translate', 'trim', 'try', 'union', 'unpack', 'unwrap', 'update', 'use', 'uses', 'validate', 'visit',
  'wait', 'walk', 'warn', 'was', 'watch', 'widens', 'with', 'wrap', 'write', 'writes',
];

interface NamedFunction {
  readonly name: string;
  readonly isPublic: boolean;
}

/** Measures the TypeScript files of a folder. */
export function measureWords(folder: string): WordFigures {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'));
  const sources = files.map((file) => ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest, true));
  const publicNames = readFileSync(join(folder, 'index.ts'), 'utf8').match(/\w+/g) ?? [];
  const functions = sources.flatMap((source) => listFunctions(source, publicNames));
  const comments = sources.flatMap(listDocComments);
  const lines = sources.reduce((sum, source) => sum + countLinesOfCode(source), 0);
  return {
    functions: functions.length,
    namesWithOf: percent(functions, ({ name }) => /[a-z]Of([A-Z]|$)/.test(name)),
    namesWithVerb: percent(functions, ({ name }) => VERBS.includes(name.match(/^[a-z]+/)?.[0] ?? '')),
    severalDefinitions: listSeveral(functions),
    ternaries: perThousand(sources, lines, ts.isConditionalExpression),
    casts: perThousand(sources, lines, isCast),
    commentsWithWhat: percent(comments, (comment) => /^What\b/.test(comment)),
  };
}

function listNodes(source: ts.SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node) => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return nodes;
}

/** Functions and methods with a body, and constants that hold a function. */
function listFunctions(source: ts.SourceFile, publicNames: readonly string[]): NamedFunction[] {
  return listNodes(source).flatMap((node) => {
    if (ts.isFunctionDeclaration(node) && node.name && node.body) return [{ name: node.name.text, isPublic: false }];
    if (ts.isMethodDeclaration(node) && node.body) return [{ name: node.name.getText(source), isPublic: isPublicMethod(node, publicNames) }];
    return holdsFunction(node) ? [{ name: node.name.getText(source), isPublic: false }] : [];
  });
}

function holdsFunction(node: ts.Node): node is ts.VariableDeclaration {
  if (!ts.isVariableDeclaration(node) || !node.initializer) return false;
  return ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer);
}

function isPublicMethod({ parent }: ts.MethodDeclaration, publicNames: readonly string[]): boolean {
  return ts.isClassDeclaration(parent) && parent.name !== undefined && publicNames.includes(parent.name.text);
}

/** Lines that hold code: neither blank nor part of a comment. */
function countLinesOfCode(source: ts.SourceFile): number {
  return source.text.replace(/\/\*[\s\S]*?\*\//g, '').split('\n').filter((line) => !/^\s*(\/\/.*)?$/.test(line)).length;
}

function listSeveral(functions: readonly NamedFunction[]): string[] {
  const names = functions.filter(({ isPublic }) => !isPublic).map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].sort();
}

function listDocComments(source: ts.SourceFile): string[] {
  return [...source.text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].map(([, text]) => text.replace(/^[\s*]+/, ''));
}

function isCast(node: ts.Node): boolean {
  return ts.isAsExpression(node) && node.type.getText() !== 'const';
}

function percent<T>(all: readonly T[], isOne: (each: T) => boolean): number {
  return round(all.filter(isOne).length * 100 / all.length);
}

function perThousand(sources: readonly ts.SourceFile[], lines: number, isOne: (node: ts.Node) => boolean): number {
  return round(sources.flatMap(listNodes).filter(isOne).length * 1000 / lines);
}

function round(figure: number): number {
  return Math.round(figure * 10) / 10;
}

if (require.main === module) console.log(measureWords(join(__dirname, '..', '..', 'src')));
