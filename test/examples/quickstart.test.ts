import { readFileSync } from 'fs';
import { join } from 'path';
import { QuickstartStack } from '../../examples/quickstart/quickstart-stack';
import { readable } from '../support/app';
import { describeExample, newExampleApp, wordsOf } from '../support/example';

describeExample('quickstart', (app) => [new QuickstartStack(app, 'Quickstart')], [
  'Consumer may',
  '  - create log streams in and write to log group Consumer/LogGroup · logs',
  '  - list the shards of, read the records of and find a place in the stream of Orders · STREAM_TRIGGER',
  '  - decrypt with key OrdersKey · only through DynamoDB · STREAM_TRIGGER',
  '  - list the streams of the whole account · STREAM_TRIGGER',
  '',
  'Reader may',
  '  - decrypt with key NoteKey · only for the encryption context purpose = order-note · fieldEncryption',
  '  - read items of Orders · READ_ITEM',
  '  - query index byStatus of Orders · QUERY.onIndexes(\'byStatus\')',
  '  - decrypt with key OrdersKey · only through DynamoDB · QUERY.onIndexes(\'byStatus\'), READ_ITEM',
  '  - create log streams in and write to log group ReaderAccess/LogGroup · logs',
  '',
  'Writer may',
  '  - generate data keys with key NoteKey · only for the encryption context purpose = order-note · fieldEncryption',
  '  - put items into Orders · PUT_ITEM',
  '  - decrypt with key OrdersKey · only through DynamoDB · PUT_ITEM',
  '  - create log streams in and write to log group WriterAccess/LogGroup · logs',
]);

/** What the example declares: without hashes of the handlers' code, and with references as short text. */
function resourcesOf(template: any): unknown {
  return shorten(JSON.parse(JSON.stringify(template.Resources, (key, value) => key === 'Metadata' ? undefined : value)
    .replace(/[0-9a-f]{64}/g, 'hash-of-the-code')));
}

function shorten(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(shorten);
  const keys = Object.keys(value);
  if (keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'))) return readable(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shorten(inner)]));
}

describe('the quickstart', () => {
  const app = newExampleApp('quickstart');
  const { artifactId } = new QuickstartStack(app, 'Quickstart');
  const assembly = app.synth();

  test('has this template', () => {
    expect(resourcesOf(assembly.getStackArtifact(artifactId).template)).toMatchSnapshot();
  });

  test('is said in plain words as the README shows it', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    const shown = /```\n(Reader may\n[^`]*)```/.exec(readme)![1];
    expect(wordsOf(assembly.directory)).toContain(shown);
  });
});
