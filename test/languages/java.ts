import { cpSync } from 'fs';
import { join } from 'path';
import { HANDLERS, Language, makePackage, run, versionOf } from './language';

/** A jar, in a Maven repository that is a folder. */
export const JAVA: Language = {
  name: 'Java',
  synthesize: async (work, output) => {
    await makePackage('java', work);
    const app = join(work, 'app');
    cpSync(join(__dirname, 'java'), app, { recursive: true });
    await run('mvn', [
      '--quiet', '--batch-mode', 'compile', 'exec:java', `-Dexec.args=${HANDLERS}`, `-Dpackages=${join(work, 'java')}`,
      `-Dcdk.version=${versionOf('aws-cdk-lib')}`, `-Dconstructs.version=${versionOf('constructs')}`,
    ], app, output);
  },
};
