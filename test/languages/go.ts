import { cpSync } from 'fs';
import { join } from 'path';
import { HANDLERS, Language, makePackage, run } from './language';

/** A module, found by a `replace`. */
export const GO: Language = {
  name: 'Go',
  synthesize: async (work, output) => {
    await makePackage('go', work, '--code-only');
    const app = join(work, 'app'); // beside the package, as go.mod says
    cpSync(join(__dirname, 'go'), app, { recursive: true });
    await run('go', ['mod', 'tidy', '-diff'], app); // fails where go.mod and go.sum don't fit the package
    await run('go', ['vet', '.'], app);
    await run('go', ['run', '.', HANDLERS], app, output);
  },
};
