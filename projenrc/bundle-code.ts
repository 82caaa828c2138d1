/**
 * Makes one file of what reads code, with acorn in it, and puts tree-sitter with its grammar of Python beside it: the package has no
 * dependencies. Only the command line and the checks load it. Fails if it adds too much to the package.
 */
import { execFileSync } from 'child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';
import { brotliCompressSync } from 'zlib';
import { build, Plugin, transformSync } from 'esbuild';

const SOURCE = resolve('src', 'code');
const CODE = join('lib', 'code');
const TREE_SITTER = dirname(require.resolve('@vscode/tree-sitter-wasm'));
const LICENSES = ['acorn/LICENSE', '@vscode/tree-sitter-wasm/LICENSE'];

/** Files of the library that aren't about reading code stay files of their own. */
const OTHER_FILES: Plugin = {
  name: 'other-files',
  setup: ({ onResolve }) => onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
    const file = relative(SOURCE, resolve(resolveDir, path));
    return file.startsWith('..') ? { path: file, external: true } : undefined;
  }),
};

function packTreeSitter(): void {
  const folder = join(CODE, 'tree-sitter');
  mkdirSync(folder, { recursive: true });
  const script = transformSync(readFileSync(join(TREE_SITTER, 'tree-sitter.js'), 'utf8'), { minify: true }).code;
  writeFileSync(join(folder, 'tree-sitter.js.br'), brotliCompressSync(script));
  for (const file of ['tree-sitter.wasm', 'tree-sitter-python.wasm']) {
    writeFileSync(join(folder, `${file}.br`), brotliCompressSync(readFileSync(join(TREE_SITTER, file))));
  }
  const texts = LICENSES.map((file) => `${dirname(file)}\n\n${readFileSync(join('node_modules', file), 'utf8')}`);
  writeFileSync(join(folder, 'LICENSES.txt'), texts.join('\n\n'));
}

/** The compressed bytes of the folder, as the package holds it. */
const MOST_BYTES = 240_000;

function checkSize(): void {
  const bytes = execFileSync('tar', ['-cz', '-f', '-', CODE], { maxBuffer: 10 * MOST_BYTES }).length;
  if (bytes > MOST_BYTES) throw new Error(`${CODE} has ${bytes} bytes compressed; expected at most ${MOST_BYTES}`);
  process.stdout.write(`${CODE} has ${bytes} of at most ${MOST_BYTES} bytes compressed\n`);
}

async function main(): Promise<void> {
  rmSync(CODE, { recursive: true, force: true });
  await build({
    entryPoints: [join(SOURCE, 'index.ts')],
    outfile: join(CODE, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    external: ['@vscode/tree-sitter-wasm'],
    plugins: [OTHER_FILES],
  });
  packTreeSitter();
  checkSize();
}

void main();
