import { readFileSync } from 'fs';
import { join } from 'path';
import { TableFeature } from '../src';

const README = readFileSync(join(__dirname, '../README.md'), 'utf8');
const TABLE = README.slice(README.indexOf('## Features'), README.indexOf('What each allows'));

test('the README lists every feature, and nothing else as one', () => {
  const named = [...TABLE.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name);
  const features = Object.entries(TableFeature).filter(([, feature]) => feature instanceof TableFeature).map(([name]) => name);
  expect(named.sort()).toEqual(features.sort());
});

test('the README reaches the first synthesis within 25 lines', () => {
  expect(README.split('\n').findIndex((line) => line.includes('npm run synth'))).toBeLessThan(25);
});
