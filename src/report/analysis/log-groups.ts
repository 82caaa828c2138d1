import { KnownResource } from './known-resources';
import { Statement } from './read-statements';
import { groupBy } from '../../values/lists';
import { ReportedAccess } from '../report-data';

type StatementsByArn = ReadonlyMap<string, readonly Statement[]>;

/**
 * The log groups of an app. A statement on all log groups is reported once, on the resource that stands for them, because each function
 * has a log group.
 */
export class LogGroups {
  private readonly byId: ReadonlyMap<string, KnownResource>;
  private readonly byOthers: ReadonlyMap<string, readonly KnownResource[]>;

  constructor(targets: readonly KnownResource[]) {
    const groups = targets.filter(({ resource }) => resource.kind === 'log group');
    this.byId = new Map(groups.map((target) => [target.resource.id, target]));
    this.byOthers = groupBy(groups.filter(({ resource }) => resource.others !== undefined), ({ resource }) => resource.others!);
  }

  /** Finds the log groups that the same statements name as the resource that stands for them. */
  public findAlike(candidates: ReadonlySet<KnownResource>, policies: readonly StatementsByArn[]): ReadonlySet<KnownResource> {
    return new Set([...candidates].filter((target) => {
      const others = this.byId.get(target.resource.others ?? '');
      return others && target.account === others.account && target.arns.every(({ arn }, index) =>
        policies.every((statements) => areAlike(statements.get(arn) ?? [], statements.get(others.arns[index].arn) ?? [])));
    }));
  }

  /** Finds the resources whose access is that of all log groups that they stand for, except those with an access of their own. */
  public findComplete(accesses: readonly ReportedAccess[], alike: ReadonlySet<KnownResource>): ReadonlySet<string> {
    const reported = new Set(accesses.map(({ resource }) => resource));
    const others = [...new Set([...alike].map(({ resource }) => resource.others!))];
    return new Set(others.filter((id) => this.byOthers.get(id)!.every((target) => alike.has(target) || reported.has(target.resource.id))));
  }
}

/** Tells whether these are the same statements. The features that asked for statements of this library depend on the resource. */
function areAlike(some: readonly Statement[], others: readonly Statement[]): boolean {
  return some.length === others.length && some.every((each, index) => each === others[index] && each.recordedAccesses.length === 0);
}
