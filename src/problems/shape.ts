import { findNearest } from './nearest';
import { describeValue, failIf, findFirstProblem, Located, Problem } from './problem';
import { isRecord } from '../values/json-values';

/**
 * Checks the form of a value, which messages call by a name. Returns undefined if the form is correct.
 *
 * TypeScript refuses the same values, but not in JavaScript, behind a cast, or in an object that is spread. jsii checks only some
 * types.
 */
export type Shape = (name: string, value: unknown) => Problem | undefined;

/** Says in messages which form a value must have. The remedy may depend on the value. */
export interface Expectation {
  readonly expected: string;
  readonly remedy: string | ((value: unknown) => string);
}

/** Throws an error if the form of a value is wrong. */
export function checkShape(where: Located | string, name: string, value: unknown, shape: Shape): void {
  failIf(where, shape(name, value));
}

/** Describes a value of a wrong type. */
export function refuseType(name: string, value: unknown, { expected, remedy }: Expectation): Problem {
  const problem = { id: 'wrongType', value: `${name} is ${describeValue(value)}`, expected } as const;
  if (typeof remedy === 'string') return { ...problem, remedy };
  return { ...problem, remedy: remedy(value) };
}

/** Expects a value for which a predicate is true. */
export function expectValue(isRight: (value: unknown) => boolean, expectation: Expectation): Shape {
  return (name, value) => isRight(value) ? undefined : refuseType(name, value, expectation);
}

/** Expects text. The text may be a token. */
export function expectText(expected: string, remedy = 'write it in quotes'): Shape {
  return expectValue((value) => typeof value === 'string', { expected, remedy });
}

export const FLAG = expectValue((value) => typeof value === 'boolean', { expected: 'true or false', remedy: 'write it without quotes' });

/** Expects an object that has these members. Members of its class count. */
export function expectMembers(members: readonly string[], expectation: Expectation): Shape {
  return expectValue((value) => isRecord(value) && members.every((member) => member in value), expectation);
}

/** Expects an object that a static method of a class returns, as in the example. */
export function expectInstance(constructor: NewableFunction, expected: string, example: string): Shape {
  return expectValue((value) => value instanceof constructor, { expected, remedy: `write ${example}, for example` });
}

/** Expects one of these values. */
export function expectChoice(values: readonly unknown[], expected: string): Shape {
  return expectValue((value) => values.includes(value), { expected, remedy: 'write one of these values' });
}

/** Accepts undefined besides the values of a shape. */
export function optional(shape: Shape): Shape {
  return (name, value) => value === undefined ? undefined : shape(name, value);
}

/** Expects a list whose items have one form. No item may appear twice. */
export function expectList(item: Shape, expected: string): Shape {
  return (name, value) => {
    if (typeof value === 'string') return refuseType(name, value, { expected, remedy: `write ['${value}']` });
    if (!Array.isArray(value)) return refuseType(name, value, { expected, remedy: 'write a list: [...]' });
    // `map` would skip the holes of a list
    const items = Array.from<unknown>(value);
    return findFirstProblem(items.map((each, index) => [each, index] as const), ([each, index]) => item(`${name}[${index}]`, each))
      ?? findDuplicate(name, items);
  };
}

/** Expects an object whose values have one form. It may have any keys. */
export function expectMap(item: Shape, expected: string): Shape {
  return (name, value) => {
    if (!isOptions(value)) return refuseType(name, value, { expected, remedy: 'write an object: { ... }' });
    return findFirstProblem(Object.entries(value), ([key, each]) => item(`${name}['${key}']`, each));
  };
}

/** Finds an item that appears twice in a list. */
export function findDuplicate(name: string, items: readonly unknown[]): Problem | undefined {
  const twice = items.findIndex((each, index) => items.indexOf(each) !== index);
  if (twice === -1) return undefined;
  return {
    id: 'duplicate',
    value: `${name} has ${describeValue(items[twice])} twice`,
    expected: 'each value once',
    remedy: 'remove one of the two, or correct it',
  };
}

/** Expects an object with these options and no others. A misspelt option would have no effect. */
export function expectOptions(options: Readonly<Record<string, Shape>>): Shape {
  const known = Object.keys(options);
  return (name, value) => {
    if (!isOptions(value)) {
      return refuseType(name, value, { expected: `an object with options: ${known.join(', ')}`, remedy: `write { ${known[0]}: ... }` });
    }
    const given: Readonly<Record<string, unknown>> = value;
    return findFirstProblem(Object.keys(given).filter((option) => given[option] !== undefined && !known.includes(option)), (option): Problem => {
      const meant = findNearest(option, known);
      return {
        id: 'unknownOption',
        value: `${name} has no option '${option}'`,
        expected: meant === undefined ? `one of these options: ${known.join(', ')}` : `the option ${meant}`,
        remedy: meant === undefined ? 'correct the name of the option, or remove the option' : `write ${meant}, or remove the option`,
      };
    }) ?? findFirstProblem(known, (option) => options[option](name === PROPS ? option : `${option} of ${name}`, given[option]));
  };
}

/** The name of the options of a construct or call. Messages leave it out. */
export const PROPS = 'props';

/** Returns true for an options object. A construct passed in its place has a `node`. */
function isOptions(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && !('node' in value);
}
