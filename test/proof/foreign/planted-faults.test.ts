import { readFileSync } from 'fs';
import { join } from 'path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { compareAnswers, readAnswers } from './answers';
import { readByEndpoint } from './reading';
import type { permissionsOf } from '../../../src/local/endpoint/dynamodb-permissions';

const ENDPOINT = join(__dirname, '..', '..', '..', 'src', 'local', 'endpoint');

interface Fault {
  readonly fault: string;
  /** The file of the endpoint, without its ending. */
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
}

const FAULTS: readonly Fault[] = [
  {
    fault: 'asks for another action for a batch of reads',
    file: 'dynamodb-permissions',
    right: '\'BatchGetItem\', table, Keys',
    wrong: '\'GetItem\', table, Keys',
  },
  {
    fault: 'takes a statement that deletes for one that updates',
    file: 'partiql',
    right: 'DELETE: \'PartiQLDelete\'',
    wrong: 'DELETE: \'PartiQLUpdate\'',
  },
  {
    fault: 'asks for nothing on the table that a restore makes',
    file: 'dynamodb-permissions',
    right: 'return [...filling(target), ',
    wrong: 'return [',
  },
  {
    fault: 'asks on the table for what reads an index',
    file: 'dynamodb-permissions',
    right: 'return index === undefined ? table : `${table}/index/${index}`;',
    wrong: 'return index === undefined ? table : table;',
  },
  {
    fault: 'looks for a table of another account in the account of the caller',
    file: 'dynamodb-permissions',
    right: 'nameOrArn.startsWith(\'arn:\') ? nameOrArn : arn(\'dynamodb\', this.request, `table/${nameOrArn}`)',
    wrong: 'arn(\'dynamodb\', this.request, `table/${nameOrArn.replace(/.*\\//, \'\')}`)',
  },
  {
    fault: 'asks on the table for the records of a stream',
    file: 'dynamodb-permissions',
    right: 'ShardIterator.split(\'|\')[0]',
    wrong: 'ShardIterator.split(\'/stream/\')[0]',
  },
  {
    fault: 'compares the partition key of the table in a query of an index',
    file: 'dynamodb-permissions',
    right: 'IndexName === undefined ? schema?.partitionKey : schema?.indexes[IndexName]',
    wrong: 'schema?.partitionKey',
  },
  {
    fault: 'forgets the rows that a batch deletes',
    file: 'dynamodb-permissions',
    right: 'PutRequest ?? DeleteRequest),',
    wrong: 'PutRequest).filter(Boolean),',
  },
  {
    fault: 'takes a nested attribute for the partition key',
    file: 'partiql-condition',
    right: 'valuesOfComparison(key, condition);',
    wrong: 'valuesOfComparison(key, condition.slice(-3));',
  },
  {
    fault: 'takes every OR for a full table scan',
    file: 'partiql-condition',
    right: '? values.flat() as string[] : undefined;',
    wrong: '? undefined : undefined;',
  },
  {
    fault: 'takes one side of an OR for the whole condition',
    file: 'partiql-condition',
    right: 'return values.every((each) => each !== undefined) ? values.flat() as string[] : undefined;',
    wrong: 'return values.find((each) => each !== undefined);',
  },
  {
    fault: 'forgets the attributes that a read lists',
    file: 'dynamodb-permissions',
    right: ' \'ProjectionExpression\',',
    wrong: '',
  },
  {
    fault: 'forgets the attributes of legacy conditions',
    file: 'dynamodb-permissions',
    right: ' \'Expected\',',
    wrong: '',
  },
  {
    fault: 'takes a function in an expression for an attribute',
    file: 'expressions',
    right: ' && tokens[at + 1] !== \'(\'',
    wrong: '',
  },
  {
    fault: 'says that a query of an index reads all attributes',
    file: 'dynamodb-permissions',
    right: '{ \'dynamodb:Select\': \'ALL_PROJECTED_ATTRIBUTES\' }',
    wrong: '{ \'dynamodb:Select\': \'ALL_ATTRIBUTES\' }',
  },
  {
    fault: 'forgets what a delete returns',
    file: 'dynamodb-permissions',
    right: 'asked.items(\'DeleteItem\', parameters.TableName, [parameters], returnValues(parameters))',
    wrong: 'asked.items(\'DeleteItem\', parameters.TableName, [parameters])',
  },
  {
    fault: 'confuses what a statement returns from before and after',
    file: 'partiql',
    right: '_${when.toUpperCase()}`',
    wrong: '_${when.toUpperCase() === \'OLD\' ? \'NEW\' : \'OLD\'}`',
  },
  {
    fault: 'names another transaction around a read',
    file: 'dynamodb-permissions',
    right: 'enclosedIn(\'TransactGetItems\')',
    wrong: 'enclosedIn(\'TransactWriteItems\')',
  },
];

const scripts = new Map<string, string>();

function toScript(source: string): string {
  const script = scripts.get(source)
    ?? transpileModule(source, { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 } }).outputText;
  scripts.set(source, script);
  return script;
}

/** Loads the mapping of the endpoint from its sources, with a fault in one of them. */
function plant({ file, right, wrong }: Pick<Fault, 'file' | 'right' | 'wrong'>): typeof permissionsOf {
  const load = (name: string): any => {
    if (name === 'permission') return jest.requireActual(join(ENDPOINT, name));
    const source = readFileSync(join(ENDPOINT, `${name}.ts`), 'utf8');
    if (name === file && source.split(right).length !== 2) throw new Error(`${name}.ts does not have ${right} once`);
    const exports = {};
    new Function('exports', 'require', toScript(name === file ? source.replace(right, () => wrong) : source))(exports, (path: string) => load(path.replace('./', '')));
    return exports;
  };
  return load('dynamodb-permissions').permissionsOf;
}

const { answers, differences } = readAnswers();

test('the mapping as it is reads requests as the committed answers do, but for the known differences', () => {
  const asItIs = plant({ file: 'permission', right: '', wrong: '' });

  expect(compareAnswers(answers, (request) => readByEndpoint(request, asItIs))).toEqual({ differences, unexplained: [] });
});

test.each(FAULTS)('a mapping that $fault is found', (fault) => {
  const faulty = plant(fault);

  expect(compareAnswers(answers, (request) => readByEndpoint(request, faulty))).not.toEqual({ differences, unexplained: [] });
});
