import { readFileSync } from 'fs';
import { join } from 'path';
import { TableFeature } from '../../src';

const PAGE = readFileSync(join(__dirname, '../../docs/choosing-features.md'), 'utf8');
const TABLES = PAGE.slice(PAGE.indexOf('## From the operation to the feature'), PAGE.indexOf('[Features](features.md)'));

test('the page that helps to choose names every feature, and nothing else as one', () => {
  const named = new Set([...TABLES.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
  const features = Object.entries(TableFeature).filter(([, feature]) => feature instanceof TableFeature).map(([name]) => name);

  expect([...named].sort()).toEqual(features.sort());
});
