import { execFileSync } from 'child_process';
import { join } from 'path';
import { CSharp } from './csharp';
import { ROOT } from './language';

/** What is parsed, by another process: jest has no modules that WebAssembly is loaded by. */
function parse(source: string): CSharp {
  const program = `require('./csharp').csharp().then((parse) => console.log(JSON.stringify(parse(${JSON.stringify(source)}))))`;
  return JSON.parse(execFileSync(join(ROOT, 'node_modules', '.bin', 'tsx'), ['-e', program], { cwd: __dirname, encoding: 'utf8' }));
}

test('C# that is right has no syntax errors', () => {
  expect(parse('var all = new [] { TableFeature.SCAN };').syntaxErrors).toEqual([]);
});

test('a bracket that is missing is a syntax error', () => {
  expect(parse('\nvar all = new [] { TableFeature.SCAN;').syntaxErrors).toEqual(['line 2: no }']);
});

test('words that make no sentence are a syntax error', () => {
  expect(parse('class A { void b() { return ] } }').syntaxErrors).toEqual(['line 1: return ]']);
});

test('names are the types that are made, what their initializers set, and static members', () => {
  expect(parse('new Key(this, new KeyProps { Alias = RowScope.None().Name, Of = key.Of });').names).toEqual([
    { type: 'Key' },
    { type: 'KeyProps' },
    { type: 'KeyProps', member: 'Alias' },
    { type: 'RowScope', member: 'None' },
    { type: 'KeyProps', member: 'Of' },
  ]);
});
