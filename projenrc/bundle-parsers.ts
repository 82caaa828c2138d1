/**
 * Puts the parsers into the package, which has no dependencies: acorn into the one file that imports it, and beside it tree-sitter with
 * its grammar of Python. Only what reads code loads them.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { brotliCompressSync } from 'zlib';
import { buildSync, transformSync } from 'esbuild';

const FOLDER = join('lib', 'code', 'languages');
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
