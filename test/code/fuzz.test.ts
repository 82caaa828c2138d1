import fc from 'fast-check';
import { readJavaScript, readPython } from './support';

/** Texts that look like code: what parsers and the evaluation stumble over. */
const PIECES = [
  'const a = ', 'function f(x) { ', '}', '(', ')', '[', ']', '{', 'a', 'f', 'f(f)', '.call', '.push(', '=>', 'class A extends A {', 'new A(', 'this', 'super(', '...', 'a.a = a;',
  'a[a]', '`${a}`', 'for (const a of a) ', 'while (1) ', 'return ', 'yield ', 'await ', 'import("a")', 'require("./index.mjs")', 'export const handler = ', 'process.env.A', '\n', ';', ', ',
  'def f(self, *a, **k):\n  ', 'lambda a: ', 'import main\n', 'boto3', '@f\n', 'client.send(', 'a += a;', 'Object.assign(a, a)', 'a = a.bind(a);', '"', '\'\'\'', '\u0000', '\ud800',
];

const code = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));

describe.each([['JavaScript', readJavaScript], ['Python', readPython]])('any text as %s', (_, read) => {
  test('ends in one of the three states, with a reason for all but "complete"', () => {
    fc.assert(fc.property(fc.oneof(code, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
      const { state, unknown } = read(text);
      return state === 'complete' ? unknown.length === 0 : unknown.length > 0;
    }), { numRuns: 300, seed: 20 });
  });
});

test.each([
  ['values that grow', 'let a = "x"; const f = (x) => { a = a + x + a; return f(a + x); }; export const handler = () => f("y");'],
  ['functions that are bound again and again', 'let f = () => 1; export const handler = () => { for (;;) f = f.bind(f, f); };'],
  ['objects in objects', 'let o = {}; const f = (x) => { o = { o, x }; return f({ x, o }); }; export const handler = () => f(o);'],
  ['lists of lists', 'let l = []; export const handler = (e) => { for (const x of l) { l = [l, x]; l.push(l.map((y) => [y, l])); } };'],
  ['deep recursion', `export const handler = () => ${'('.repeat(5000)}1${')'.repeat(5000)};`],
])('%s come to an end', (_, text) => {
  const start = Date.now();
  readJavaScript(text);

  expect(Date.now() - start).toBeLessThan(20_000);
});
