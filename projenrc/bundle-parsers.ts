/**
 * Puts the parsers into the package, which has no dependencies: acorn into the one file that imports it, and beside it tree-sitter with
 * its grammar of Python. Only what reads code loads them. Fails if what reads code adds too much to the package.
 */
import { execFileSync } from 'child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { brotliCompressSync } from 'zlib';
import { buildSync, transformSync } from 'esbuild';

const CODE = join('lib', 'code');
const FOLDER = join(CODE, 'languages');
const TREE_SITTER = dirname(require.resolve('@vscode/tree-sitter-wasm'));
const LICENSES = ['acorn/LICENSE', '@vscode/tree-sitter-wasm/LICENSE'];

const parsers = join(FOLDER, 'parsers.js');
buildSync({
  entryPoints: [parsers],
  outfile: parsers,
  allowOverwrite: true,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  external: ['@vscode/tree-sitter-wasm'],
});

const treeSitter = join(FOLDER, 'tree-sitter');
mkdirSync(treeSitter, { recursive: true });
const script = transformSync(readFileSync(join(TREE_SITTER, 'tree-sitter.js'), 'utf8'), { minify: true }).code;
writeFileSync(join(treeSitter, 'tree-sitter.js.br'), brotliCompressSync(script));
for (const file of ['tree-sitter.wasm', 'tree-sitter-python.wasm']) {
  writeFileSync(join(treeSitter, `${file}.br`), brotliCompressSync(readFileSync(join(TREE_SITTER, file))));
}

const texts = LICENSES.map((file) => `${dirname(file)}\n\n${readFileSync(join('node_modules', file), 'utf8')}`);
writeFileSync(join(FOLDER, 'LICENSES.txt'), texts.join('\n\n'));

// what reads code stays small: its own files are minified, but functions keep their names for stack traces
for (const file of readdirSync(CODE, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.js'))) {
  const path = join(CODE, file);
  writeFileSync(path, transformSync(readFileSync(path, 'utf8'), { minify: true, platform: 'node', target: 'node20' }).code);
}

/** The compressed bytes of the folder. In the package it takes 11 kB more, because npm compresses less: 252 kB. */
const MOST_BYTES = 241_000;
const bytes = execFileSync('tar', ['-cz', '--exclude=*.d.ts', '-f', '-', CODE], { maxBuffer: 10 * MOST_BYTES }).length;
if (bytes > MOST_BYTES) throw new Error(`${CODE} has ${bytes} bytes compressed; expected at most ${MOST_BYTES}`);
process.stdout.write(`${CODE} has ${bytes} of at most ${MOST_BYTES} bytes compressed\n`);
