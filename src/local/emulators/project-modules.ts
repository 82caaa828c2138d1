import { createRequire } from 'module';
import { join } from 'path';
import { EmulatorFailure } from './emulator';

/** The folders whose modules are looked at: that of the user's project, then that of this package. */
const FOLDERS = () => [process.cwd(), __dirname];

/** Loads a module that the user's project has. */
export function requireFromProject<T>(name: string): T {
  const file = resolveFromProject(name);
  return createRequire(file)(file) as T;
}

/** The file that a name stands for in the user's project. */
export function resolveFromProject(name: string, module = name): string {
  for (const folder of FOLDERS()) {
    try {
      return createRequire(join(folder, 'package.json')).resolve(name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new EmulatorFailure(`${process.cwd()} has no module ${module}; expected it among the development dependencies: npm install --save-dev ${module}`);
}
