import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { csharp } from './csharp';
import { pascalCase, problemsOfExamples } from './csharp-examples';
import { makePackage, ROOT } from './language';
import { assemblyIn } from '../../docs/generate/assemblies';

/**
 * What is wrong with the generated C# and with the examples of the pages in C#, and what the former lacks of the public API: that
 * they compile, only the .NET SDK could say.
 */
export async function problemsInDotNet(work: string): Promise<{ what: string; differences: string[] }> {
  await makePackage('dotnet', work, '--code-only');
  const parse = await csharp();
  const folder = join(work, 'dotnet', 'CdkDynamoAccess');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.cs'));
  const errors = files.flatMap((file) => parse(readFileSync(join(folder, file), 'utf8')).syntaxErrors.map((error) => `${file}: ${error}`));
  const { examples, problems } = await problemsOfExamples(parse);
  const missing = missingIn(join(folder, 'CdkDynamoAccess'));
  return { what: `${files.length} files, ${examples} examples`, differences: [...errors, ...missing, ...problems] };
}

/** The types and members of the API that the generated files don't have. */
function missingIn(folder: string): string[] {
  return Object.values(assemblyIn(ROOT).types).flatMap(({ kind, name, methods = [], properties = [], members = [] }) => {
    const file = join(folder, `${kind === 'interface' ? `I${name}` : name}.cs`);
    if (!existsSync(file)) return [`${name} has no file`];
    const code = readFileSync(file, 'utf8');
    return [...methods, ...properties, ...members]
      .filter((member) => !new RegExp(`\\b${pascalCase(member.name)}\\b`).test(code))
      .map((member) => `${name}.${member.name} isn't in ${file}`);
  });
}
