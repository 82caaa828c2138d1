import { examplesOf, LEFT_OUT, pages, withTabs } from '../../docs/generate/examples';
import { LANGUAGES, problemsOf } from '../../docs/generate/translations';
import { jsii } from '../../package.json';

const PYTHON = { language: 'Python', fence: 'python' };
const JAVA = { language: 'Java', fence: 'java' };
const CSHARP = { language: 'C#', fence: 'csharp' };
const GO = { language: 'Go', fence: 'go' };

test.each(pages())('all TypeScript of %s is examples', (page, markdown) => {
  expect(examplesOf(page, markdown)).toHaveLength(markdown.match(/^\s*(```|~~~)\s*(ts|typescript|js|javascript)\b/gm)?.length ?? 0);
});

test.each(Object.keys(LEFT_OUT))('%s, which is left out, has examples', (page) => {
  const [, markdown] = pages().find(([path]) => path === page)!;

  expect(examplesOf(page, markdown)).not.toEqual([]);
});

test('examples are translated to every language that the package is published for', () => {
  const languages = LANGUAGES.map(({ fence }) => fence === CSHARP.fence ? 'dotnet' : fence);

  expect(languages.sort()).toEqual(Object.keys(jsii.targets).sort());
});

describe('on the site', () => {
  const MARKDOWN = 'Before\n\n```ts fixture=concepts\nf(1);\n```\n\nAfter\n';

  test('an example is a tab, and its translations are others', () => {
    expect(withTabs(MARKDOWN, { 'f(1);': [{ ...PYTHON, source: 'f(1)' }] })).toBe(
      'Before\n\n:::tabs key:language variant:code\n== TypeScript\n```ts\nf(1);\n```\n== Python\n```python\nf(1)\n```\n:::\n\nAfter\n',
    );
  });

  test('an example without translations is as it stands', () => {
    expect(withTabs(MARKDOWN, {})).toBe(MARKDOWN);
  });
});

describe('of a translation', () => {
  test.each([
    { ...PYTHON, source: 'table.on_table()  # none' },
    { ...JAVA, source: 'table.onTable(); // none' },
    { ...CSHARP, source: 'table.OnTable(); // none' },
    { ...GO, source: 'table.OnTable(nil) // none' },
  ])('nothing is wrong: $source', (translation) => {
    expect(problemsOf('table.onTable(); // none', translation)).toEqual([]);
  });

  test('a lost comment is a problem', () => {
    expect(problemsOf('f(); // none', { ...JAVA, source: 'f();' })).toEqual(['Java has the comments [] for ["none"]']);
  });

  test('a doubled comment is a problem', () => {
    expect(problemsOf('// one\nf();', { ...PYTHON, source: '# one\n# one\nf()' })).toEqual(['Python has the comments ["one","one"] for ["one"]']);
  });

  test.each([
    { ...PYTHON, source: 'f"{table.tableArn}/index"', found: '.tableArn' },
    { ...JAVA, source: 'access.role.grant(1);', found: '.role' },
    { ...JAVA, source: 'Feature[] all = f();', found: 'Feature[]' },
    { ...CSHARP, source: '$"{table.tableArn}/index"', found: '.tableArn' },
    { ...CSHARP, source: 'new [] { }', found: 'new [] { }' },
    { ...GO, source: 'access.role.Grant(nil)', found: '.role' },
    { ...GO, source: 'awskms.NewKey(stack, id, &KeyProps{})', found: '&KeyProps' },
    { ...GO, source: 'f([]TableFeature{})', found: ']TableFeature' },
  ])('a name or list of TypeScript is a problem: $source', ({ found, ...translation }) => {
    expect(problemsOf('f();', translation)).toEqual([`${translation.language} has ${found}`]);
  });

  test.each([
    { ...PYTHON, source: 'f()  # of table.tableArn' },
    { ...JAVA, source: 'import software.amazon.awscdk.App;\nf("index.handler");' },
    { ...CSHARP, source: 'f("index.handler");' },
    { ...GO, source: 'import (\n\t"github.com/aws/jsii-runtime-go"\n)\n\nf("index.handler")' },
  ])('names in comments, imports and values are none: $source', ({ source, ...language }) => {
    expect(problemsOf(source.includes('#') ? 'f(); // of table.tableArn' : 'f();', { ...language, source })).toEqual([]);
  });
});
