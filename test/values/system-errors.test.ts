import { readFileSync } from 'fs';
import { inflateRawSync } from 'zlib';
import { isSystemError } from '../../src/values/system-errors';

function catchError(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

test.each<[string, () => unknown]>([
  ['of a file that does not exist', () => readFileSync('/nowhere/file')],
  ['of bytes that are not compressed', () => inflateRawSync(Buffer.from('no'))],
])('an error %s is one of the system', (_what, act) => {
  expect(isSystemError(catchError(act))).toBe(true);
});

test('a mistake in code is no error of the system', () => {
  expect(isSystemError(catchError(() => (undefined as unknown as string).length))).toBe(false);
});
