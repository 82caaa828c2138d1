import { readFileSync } from 'fs';
import { join } from 'path';
import { ROOT } from './language';
import { Example, translatedExamples } from '../../docs/generate/examples';
import { translate } from '../../docs/generate/translations';

/** The examples of all pages in Python, a file each: a function of a stack, after what its fixture declares. */
export async function pythonExamples(): Promise<string[]> {
  const examples = translatedExamples();
  const { translations } = await translate(examples);
  return examples.map((example, index) => fileOf(example, translations[index].find(({ language }) => language === 'Python')!.source));
}

function fileOf({ page, fixture }: Example, source: string): string {
  const text = readFileSync(join(ROOT, 'rosetta', `${fixture}.ts-fixture`), 'utf8').replace(/\blambda\b(?!')/g, 'lambda_'); // Python has a `lambda`
  const imports = [...text.matchAll(/^import (?:\* as (\w+)|\{([^}]*)\}) from '(.*)';$/gm)].map(([, namespace, names, module]) =>
    namespace ? `import ${moduleOf(module)} as ${namespace}` : `from ${moduleOf(module)} import (${names})`);
  const declarations = [...text.matchAll(/^declare const (\w+): (.*);$/gm)].map(([, name, type]) => `${snakeCase(name)}: ${type}`);
  return [
    `# ${page}`,
    'from aws_cdk import Stack',
    ...imports,
    ...declarations,
    'def example(self: Stack) -> None:', // where an example may name its own what its fixture declares
    ...source.split('\n').map((line) => `    ${line}`),
    '',
  ].join('\n');
}

function moduleOf(name: string): string {
  return name.replace('aws-cdk-lib', 'aws_cdk').replace('/', '.').replace(/-/g, '_');
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
