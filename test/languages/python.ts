import { readdirSync } from 'fs';
import { join } from 'path';
import { HANDLERS, Language, makePackage, run, versionOf } from './language';

/** A wheel, installed in a virtual environment. */
export const PYTHON: Language = {
  name: 'Python',
  synthesize: async (work, output) => {
    await makePackage('python', work);
    const wheels = join(work, 'python');
    const wheel = readdirSync(wheels).find((file) => file.endsWith('.whl'))!;
    const python = join(work, 'environment', 'bin', 'python');
    await run('python3', ['-m', 'venv', join(work, 'environment')], work);
    await run(python, [
      '-m', 'pip', 'install', '--quiet', join(wheels, wheel),
      `aws-cdk-lib==${versionOf('aws-cdk-lib')}`, `constructs==${versionOf('constructs')}`,
    ], work);
    await run(python, [join(__dirname, 'python', 'app.py'), HANDLERS], work, output);
  },
};
