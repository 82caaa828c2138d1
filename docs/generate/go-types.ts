import type { Symbol, TypeChecker } from 'typescript';
import { Assembly, assemblyIn, FOLDERS, Targets } from './assemblies';

/** A package of Go, by the name that it has in code and the path that imports it. */
export interface GoPackage {
  readonly name: string;
  readonly path: string;
}

/** A class, interface or enum as Go names it. */
export interface GoType {
  readonly package: string;
  readonly name: string;
  readonly isStruct: boolean;
}

interface Library {
  readonly folder: string;
  /** By the names that jsii has for their modules. */
  readonly packages: Readonly<Record<string, GoPackage>>;
  /** By the ids that jsii has for their symbols; those of the library's first package by their names too. */
  readonly types: ReadonlyMap<string, GoType>;
}

let loaded: readonly Library[] | undefined;

/** The packages of the libraries, by the names that jsii has for their modules. */
export function goPackages(): Readonly<Record<string, GoPackage>> {
  return Object.assign({}, ...libraries().map(({ packages }) => packages));
}

/** What Go has for a type of TypeScript; nothing if it is of no library. */
export function goTypeOf(symbol: Symbol | undefined, checker: TypeChecker): GoType | undefined {
  const [, file, name] = /^"(.*)"\.(.*)$/.exec(symbol ? checker.getFullyQualifiedName(symbol) : '') ?? [];
  const library = file && libraries().find(({ folder }) => file.startsWith(`${folder}/`));
  // By its name alone where what is compiled stands in another folder than the source of which jsii tells.
  return library ? library.types.get(`${file.slice(library.folder.length + 1)}:${name}`) ?? library.types.get(name) : undefined;
}

function libraries(): readonly Library[] {
  return loaded ??= FOLDERS.map((folder) => {
    const assembly = assemblyIn(folder);
    const packages = packagesOf(assembly);
    return {
      folder,
      packages,
      types: new Map(Object.entries(assembly.types).flatMap(([fqn, { symbolId, datatype = false }]) => {
        const path = symbolId.split(':')[1]; // of a type in a type, both names
        const module = fqn.slice(0, -path.length - 1);
        const type = { package: packages[module].name, name: path.replace(/\./g, '_'), isStruct: datatype };
        return module === assembly.name ? [[symbolId, type], [path, type]] : [[symbolId, type]];
      })),
    };
  });
}

/** @see https://github.com/aws/jsii/blob/main/packages/jsii-pacmak/lib/targets/go/package.ts */
function packagesOf({ name, version, targets, submodules = {} }: Assembly): Record<string, GoPackage> {
  const nameOf = (module: string, of: Targets = {}) => of.go?.packageName ?? module.replace(/[^a-z0-9.]/gi, '').toLowerCase();
  const major = Number(version.split('.')[0]);
  const first = nameOf(name, targets);
  const packages: Record<string, GoPackage> = {
    [name]: { name: first, path: [targets.go?.moduleName, first, ...major > 1 ? [`v${major}`] : []].join('/') },
  };
  for (const module of Object.keys(submodules).sort()) { // what contains a module comes before it
    const [, parent, last] = /^(.*)\.(.*)$/.exec(module)!;
    const own = nameOf(last, submodules[module].targets);
    packages[module] = { name: own, path: `${packages[parent].path}/${own}` };
  }
  return packages;
}
