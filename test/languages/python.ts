import { mkdirSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { HANDLERS, Language, makePackage, run, versionOf } from './language';
import { pythonExamples } from './python-examples';

const QUICKSTART = join(__dirname, 'python', 'app.py');

/** A wheel, installed in a virtual environment. The examples of the pages are type-checked with the quickstart. */
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
      `aws-cdk-lib==${versionOf('aws-cdk-lib')}`, `constructs==${versionOf('constructs')}`, 'mypy==2.4.1',
    ], work);
    const examples = join(work, 'examples');
    mkdirSync(examples);
    for (const [index, source] of (await pythonExamples()).entries()) writeFileSync(join(examples, `example${index}.py`), source);
    await run(python, ['-m', 'compileall', '-q', examples], work);
    await run(python, ['-m', 'mypy', examples, QUICKSTART], work);
    await run(python, [QUICKSTART, HANDLERS], work, output);
  },
};
