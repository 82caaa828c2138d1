import { readJavaScript } from './support';
import { findLibraryRegions } from '../../src/code/languages/library-regions';
import { shortenLibraries } from '../../src/code/languages/shorten-libraries';

const APP = '// src/index.js\nvar handler = () => 1;\n';

function shortenLibrary(code: string): string {
  const text = `// node_modules/library/index.js\n${code}\n${APP}`;
  const short = shortenLibraries(text, findLibraryRegions({ path: 'index.js', language: 'javascript', text }));
  expect([short.length, short.slice(-APP.length)]).toEqual([text.length, APP]);
  return short.slice(0, -APP.length).trim();
}

test.each([
  ['a function', 'function read(one, two) {\n  return one;\n}', 'var read;'],
  ['an asynchronous generator', 'async function* list() {\n}', 'var list;'],
  ['a class', 'class Store extends Base {\n  read() {}\n}', 'var Store;'],
  ['a module of CommonJS', 'var require_library = __commonJS({\n  "library.js"(exports) {\n    var inner = 1;\n  }\n});', 'var require_library;'],
  ['names that a module assigns when it is loaded', 'var one, two, init_library = __esm({\n});', 'var one,two,init_library;'],
  ['an object', 'var options = {\n  a: 1,\n  b: 2\n};', 'var options;'],
  ['the result of a call', 'var made = make(1, [2, 3], "a, b");', 'var made;'],
  ['no name', 'register(1, 2);', ''],
])('a library has its names in the place of its code: %s', (_, code, names) => {
  expect(shortenLibrary(code)).toBe(names);
});

test.each([
  ['a second declaration in the same line', 'var one = 1, two = 2;'],
  ['a second declaration after an object', 'var one = {\n  a: 1\n}, two = 2;'],
  ['a pattern', 'var { one, two } = made;'],
  ['a comma beside a regular expression', 'var one = /[(]/, two = /[)]/;'],
  ['an import', 'import { one } from "other";'],
  ['an export', 'export { handler };'],
  ['an export of CommonJS', 'module.exports = { handler };'],
])('a library whose names cannot be told keeps its code: %s', (_, code) => {
  expect(shortenLibrary(code)).toBe(`// node_modules/library/index.js\n${code}`);
});

test('a name that a library and the app declare in their own ways does not hide the code of the app', () => {
  const { calls } = readJavaScript(`import { DynamoDB } from '@aws-sdk/client-dynamodb';
// node_modules/library/index.js
var text = "
function client() {
".replace("x", "y");
// src/index.js
const client = new DynamoDB();
export const handler = () => client.getItem({ TableName: 'orders' });`.replace(/"\n/g, '`\n').replace(/\n"/g, '\n`'));

  expect(calls).toMatchObject([{ operation: 'GetItem', at: { file: 'index.mjs', line: 8 } }]);
});
