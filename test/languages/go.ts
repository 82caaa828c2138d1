import { cpSync } from 'fs';
import { join } from 'path';
import { HANDLERS, Language, makePackage, run, versionOf } from './language';

/** A module, found by a `replace`. */
export const GO: Language = {
  name: 'Go',
  synthesize: async (work, output) => {
    await makePackage('go', work, '--code-only');
    const app = join(work, 'app');
    cpSync(join(__dirname, 'go'), app, { recursive: true });
    const edit = (...options: string[]) => run('go', ['mod', 'edit', ...options], app);
    await edit(`-require=github.com/aws/aws-cdk-go/awscdk/v2@v${versionOf('aws-cdk-lib')}`);
    await edit(`-require=github.com/aws/constructs-go/constructs/v10@v${versionOf('constructs')}`);
    await edit(`-replace=github.com/cdk-dynamo-access/cdk-dynamo-access-go/cdkdynamoaccess=${join(work, 'go', 'cdkdynamoaccess')}`);
    await run('go', ['mod', 'tidy'], app);
    await run('go', ['run', '.', HANDLERS], app, output);
  },
};
