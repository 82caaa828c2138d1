import { findFeatures, FoundFeatures, TableAction, TableIndexes } from './find-features';

/** Finds features for actions on tables, once for equal actions: many roles of an app have the same access. */
export class FeatureFinder {
  private readonly foundByActions = new Map<string, FoundFeatures>();

  /** Finds features, see `findFeatures`. */
  public findOnce(
    wanted: readonly TableAction[], indexes: TableIndexes, besides: readonly TableAction[] = [], keyActions?: readonly string[],
  ): FoundFeatures {
    const key = JSON.stringify([wanted, besides, indexes, keyActions]);
    const found = this.foundByActions.get(key) ?? findFeatures(wanted, indexes, besides, keyActions);
    this.foundByActions.set(key, found);
    return found;
  }
}
