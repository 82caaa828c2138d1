import { Module, SourceFile } from '../ir';

/** Finds and reads the modules of a program. */
export interface ModuleSource {
  /** The module that a file means by a name. */
  resolveModule(from: SourceFile, specifier: string): Resolution;
}

export type Resolution = OwnModule | ExternalModule | ModuleProblem;

export interface OwnModule {
  readonly kind: 'own';
  readonly module: Module;
  /** The packages that the module is in, which Python loads before. */
  readonly before: readonly Module[];
  /** The library that it is otherwise, where its code is too much to be followed. */
  readonly library?: ExternalModule;
}

/** A module of a library, of the runtime or of the language. */
export interface ExternalModule {
  readonly kind: 'external';
  readonly name: string;
  /** Python: the path from the package to the module. */
  readonly path: string;
  readonly library: LibraryText;
}

/**
 * Whether the code of a library is there, and whether anything in it has to do with DynamoDB.
 *
 * - `silent`: it is there, and nothing in it names DynamoDB
 */
export type LibraryText = 'absent' | 'silent' | 'names DynamoDB';

export interface ModuleProblem {
  readonly kind: 'problem';
  readonly reason: string;
}
