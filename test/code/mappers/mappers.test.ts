import { DYNAMOOSE_PROGRAMS } from './dynamoose-programs';
import { ELECTRODB_PROGRAMS } from './electrodb-programs';
import { runProgram } from './recorder';
import { TOOLBOX_PROGRAMS } from './toolbox-programs';
import { callsIn, readJavaScript } from '../support';

const LIBRARIES = [['ElectroDB', ELECTRODB_PROGRAMS], ['dynamoose', DYNAMOOSE_PROGRAMS], ['DynamoDB-Toolbox', TOOLBOX_PROGRAMS]] as const;

function read(program: string): string[] {
  return callsIn(readJavaScript({ 'index.cjs': program }, {}));
}

describe.each(LIBRARIES)('%s makes the requests that are read', (library, { beginning, handlers }) => {
  test.each(handlers)('%s', async (handler) => {
    const program = `${beginning}\nexports.handler = async (event) => { ${handler} };\n`;
    const made = await runProgram(program, __filename);

    expect(read(program).filter((call) => !call.includes('(likely)'))).toEqual(made.map((request) => `${request} by ${library}`));
  });
});
