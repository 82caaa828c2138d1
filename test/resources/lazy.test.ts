import { Lazy } from 'aws-cdk-lib';
import { produced } from '../../src/resources/lazy';
import { newStack } from '../support/app';

const stack = newStack();

test('a plain value is itself', () => {
  const value = { indexName: 'byDate' };

  expect(produced(stack, value)).toBe(value);
});

test('a property that was left out is left out', () => {
  expect(produced(stack, undefined)).toBeUndefined();
});

test('a lazy value is what it produces', () => {
  expect(produced(stack, Lazy.any({ produce: () => ['byDate'] }))).toEqual(['byDate']);
});

test('a lazy value that produces a lazy value is what that produces', () => {
  expect(produced(stack, Lazy.any({ produce: () => Lazy.any({ produce: () => ['byDate'] }) }))).toEqual(['byDate']);
});

test('tokens inside the value stay as they are', () => {
  const inner = Lazy.any({ produce: () => 'byDate' });

  expect(produced<unknown[]>(stack, Lazy.any({ produce: () => [inner] }))[0]).toBe(inner);
});
