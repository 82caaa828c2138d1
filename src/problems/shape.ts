import { findNearest } from './nearest';
import { describeValue, fail, findFirstProblem, Located, Problem } from './problem';

/**
 * What is wrong with the form of a value, which messages call by a name; nothing where it is as it should be.
 *
 * TypeScript checks the same, for those who write TypeScript without a cast or a spread; jsii checks some of it.
 */
export type Shape = (name: string, value: unknown) => Problem | undefined;

/** What a value should be, for messages. */
export interface Expectation {
  readonly expected: string;
  readonly remedy: string;
}

/** Throws what is wrong with the form of a value. */
export function checkShape(where: Located | string, name: string, value: unknown, shape: Shape): void {
  const problem = shape(name, value);
  if (problem) fail(where, problem);
}

export function expectValue(isRight: (value: unknown) => boolean, expectation: Expectation): Shape {
  return (name, value) => isRight(value) ? undefined : { id: 'wrongType', value: `${name} ${describeValue(value)}`, ...expectation };
}

/** Text, which may be a token. */
export function expectText(expected: string, remedy = 'write it in quotes'): Shape {
  return expectValue((value) => typeof value === 'string', { expected, remedy });
}

export const FLAG = expectValue((value) => typeof value === 'boolean', { expected: 'true or false', remedy: 'write it without quotes' });

/** An object that has these members, by its class or itself. */
export function expectMembers(members: readonly string[], expectation: Expectation): Shape {
  return expectValue((value) => isRecord(value) && members.every((member) => member in value), expectation);
}

/** What the static methods of a class make. */
export function expectInstance(constructor: NewableFunction, expected: string): Shape {
  return expectValue((value) => value instanceof constructor, { expected, remedy: 'make it by one of the static methods of that class' });
}

export function expectChoice(values: readonly unknown[], expected: string): Shape {
  return expectValue((value) => values.includes(value), { expected, remedy: 'write one of them' });
}

export function optional(shape: Shape): Shape {
  return (name, value) => value === undefined ? undefined : shape(name, value);
}

/** A list whose items have this form, none of them twice. */
export function expectList(item: Shape, expected: string): Shape {
  return (name, value) => {
    if (!Array.isArray(value)) return { id: 'wrongType', value: `${name} ${describeValue(value)}`, expected, remedy: 'write a list: [...]' };
    // a list may have holes, which map would skip
    const items = Array.from<unknown>(value);
    return findFirstProblem(items.map((each, index) => [each, index] as const), ([each, index]) => item(`${name}[${index}]`, each))
      ?? findDuplicate(name, items);
  };
}

/** An object whose values have this form, by any keys. */
export function expectMap(item: Shape, expected: string): Shape {
  return (name, value) => {
    if (!isOptions(value)) return { id: 'wrongType', value: `${name} ${describeValue(value)}`, expected, remedy: 'write an object: { ... }' };
    return findFirstProblem(Object.entries(value), ([key, each]) => item(`${name}['${key}']`, each));
  };
}

export function findDuplicate(name: string, items: readonly unknown[]): Problem | undefined {
  const twice = items.findIndex((each, index) => items.indexOf(each) !== index);
  if (twice === -1) return undefined;
  return {
    id: 'duplicate',
    value: `${name}[${twice}] ${describeValue(items[twice])} twice`,
    expected: 'each once',
    remedy: 'remove one of them',
  };
}

/** An object with these options and no others: one that is misspelt would say nothing. */
export function expectOptions(options: Readonly<Record<string, Shape>>): Shape {
  const known = Object.keys(options);
  return (name, value) => {
    if (!isOptions(value)) {
      return {
        id: 'wrongType',
        value: `${name} ${describeValue(value)}`,
        expected: `an object with ${known.join(', ')}`,
        remedy: `write { ${known[0]}: ... }`,
      };
    }
    const given: Readonly<Record<string, unknown>> = value;
    return findFirstProblem(Object.keys(given).filter((option) => given[option] !== undefined && !known.includes(option)), (option): Problem => {
      const meant = findNearest(option, known);
      return {
        id: 'unknownOption',
        value: `option '${option}' in ${name}`,
        expected: `one of ${known.join(', ')}`,
        remedy: meant === undefined ? 'correct its name, or remove it' : `write ${meant}, or remove it`,
      };
    }) ?? findFirstProblem(known, (option) => options[option](name === PROPS ? option : `${option} of ${name}`, given[option]));
  };
}

/** The name of the options that a construct or a call takes, which need no name in messages. */
export const PROPS = 'props';

/** Answers whether a value has members that can be read by name. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** An object that isn't itself what one of the options is for. */
function isOptions(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && !Array.isArray(value) && !('node' in value);
}
