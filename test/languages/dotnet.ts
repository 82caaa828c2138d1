import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { makePackage, ROOT } from './language';

interface TypeDescription {
  readonly kind: 'class' | 'enum' | 'interface';
  readonly name: string;
  readonly methods?: readonly { readonly name: string }[];
  readonly properties?: readonly { readonly name: string }[];
  readonly members?: readonly { readonly name: string }[];
}

/** What of the public API the generated C# lacks: that it compiles, only the .NET SDK could say. */
export async function missingInDotNet(work: string): Promise<{ types: number; differences: string[] }> {
  await makePackage('dotnet', work, '--code-only');
  const folder = join(work, 'dotnet', 'CdkDynamoAccess', 'CdkDynamoAccess');
  const types: TypeDescription[] = Object.values(JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')).types);
  const differences = types.flatMap(({ kind, name, methods = [], properties = [], members = [] }) => {
    const file = join(folder, `${kind === 'interface' ? `I${name}` : name}.cs`);
    if (!existsSync(file)) return [`${name} has no file`];
    const code = readFileSync(file, 'utf8');
    return [...methods, ...properties, ...members]
      .filter((member) => !new RegExp(`\\b${pascalCase(member.name)}\\b`).test(code))
      .map((member) => `${name}.${member.name} isn't in ${file}`);
  });
  return { types: types.length, differences };
}

/** How jsii names members in C#; constants stay as they are. */
function pascalCase(name: string): string {
  return name === name.toUpperCase() ? name : name[0].toUpperCase() + name.slice(1);
}
