import { cpSync, mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { goExamples } from './go-examples';
import { HANDLERS, Language, makePackage, run } from './language';

/** A module, found by a `replace`. The examples of the pages are compiled with the quickstart. */
export const GO: Language = {
  name: 'Go',
  synthesize: async (work, output) => {
    await makePackage('go', work, '--code-only');
    const app = join(work, 'app'); // beside the package, as go.mod says
    cpSync(join(__dirname, 'go'), app, { recursive: true });
    mkdirSync(join(app, 'examples'));
    for (const [index, source] of (await goExamples()).entries()) writeFileSync(join(app, 'examples', `example${index}.go`), source);
    await run('go', ['mod', 'tidy', '-diff'], app); // fails where go.mod and go.sum don't fit the package
    await run('go', ['vet', './...'], app);
    await run('go', ['run', '.', HANDLERS], app, output);
  },
};
