import { readFileSync } from 'fs';
import { join } from 'path';
import { ROOT } from './language';
import { Example, translatedExamples } from '../../docs/generate/examples';
import { goPackages } from '../../docs/generate/go-types';
import { translate } from '../../docs/generate/translations';

/** The paths of packages, by what begins the names of what is in them. */
const PATHS: ReadonlyMap<string, string> = new Map([
  ...Object.values(goPackages()).map(({ name, path }): [string, string] => [name, path]),
  ['jsii', 'github.com/aws/jsii-runtime-go'],
]);

/** The examples of all pages in Go, a file each: a function of what its fixture declares. */
export async function goExamples(): Promise<string[]> {
  const examples = translatedExamples();
  const { translations } = await translate(examples);
  return examples.map((example, index) => fileOf(example, index, translations[index].find(({ language }) => language === 'Go')!.source));
}

function fileOf({ page, fixture }: Example, index: number, source: string): string {
  const [, shown = '', statements] = /^(?:import \((.*?)\)\n)?(.*)$/s.exec(source)!;
  const parameters = parametersOf(readFileSync(join(ROOT, 'rosetta', `${fixture}.ts-fixture`), 'utf8')).join(', ');
  const used = [...`${parameters}\n${statements}`.matchAll(/\b(\w+)\.[A-Z]/g)].flatMap(([, name]) => PATHS.get(name) ?? []);
  const imports = new Set([...shown.matchAll(/"(.*)"/g)].map(([, path]) => path).concat(used));
  const variables = [...statements.matchAll(/^(\w+) := /gm)].map(([, name]) => name);
  return [
    `// ${page}`,
    'package examples',
    'import (',
    ...[...imports].map((path) => `"${path}"`),
    ')',
    `func example${index}(${parameters}) {`,
    '{', // where an example may name its own what its fixture declares
    statements,
    ...variables.map((name) => `_ = ${name}`), // Go wants variables used
    '}',
    '}',
    '',
  ].join('\n');
}

/** What a fixture declares, and the stack that its examples are in. */
function parametersOf(fixture: string): string[] {
  const modules = new Map([...fixture.matchAll(/^import (?:\* as (\w+)|\{([^}]*)\}) from '(.*)';$/gm)]
    .flatMap(([, namespace, names, module]) => (namespace ?? names).split(',').map((name): [string, string] => [name.trim(), module])));
  return [...fixture.matchAll(/^(?:declare const (\w+)|class \w+ extends)[: ]+(?:(\w+)\.)?(\w+)/gm)].map(([, name = 'stack', namespace, type]) => {
    const [library, submodule] = modules.get(namespace ?? type)!.split('/');
    const module = submodule ? `${library}.${submodule.replace('-', '_')}` : library;
    return `${name} ${goPackages()[module].name}.${type}`;
  });
}
