import { describeValue } from '../problems/problem';

/**
 * Where the index-capable actions of a feature apply.
 *
 * - `declared`: the table and every index that it declares
 * - `table`: the table alone
 * - `named`: these indexes alone
 * - `any`: every index that the table has or will have, written `index/*`
 */
export type IndexScope =
  | { readonly kind: 'declared' | 'table' | 'any' }
  | { readonly kind: 'named'; readonly names: readonly string[] };

export const DECLARED_INDEXES: IndexScope = { kind: 'declared' };

/** The call that gives a feature its reach, as the user writes it. */
export function describeIndexScope(reach: IndexScope): string {
  switch (reach.kind) {
    case 'declared': return '';
    case 'table': return '.onTable()';
    case 'any': return '.onAnyIndex()';
    case 'named': return `.onIndexes(${reach.names.map(describeValue).join(', ')})`;
  }
}
