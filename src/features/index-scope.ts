import { describeValue } from '../problems/problem';

/**
 * The table and indexes on which a feature allows the actions that AWS authorizes on both.
 *
 * - `declared`: the table and every index that it declares
 * - `table`: only the table
 * - `named`: only these indexes
 * - `any`: every index that the table has or will have, written `index/*`
 */
export type IndexScope =
  | { readonly kind: 'declared' | 'table' | 'any' }
  | { readonly kind: 'named'; readonly names: readonly string[] };

export const DECLARED_INDEXES: IndexScope = { kind: 'declared' };

/** Describes an index scope as the call that the user writes. */
export function describeIndexScope(scope: IndexScope): string {
  switch (scope.kind) {
    case 'declared': return '';
    case 'table': return '.onTable()';
    case 'any': return '.onAnyIndex()';
    case 'named': return `.onIndexes(${scope.names.map(describeValue).join(', ')})`;
  }
}
