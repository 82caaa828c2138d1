/**
 * Changes the compiled entry point so that it loads a file when one of its names is first used. An app that declares an access needs
 * neither the report, nor the checks, nor the assertions.
 */
import { execFileSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';

const ENTRY_POINT = 'lib/index.js';

/** The entry point, whose names are getters that load a file, and the names. */
function loadLazily(source: string): { lazy: string; names: string[] } {
  const loads = new Map<string, string>();
  const names: string[] = [];
  const lazy = source
    .replace(/^var (\w+) = (require\(".+"\));$/gm, (_, variable, load) => {
      loads.set(variable, load);
      return `var ${variable};`;
    })
    // Node.js reads from the text which names an ES module may import. It doesn't accept this form of a getter, so it must not
    // recognize the getters: then it takes the names that TypeScript assigns at the top.
    // @see https://github.com/nodejs/cjs-module-lexer#getter-exports-parsing
    .replace(/defineProperty\(exports, ("(\w+)"), (.*)return (\w+)\./g, (_, quoted, name, options, variable) => {
      const load = loads.get(variable);
      if (load === undefined) throw new Error(`expected an import of ${variable} in ${ENTRY_POINT}, as TypeScript compiles it`);
      names.push(name);
      return `defineProperty(exports, _name = ${quoted}, ${options}return (${variable} ??= ${load}).`;
    })
    .replace('"use strict";\n', '"use strict";\nvar _name;\n');
  return { lazy, names };
}

const { lazy, names } = loadLazily(readFileSync(ENTRY_POINT, 'utf8'));
if (names.length === 0) throw new Error(`expected getters in ${ENTRY_POINT}, as TypeScript compiles them`);
writeFileSync(ENTRY_POINT, lazy);

const run = (...args: string[]): string => execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
run('--input-type=module', '--eval', `import { ${names.join(', ')} } from './${ENTRY_POINT}';`);
const loaded = run('--print', `require('./${ENTRY_POINT}'); Object.keys(require.cache).length`);
if (loaded !== '1') throw new Error(`${ENTRY_POINT} loads ${loaded} files, itself included; expected 1 until a name is used`);
