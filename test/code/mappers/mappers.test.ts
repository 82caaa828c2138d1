import { buildSync } from 'esbuild';
import { DYNAMOOSE_PROGRAMS } from './dynamoose-programs';
import { ELECTRODB_PROGRAMS } from './electrodb-programs';
import { runProgram } from './recorder';
import { TOOLBOX_PROGRAMS } from './toolbox-programs';
import { callsIn, readJavaScript } from '../support';

const LIBRARIES = [['ElectroDB', ELECTRODB_PROGRAMS], ['dynamoose', DYNAMOOSE_PROGRAMS], ['DynamoDB-Toolbox', TOOLBOX_PROGRAMS]] as const;

function readCalls(program: string): string[] {
  return callsIn(readJavaScript({ 'index.cjs': program }));
}

/** A bundle with the library in it, and the SDK outside of it. */
function bundle(contents: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: __dirname, sourcefile: 'index.js' }, bundle: true, write: false, platform: 'node', format: 'cjs', external: ['@aws-sdk/*', '@smithy/*'], logLevel: 'error',
  });
  return outputFiles[0].text;
}

describe.each(LIBRARIES)('%s', (library, { beginning, handlers }) => {
  test.each(handlers)('makes the requests that are read of `%s`', async (handler) => {
    const program = `${beginning}\nexports.handler = async (event) => { ${handler} };\n`;
    const made = await runProgram(program, __filename);

    expect(readCalls(program).filter((call) => !call.includes('(likely)'))).toEqual(made.map((request) => `${request} by ${library}`));
  });

  test.each([
    ['required', beginning],
    ['imported', beginning.replace(/const (.*) = require\((.*)\);/g, (_, names, module) => `import ${names.replace(/^(\w+)$/, '* as $1')} from ${module};`)],
  ])('is read alike where it is %s and bundled', (_, start) => {
    const program = `${start}\nexport const handler = async (event) => {\n${handlers.map((each) => `{ ${each} }`).join('\n')}\n};\n`;

    expect(readCalls(bundle(program))).toEqual(readCalls(program));
  });
});
