/**
 * Has every compiled file load another one when that is first used, as the files of aws-cdk-lib do: who declares an access needs
 * neither the report, nor the checks, nor the assertions, and what is asked at synthesis is loaded then.
 */
import { execFileSync } from 'child_process';
import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

const ROOT = 'lib';
const ENTRY_POINT = join(ROOT, 'index.js');

/** The entry point, whose names are getters that load on their own, and the names. */
function lazyExports(source: string): { source: string; names: string[] } {
  const paths = new Map<string, string>();
  const names: string[] = [];
  const lazy = source
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
  return { source: lazy, names };
}

/** Any other file: each variable that holds a file of the package becomes an object that loads it. */
function lazyImports(file: string, source: string): string {
  return [...source.matchAll(/^const (\w+) = (require\("\.[^"]+"\));$/gm)].reduce((lazy, [statement, variable, load]) => {
    // members of members, as a call in their place would bind otherwise behind `new`
    const declaration = `let ${variable}_loaded;\nconst ${variable} = { get file() { return ${variable}_loaded ??= ${load}; } };`;
    const [before, after] = lazy.split(statement).map((part) => part.replace(RegExp(`\\b${variable}\\.`, 'g'), `${variable}.file.`));
    if (RegExp(`\\b${variable}\\b(?!\\.file\\.)`).test(before + after)) {
      throw new Error(`expected ${file} to use ${variable} by its members alone, as TypeScript compiles an import`);
    }
    return before + declaration + after;
  }, source);
}

const entryPoint = lazyExports(readFileSync(ENTRY_POINT, 'utf8'));
if (entryPoint.names.length === 0) throw new Error(`expected getters in ${ENTRY_POINT}, as TypeScript compiles them`);
writeFileSync(ENTRY_POINT, entryPoint.source);

for (const name of readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.js'))) {
  const file = join(ROOT, name);
  if (file !== ENTRY_POINT) writeFileSync(file, lazyImports(file, readFileSync(file, 'utf8')));
}

execFileSync(process.execPath, ['--input-type=module', '--eval', `import { ${entryPoint.names.join(', ')} } from './${ENTRY_POINT}';`], { stdio: 'inherit' });
