import { readFileSync } from 'fs';
import { join } from 'path';
import { ROOT } from './language';
import { translatedExamples } from '../../docs/generate/examples';
import { translate } from '../../docs/generate/translations';

const CDK = 'software.amazon.awscdk';
const SERVICES = ['appsync', 'dynamodb', 'ec2', 'ecs', 'iam', 'kms', 'lambda', 'logs', 's3'].map((service) => `${CDK}.services.${service}`);
/** Classes that more than one of the packages has. */
const AMBIGUOUS = [
  `${CDK}.Annotations`, `${CDK}.interfaces.dynamodb.ITableRef`, `${CDK}.services.dynamodb.Table`, `${CDK}.services.kms.Alias`, `${CDK}.services.kms.Key`,
  `${CDK}.services.lambda.Code`, `${CDK}.services.lambda.EventSourceMappingOptions`, `${CDK}.services.lambda.Function`, `${CDK}.services.lambda.Runtime`,
  `${CDK}.services.s3.Bucket`,
];
const IMPORTS = [
  'java.util.List', 'java.util.Map', 'io.github.cdkdynamoaccess.*', `${CDK}.*`, `${CDK}.assertions.*`, ...SERVICES.map((name) => `${name}.*`),
  ...AMBIGUOUS,
];

/** The examples of all pages in Java, each in a class of its own with what its fixture declares. */
export async function javaExamples(): Promise<string> {
  const examples = translatedExamples();
  const { translations } = await translate(examples);
  return [
    'package quickstart;',
    ...IMPORTS.map((name) => `import ${name};`),
    'class Examples {',
    ...examples.flatMap(({ page, fixture }, index) => [
      `// ${page}`,
      `static class Example${index} extends Stack {`,
      ...declarationsOf(fixture),
      'void example() {',
      ...translations[index].find(({ language }) => language === 'Java')!.source.split('\n').filter((line) => !line.startsWith('import ')),
      '}',
      '}',
    ]),
    '}',
    '',
  ].join('\n');
}

function declarationsOf(fixture: string): string[] {
  const declarations = readFileSync(join(ROOT, 'rosetta', `${fixture}.ts-fixture`), 'utf8').matchAll(/^declare const (\w+): (?:\w+\.)?(\w+);$/gm);
  return [...declarations].map(([, name, type]) => `${type} ${name};`);
}
