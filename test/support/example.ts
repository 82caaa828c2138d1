import { mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { iamFindings } from './nag';
import { checkAssembly } from '../../src/checks/check-assembly';
import { run } from '../../src/cli/run';
import './quiet';

export const EXAMPLES = join(__dirname, '../../examples');

/** An app under the feature flags of an example, to put its stacks in. */
export function newExampleApp(example: string): App {
  const { context } = JSON.parse(readFileSync(join(EXAMPLES, example, 'cdk.json'), 'utf8'));
  return new App({
    context: { ...context, 'aws:cdk:enable-path-metadata': true },
    analyticsReporting: false,
    outdir: mkdtempSync(join(tmpdir(), 'cdk.out')),
  });
}

/** What each function of an assembly may do, in plain words. */
export function wordsOf(directory: string): string {
  return run(['report', directory]).output;
}

/** What holds of every example, and what the functions of this one may do, line by line. */
export function describeExample(example: string, stacksOf: (app: App) => [Stack, ...Stack[]], words: string[]): void {
  describe(`the example ${example}`, () => {
    const app = newExampleApp(example);
    const [stack] = stacksOf(app);
    const { directory, stacks } = app.synth();

    test('is said in plain words for all functions', () => {
      expect(wordsOf(directory)).toBe([...words, ''].join('\n'));
    });

    test('has no error and no warning', () => {
      expect(stacks.flatMap(({ messages }) => messages).filter(({ level }) => level !== 'info')).toEqual([]);
    });

    test('has no finding of the checks', () => {
      expect(checkAssembly(directory)).toEqual([]);
    });

    test('has no IAM finding of cdk-nag', () => {
      expect(iamFindings(stack)).toEqual([]);
    });
  });
}
