import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

/** A package as it is installed, with its version. */
export function versionOf(name: string): string {
  // not every package exports its package.json
  const [folder] = require.resolve.paths(name)!.filter((each) => existsSync(join(each, name)));
  return `${name} ${JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')).version}`;
}
