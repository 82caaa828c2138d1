import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { BatchSnippetTranslator, CSharpVisitor, JavaVisitor, rosettaDiagFromTypescript, typeScriptSnippetFromCompleteSource } from 'jsii-rosetta';
import { completeSource, Example, Translation } from './examples';
import { formatGo } from './go-format';
import { CompilableGoVisitor } from './go-visitor';
import { CallablePythonVisitor } from './python-visitor';

const ROOT = join(__dirname, '../..');

/** A language that examples are translated to, and what is wrong in it wherever it stands: names that jsii writes otherwise there. */
interface Language {
  readonly language: string;
  readonly fence: string;
  readonly visitor: () => CallablePythonVisitor | JavaVisitor | CSharpVisitor | CompilableGoVisitor;
  readonly format?: (source: string) => Promise<string>;
  readonly comment: string;
  readonly wrong: RegExp;
}

export const LANGUAGES: readonly Language[] = [
  // a member in camel case, or named by a keyword
  { language: 'Python', fence: 'python', visitor: () => new CallablePythonVisitor(), comment: '#', wrong: /\.[a-z]+[A-Z]\w*|\.(with|from|in|is|not|lambda|pass|global|import|except|finally|raise|def|del|and|or|async|await|yield)\(/ },
  // a member that is no method, such as a property without `get`; an array, where jsii has lists
  { language: 'Java', fence: 'java', visitor: () => new JavaVisitor(), comment: '//', wrong: /\.[a-z]\w*\b(?!\()|\w+\[\]/ },
  // a member that begins with a small letter; a list of nothing, whose type C# can't tell
  { language: 'C#', fence: 'csharp', visitor: () => new CSharpVisitor(), comment: '//', wrong: /\.[a-z]\w*|new \[\] \{\s*\}/ },
  // a member that begins with a small letter; a struct, or the elements of a list, without a package
  { language: 'Go', fence: 'go', visitor: () => new CompilableGoVisitor(), format: formatGo, comment: '//', wrong: /\.[a-z]\w*|[&\]][A-Z]\w*/ },
];

/** The examples in all languages, in their order, and what is wrong with them; they are compiled on the way. */
export async function translate(examples: readonly Example[]): Promise<{ translations: Translation[][]; problems: string[] }> {
  const snippets = examples.map((example, index) => typeScriptSnippetFromCompleteSource(
    completeSource(example), { api: { api: 'file', fileName: `${example.page}-${index}` } }, true,
  ));
  const problems: string[] = [];
  const compilationDirectory = packagesOfExamples();
  const translator = new BatchSnippetTranslator(snippets, { compilationDirectory, includeCompilerDiagnostics: true });
  const translations = await Promise.all([...translator].map(async ([, snippet], index) => {
    const { page, source } = examples[index];
    const translated = await Promise.all(LANGUAGES.map(async ({ language, fence, visitor, format }) => {
      const written = withoutDoubles(snippet.renderUsing(visitor()));
      return { language, fence, source: format ? await format(written) : written };
    }));
    problems.push(
      ...snippet.diagnostics.map((diagnostic) => `${page}: ${rosettaDiagFromTypescript(diagnostic).formattedMessage}`),
      ...translated.flatMap((translation) => problemsOf(source, translation).map((problem) => `${page}: ${problem}`)),
    );
    return translated;
  }));
  rmSync(compilationDirectory, { recursive: true });
  return { translations, problems };
}

/** What is wrong with a translation as far as its text tells: whether it compiles, only a compiler of the language knows. */
export function problemsOf(typescript: string, { language, source }: Translation): string[] {
  const { comment, wrong } = LANGUAGES.find((one) => one.language === language)!;
  const expected = JSON.stringify(commentsOf(typescript, '//'));
  const found = JSON.stringify(commentsOf(source, comment));
  const name = wrong.exec(codeOf(source, comment))?.[0];
  return [
    ...found === expected ? [] : [`${language} has the comments ${found} for ${expected}`],
    ...name === undefined ? [] : [`${language} has ${name}`],
  ];
}

/** A source without its imports, its comments, and the contents of its texts, apart from those with code in them. */
function codeOf(source: string, comment: string): string {
  return source.split('\n')
    .filter((line) => !/^(import|using|from) /.test(line))
    .map((line) => line.replace(RegExp(`(^|\\s)${comment} .*$`), ''))
    .join('\n')
    .replace(/(?<![$f])"(?:[^"\\]|\\.)*"/g, '""');
}

/** A comment before `new` is written twice by jsii-rosetta. */
function withoutDoubles(source: string): string {
  return source.replace(/^(\s*(?:\/\/|#) .*\n)\1/gm, '$1');
}

function commentsOf(source: string, mark: string): string[] {
  return source.split('\n').flatMap((line) => line.match(`(?:^|\\s)${mark} (.*)$`)?.[1] ?? []);
}

/** A folder in which the examples find this package, as it is compiled, and its peers. */
function packagesOfExamples(): string {
  const folder = mkdtempSync(join(tmpdir(), 'examples-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules', 'cdk-dynamo-access'));
  for (const name of ['aws-cdk-lib', 'constructs']) symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  return folder;
}
