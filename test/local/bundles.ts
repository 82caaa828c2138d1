import { mkdtempSync } from 'fs';
import { join } from 'path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '../..');

/** The programs that users run, made of the sources: they need no build of the package. */
export interface Bundles {
  readonly folder: string;
  readonly commandLine: string;
  /** `cdk-dynamo-access/local`. */
  readonly local: string;
}

/** Bundles the command line and the helper for tests, inside the project, so that both find the emulators. */
export function bundlePrograms(): Bundles {
  const folder = mkdtempSync(join(ROOT, 'test-reports', 'local-'));
  const bundle = (entry: string, name: string) => {
    const outfile = join(folder, name);
    buildSync({ entryPoints: [join(ROOT, 'src', entry)], outfile, bundle: true, platform: 'node', logLevel: 'error' });
    return outfile;
  };
  return { folder, commandLine: bundle('cli/main.ts', 'cli.cjs'), local: bundle('local/index.ts', 'local.cjs') };
}
