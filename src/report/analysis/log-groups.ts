import { KnownResource } from './known-resources';
import { groupBy, partition } from '../../values/lists';

/**
 * The log groups of an app. A statement on all log groups is reported once, on the resource that stands for them, because each function
 * has a log group.
 */
export class LogGroups {
  private readonly standInByGroup: ReadonlyMap<KnownResource, KnownResource>;
  private readonly groupsByStandIn: ReadonlyMap<string, readonly KnownResource[]>;
  /** The log groups that are never alike, by the resource that stands for them: those of another account. */
  private readonly unlikeByStandIn: ReadonlyMap<string, readonly KnownResource[]>;

  constructor(targets: readonly KnownResource[]) {
    const groups = targets.filter(({ resource }) => resource.kind === 'log group');
    const byId = new Map(groups.map((target) => [target.resource.id, target]));
    const [alike, unlike] = partition(groups.filter(({ resource }) => byId.has(resource.others ?? '')), (target) =>
      target.account === byId.get(target.resource.others!)!.account);
    this.standInByGroup = new Map(alike.map((target) => [target, byId.get(target.resource.others!)!]));
    this.groupsByStandIn = groupBy(alike, ({ resource }) => resource.others!);
    this.unlikeByStandIn = groupBy(unlike, ({ resource }) => resource.others!);
  }

  /** Finds the resource that may stand for a log group. Returns `undefined` for other resources. */
  public findStandIn(target: KnownResource): KnownResource | undefined {
    return this.standInByGroup.get(target);
  }

  /** Lists the log groups that a resource may stand for. */
  public listGroups({ resource }: KnownResource): readonly KnownResource[] {
    return this.groupsByStandIn.get(resource.id) ?? [];
  }

  /**
   * Finds the resources whose access is that of all log groups that they stand for, except those with an access of their own.
   *
   * @param standIns the resources that an identity has access to
   * @param reached the resources that it may do something with
   * @param different the log groups that its statements don't name as the resource that stands for them
   */
  public findComplete(
    standIns: readonly KnownResource[], reached: ReadonlySet<KnownResource>, different: ReadonlySet<KnownResource>,
  ): ReadonlySet<KnownResource> {
    const differentByStandIn = groupBy(different, ({ resource }) => resource.others!);
    return new Set(standIns.filter((standIn) => {
      const { id } = standIn.resource;
      const own = differentByStandIn.get(id) ?? [];
      const others = [...own, ...this.unlikeByStandIn.get(id) ?? []];
      return own.length < this.listGroups(standIn).length && others.every((each) => reached.has(each));
    }));
  }
}
