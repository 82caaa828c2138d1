/* eslint-disable import/no-extraneous-dependencies */ // the build puts both parsers into the package (projenrc/bundle-code.ts)
import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { createContext, runInContext } from 'vm';
import { brotliDecompressSync } from 'zlib';
import * as acorn from 'acorn';
import { LazyParser, OPTIONS } from './lazy-parser';
import { copyTree, PythonNode, Tree } from './python-tree';

/** A file can't be parsed. */
export class UnparsableFile extends Error {}

/** Parses a file as a module or, where that fails, as a script. The bodies of functions are parsed when they are read. */
export function parseJavaScript(text: string): acorn.Program {
  try {
    return LazyParser.parseLazily(text, 'module');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return parseWhole(text);
  }
}

function parseWhole(text: string): acorn.Program {
  try {
    return acorn.parse(text, { ...OPTIONS, sourceType: 'module' });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return parseScript(text, error.message);
  }
}

/** Parses a file as a script. If it isn't one either, the problem is that of the file as a module. */
function parseScript(text: string, problem: string): acorn.Program {
  try {
    return acorn.parse(text, { ...OPTIONS, sourceType: 'script' });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UnparsableFile(problem);
  }
}

interface PythonParser {
  parse(text: string): Tree;
}

let pythonParser: PythonParser | undefined;

/** Parses a file. */
export function parsePython(text: string): PythonNode {
  pythonParser ??= loadPythonParser();
  const tree = pythonParser.parse(text);
  try {
    if (tree.rootNode.hasError) throw new UnparsableFile("the syntax is not Python's");
    return copyTree(tree, text);
  } finally {
    tree.delete();
  }
}

/**
 * Loads tree-sitter without waiting for it: CDK's validation plugins answer synchronously. It runs in a context whose promises
 * settle before the script returns, and compiles its two WebAssembly files synchronously.
 *
 * @see https://nodejs.org/api/vm.html#timeout-interactions-with-asynchronous-tasks-and-promises
 */
function loadPythonParser(): PythonParser {
  const sandbox: Record<string, any> = {
    // tree-sitter takes the context for a browser, where it needs no files
    window: {}, document: { currentScript: { src: 'file:///' } }, module: { exports: {} }, exports: {}, console, TextDecoder, TextEncoder, URL, read: readTreeSitter,
  };
  const context = createContext(sandbox, { microtaskMode: 'afterEvaluate' });
  runInContext(COMPILE_SYNCHRONOUSLY, context);
  runInContext(readTreeSitter('tree-sitter.js').toString('utf8'), context);
  runInContext(START, context);
  if (sandbox.failure) throw sandbox.failure;
  return sandbox.parser;
}

const COMPILE_SYNCHRONOUSLY = `{
  const { Module, Instance } = WebAssembly;
  WebAssembly.instantiate = async (source, imports) => {
    if (source instanceof Module) return new Instance(source, imports);
    const module = new Module(source);
    return { module, instance: new Instance(module, imports) };
  };
}`;

const START = `(async () => {
  const { Parser, Language } = module.exports;
  await Parser.init({ wasmBinary: read('tree-sitter.wasm') });
  const python = await Language.load(new Uint8Array(read('tree-sitter-python.wasm')));
  globalThis.parser = new Parser();
  parser.setLanguage(python);
})().catch((error) => { globalThis.failure = error; })`;

/** A file of tree-sitter: compressed beside this file in the package, and in node_modules before that is built. */
function readTreeSitter(file: string): Buffer {
  const packaged = join(__dirname, 'tree-sitter', `${file}.br`);
  if (existsSync(packaged)) return brotliDecompressSync(readFileSync(packaged));
  return readFileSync(join(dirname(require.resolve('@vscode/tree-sitter-wasm')), file));
}
