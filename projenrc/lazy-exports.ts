/**
 * Has the compiled entry point load a file when one of its names is first used, rather than all of them at once: who declares an
 * access needs neither the report, nor the checks, nor the assertions.
 */
import { execFileSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';

const ENTRY_POINT = 'lib/index.js';

const paths = new Map<string, string>();
const names: string[] = [];
const lazy = readFileSync(ENTRY_POINT, 'utf8')
  .replace(/^var (\w+) = (require\(".+"\));$/gm, (_, variable, load) => {
    paths.set(variable, load);
    return `var ${variable};`;
  })
  // Node.js reads which names ES modules may import from the text, where it doesn't take this form of a getter for one: they are
  // those that TypeScript assigns at the top, as long as the getters don't name them as it expects
  .replace(/defineProperty\(exports, ("(\w+)"), (.*)return (\w+)\./g, (_, quoted, name, options, variable) => {
    const load = paths.get(variable);
    if (load === undefined) throw new Error(`expected an import of ${variable} in ${ENTRY_POINT}, as TypeScript compiles it`);
    names.push(name);
    return `defineProperty(exports, _name = ${quoted}, ${options}return (${variable} ??= ${load}).`;
  })
  .replace('"use strict";\n', '"use strict";\nvar _name;\n');
writeFileSync(ENTRY_POINT, lazy);

if (names.length === 0) throw new Error(`expected getters in ${ENTRY_POINT}, as TypeScript compiles them`);
execFileSync(process.execPath, ['--input-type=module', '--eval', `import { ${names.join(', ')} } from './${ENTRY_POINT}';`], { stdio: 'inherit' });
