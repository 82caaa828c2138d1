import { join } from 'path';
import { Language, ROOT, run } from './language';

export const TYPESCRIPT: Language = {
  name: 'TypeScript',
  synthesize: (_work, output) => run(
    join(ROOT, 'node_modules', '.bin', 'tsx'), ['--tsconfig', '../../tsconfig.dev.json', 'app.ts'], join(ROOT, 'examples', 'quickstart'), output,
  ),
};
