import { CfnParameter, Fn, Stage } from 'aws-cdk-lib';
import { BAD_INPUTS, BadInput } from './bad-inputs';
import { describeProblem, formatError } from '../../src/problems/problem';
import { ENV, newStack, newTable } from '../support/app';
import '../support/quiet';

/** The errors that a bad input ends in, each in a line; a template is none. */
function errorsOf({ write }: BadInput): Error {
  const stack = newStack({}, ENV);
  try {
    write(stack);
    Stage.of(stack)!.synth();
  } catch (error) {
    return error as Error;
  }
  throw new Error('there is a template');
}

test('the catalogue of bad inputs has at least 150', () => {
  expect(BAD_INPUTS.length).toBeGreaterThanOrEqual(150);
});

test('each bad input has a name of its own', () => {
  const names = BAD_INPUTS.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

/** A stack whose account and Region only the deployment knows, with a parameter. */
function tokenMessageOf({ write }: BadInput): string {
  const stack = newStack();
  try {
    write(stack);
    Stage.of(stack)!.synth();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

test('no message shows a token as CDK encodes it', () => {
  expect(BAD_INPUTS.map(tokenMessageOf).filter((message) => message.includes('Token['))).toEqual([]);
});

test.each<[string, (value: string) => string]>([
  ['describeProblem', (value) => describeProblem({ id: 'wrongType', value, expected: value, remedy: value })],
  ['formatError', (value) => formatError({ id: 'wrongType', value, expected: value, remedy: value })],
])('%s names the tokens of all parts', (_name, format) => {
  const stack = newStack();
  const values = [stack.region, new CfnParameter(stack, 'Stage').valueAsString, Fn.importValue('name'), newTable(stack, 'Table').tableArn];

  expect(values.map((value) => format(value)).filter((message) => message.includes('Token['))).toEqual([]);
});

test.each(BAD_INPUTS.map((badInput) => [badInput.name, badInput.where, badInput.id, badInput] as const))(
  '%s ends in the error of [%s] called %s', (_name, where, id, badInput) => {
    const { name, message } = errorsOf(badInput);

    expect(name).not.toBe('TypeError');
    expect(message.startsWith(`[${where}] `) || message.includes(`\n  [${where}] `)).toBe(true);
    expect(message.slice(message.lastIndexOf(' [') + 1)).toBe(`[cdk-dynamo-access:${id}]`);
  });
