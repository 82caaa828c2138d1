import { findFeatures, FoundFeatures, TableAction, TableIndexes } from './find-features';

/** Finds features for actions on tables, once for equal actions: many roles of an app have the same access. */
export class FeatureFinder {
  private readonly foundByActions = new Map<string, FoundFeatures>();

  /** @param besides actions that features may allow too, and that need no feature */
  public findOnce(wanted: readonly TableAction[], indexes: TableIndexes, besides: readonly TableAction[] = []): FoundFeatures {
    const key = JSON.stringify([wanted, besides, indexes]);
    const found = this.foundByActions.get(key) ?? findFeatures(wanted, indexes, besides);
    this.foundByActions.set(key, found);
    return found;
  }
}
