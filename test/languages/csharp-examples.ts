import { Name, Parse } from './csharp';
import { assemblyIn, FOLDERS, Type } from '../../docs/generate/assemblies';
import { translatedExamples } from '../../docs/generate/examples';
import { translate } from '../../docs/generate/translations';

/** What is wrong with the examples of all pages in C#: their syntax, and names that the libraries don't have. */
export async function problemsOfExamples(parse: Parse): Promise<{ examples: number; problems: string[] }> {
  const examples = translatedExamples();
  const { translations } = await translate(examples);
  const isKnown = namesOfLibraries();
  const problems = examples.flatMap(({ page }, index) => {
    const { syntaxErrors, names } = parse(translations[index].find(({ language }) => language === 'C#')!.source);
    const unknown = names.filter((name) => !isKnown(name)).map(({ type, member }) => `no library has ${member === undefined ? type : `${type}.${member}`}`);
    return [...syntaxErrors, ...unknown].map((problem) => `an example of ${page}: ${problem}`);
  });
  return { examples: examples.length, problems };
}

/** Whether one of the libraries has a type of this name, with this member. */
function namesOfLibraries(): (name: Name) => boolean {
  const types: Record<string, Type> = Object.assign({}, ...FOLDERS.map((folder) => assemblyIn(folder).types));
  const has = ({ methods = [], properties = [], members = [], base, interfaces = [] }: Type, member: string): boolean =>
    [...methods, ...properties, ...members].some(({ name }) => pascalCase(name) === member)
    || [...interfaces, ...base ? [base] : []].some((fqn) => has(types[fqn], member));
  return ({ type, member }) => Object.values(types).some((one) => one.name === type && (member === undefined || has(one, member)));
}

/** How jsii names members in C#; constants stay as they are. */
export function pascalCase(name: string): string {
  return name === name.toUpperCase() ? name : name[0].toUpperCase() + name.slice(1);
}
