/**
 * Has the compiled entry point load a file when one of its names is first used, rather than all of them at once: who declares an
 * access needs neither the report, nor the checks, nor the assertions.
 */
import { readFileSync, writeFileSync } from 'fs';

const ENTRY_POINT = 'lib/index.js';

const paths = new Map<string, string>();
const lazy = readFileSync(ENTRY_POINT, 'utf8')
  .replace(/^var (\w+) = require\((".+")\);\n/gm, (_, name, path) => {
    paths.set(name, path);
    return '';
  })
  .replace(/return (\w+)\./g, (_, name) => `return require(${paths.get(name)}).`);
if (paths.size === 0) throw new Error(`expected imports in ${ENTRY_POINT}, as TypeScript compiles them`);
writeFileSync(ENTRY_POINT, lazy);
