import { readFileSync, realpathSync } from 'fs';
import { join } from 'path';
import { gunzipSync } from 'zlib';

const ROOT = join(__dirname, '../..');
/** The libraries of the examples, those below others first. */
export const FOLDERS = ['node_modules/aws-cdk-lib', 'node_modules/constructs', ''].map((folder) => realpathSync(join(ROOT, folder)));

export interface Targets {
  readonly go?: { readonly moduleName?: string; readonly packageName?: string };
}

/** A method, a property, or a value of an enum. */
export interface Member {
  readonly name: string;
}

/** A class, an interface or an enum. */
export interface Type {
  readonly name: string;
  readonly kind: 'class' | 'enum' | 'interface';
  readonly symbolId: string;
  readonly datatype?: boolean;
  readonly base?: string;
  readonly interfaces?: readonly string[];
  readonly methods?: readonly Member[];
  readonly properties?: readonly Member[];
  readonly members?: readonly Member[];
}

/** What jsii says of a library. */
export interface Assembly {
  readonly name: string;
  readonly version: string;
  readonly targets: Targets;
  readonly submodules?: Readonly<Record<string, { readonly targets?: Targets }>>;
  readonly types: Readonly<Record<string, Type>>;
}

/** What jsii says of the library in a folder. */
export function assemblyIn(folder: string): Assembly {
  const assembly = JSON.parse(readFileSync(join(folder, '.jsii'), 'utf8'));
  return assembly.filename ? JSON.parse(gunzipSync(readFileSync(join(folder, assembly.filename))).toString()) : assembly;
}
