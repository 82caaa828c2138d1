import { parse } from 'acorn';
import { callsIn, readJavaScript, unknownIn } from './support';
import { blankTexts, findBlockEnd } from '../../src/code/languages/block-ends';
import { LazyParser } from '../../src/code/languages/lazy-parser';

describe('the end of a block is found by its text', () => {
  test.each([
    ['braces in texts', '{ return "}" + \'\\\'}\' + `}`; }'],
    ['a line that goes on in a text', '{ return "a\\\n}"; }'],
    ['code in a template', '{ return `}${[{ a: `}` }].map((each) => { return each; })}}`; }'],
    ['comments', '{ // }\n /* } */ }'],
    ['a division', '{ return a / "}".length / b; }'],
    ['a division by a call', '{ return f(a) / "}".length / b; }'],
    ['a division of a property that has the name of a keyword', '{ return a.return / "}".length / b; }'],
    ['a regular expression', '{ return /[/}\\]]}"/g.test(a); }'],
    ['a regular expression after a condition', '{ if (f(a)) /}"/.test(a); }'],
    ['a regular expression as an argument', '{ return a.replace(/}\'/, ""); }'],
  ])('beside %s', (_, block) => {
    expect(findBlockEnd(`a = ${block} }`, 4)).toBe(4 + block.length);
  });

  test.each([
    ['a slash after a block', '{ {} /}/.test(a); }'],
    ['a slash after a comment', '{ return a /* */ / b; }'],
    ['a slash after two signs', '{ return a++ / b; }'],
    ['a text without an end', '{ return "a; }'],
    ['the end of the file', '{ return a;'],
    ['the end of the file after a brace', '{ return {'],
  ])('but not beside %s', (_, block) => {
    expect(findBlockEnd(block, 0)).toBeUndefined();
  });
});

test('spaces take the place of texts, regular expressions and comments', () => {
  expect(blankTexts('a("b", /c/g, `d${e}f`) // g')).toBe('a(   ,     , `   e}  )     ');
});

test('the texts of code without an end are not told apart', () => {
  expect(blankTexts('a("b", { ')).toBeUndefined();
});

const LONG = `const text = "${'x'.repeat(100)}";`;

test.each([
  ['a function', `function f(a) { ${LONG} return a; }`],
  ['a generator', `function* f(a) { ${LONG} yield a; }`],
  ['an asynchronous arrow function', `const f = async (a) => { ${LONG} for await (const b of a) g(b); };`],
  ['a method with super and private names', `class A extends B { #a = 1; constructor() { ${LONG} super(); } f(a) { ${LONG} return #a in a && super.f(this.#a, new.target); } }`],
  ['a function in a function', `function f() { ${LONG} return () => { ${LONG} return /}/; }; }`],
])('%s is parsed later as it is at once', (_, code) => {
  const toJson = (program: object): unknown => JSON.parse(JSON.stringify(program, (key, value: unknown) => key === 'directive' ? undefined : value));

  expect(toJson(LazyParser.parseLazily(code, 'module'))).toEqual(toJson(parse(code, { ecmaVersion: 'latest', sourceType: 'module' })));
});

const HANDLER = 'import { DynamoDB } from "@aws-sdk/client-dynamodb"; export const handler = () => { save(); new DynamoDB().getItem({ TableName: "orders" }); };';

test('a function that the handler calls and that cannot be parsed opens the state', () => {
  const found = readJavaScript(`${HANDLER}\nfunction save() { ${LONG} const = 1; }`);

  expect([found.state, callsIn(found), unknownIn(found)]).toEqual(['open', ['GetItem orders'], ['language 2: a form of JavaScript that is not known']]);
});

test('a function of a script that is no module is followed', () => {
  const found = readJavaScript(`${HANDLER}\nfunction save() { ${LONG} var let = 1; }`);

  expect([found.state, callsIn(found)]).toEqual(['complete', ['GetItem orders']]);
});
