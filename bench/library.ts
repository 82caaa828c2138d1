import { join } from 'path';

/** The package as its users have it: compiled. */
export const LIBRARY_PATH = join(__dirname, '../lib');

// eslint-disable-next-line @typescript-eslint/no-require-imports
export const library: typeof import('../src') = require(LIBRARY_PATH);
