import { readFileSync } from 'fs';
import { join } from 'path';
import { TableFeature } from '../../src/features/table-feature';

/** A feature with what its documentation says of it. */
export interface DocumentedFeature {
  readonly name: string;
  readonly feature: TableFeature;
  readonly text: string;
  /** The AWS pages that its documentation names. */
  readonly see: readonly string[];
}

const SOURCE = readFileSync(join(__dirname, '../../src/features/table-feature.ts'), 'utf8');

/** The comment of each constant, without its asterisks. */
const COMMENTS = new Map([...SOURCE.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s+public static readonly (\w+) =/g)]
  .map(([, comment, name]) => [name, comment.replace(/^\s*\* ?/gm, '').trim()]));

/** Every feature of the library, in the order of its source. */
export const FEATURES: readonly DocumentedFeature[] = Object.entries(TableFeature)
  .filter((entry): entry is [string, TableFeature] => entry[1] instanceof TableFeature)
  .map(([name, feature]) => {
    const comment = COMMENTS.get(name) ?? '';
    return {
      name,
      feature,
      text: comment.split(/^@/m)[0].trim(),
      see: [...comment.matchAll(/^@see (\S+)$/gm)].map(([, address]) => address),
    };
  });
