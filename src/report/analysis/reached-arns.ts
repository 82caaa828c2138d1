import { ActionCatalogue, ReportedType } from './action-catalogue';
import { ArnMatcher } from './arn-matcher';
import { KnownResource, TypedArn } from './known-resources';
import { LogGroups } from './log-groups';
import { Statement } from './read-statements';

/** The ARNs that statements name, and allow or deny something on. */
interface ReachedArns {
  readonly all: ReadonlySet<string>;
  /** The ARNs without those of log groups that have a resource that stands for them. */
  readonly apart: readonly string[];
  /** The log groups that are among the ARNs, or that a resource among them stands for. */
  readonly groups: readonly KnownResource[];
  /** The log groups among them that the ARNs contain other than the resource that stands for them. */
  readonly different: readonly KnownResource[];
}

export type FindTarget = (arn: string) => { readonly target: KnownResource; readonly typedArn: TypedArn };

/**
 * Finds what statements reach. Each role of a function may have the same statement on all log groups, so that what it reaches is found
 * once, and lists of statements don't contain the log groups that are alike.
 */
export class ReachedArnFinder {
  private readonly reachedByNamed = new WeakMap<ReadonlySet<string>, Map<ReadonlySet<ReportedType>, ReachedArns>>();
  private readonly typesByPattern = new Map<string, ReadonlySet<ReportedType>>();

  constructor(
    private readonly catalogue: ActionCatalogue,
    private readonly matcher: ArnMatcher,
    private readonly logGroups: LogGroups,
    private readonly findTarget: FindTarget,
  ) {}

  /**
   * Finds the log groups that some of the statements don't name as the resource that stands for them. The features that asked for
   * statements of this library depend on the resource.
   */
  public findDifferent(statements: readonly Statement[]): ReadonlySet<KnownResource> {
    return new Set(statements.flatMap((statement) => {
      const { groups, different } = this.reach(statement);
      return statement.recordedAccesses.length > 0 ? groups : different;
    }));
  }

  /** Groups statements by the ARNs that they reach, without the log groups that aren't different. */
  public groupByArn(statements: readonly Statement[], different: ReadonlySet<KnownResource>): Map<string, Statement[]> {
    const differentArns = [...different].flatMap(({ arns }) => arns.map(({ arn }) => arn));
    const byArn = new Map<string, Statement[]>();
    for (const statement of statements) {
      const { all, apart } = this.reach(statement);
      for (const arn of [...apart, ...differentArns.filter((each) => all.has(each))]) {
        const group = byArn.get(arn);
        if (group) group.push(statement); else byArn.set(arn, [statement]);
      }
    }
    return byArn;
  }

  /** Finds the types of the ARNs that a pattern matches. */
  public listTypesLike(pattern: string): ReadonlySet<ReportedType> {
    const types = this.typesByPattern.get(pattern) ?? new Set(this.matcher.matchArns(pattern).map((arn) => this.findTarget(arn).typedArn.type));
    this.typesByPattern.set(pattern, types);
    return types;
  }

  private reach({ actions, parsed }: Statement): ReachedArns {
    const types = this.catalogue.findTypes(actions);
    if (types.size === 0) return NOTHING;
    const named = this.matcher.findNamedArns(parsed);
    const byTypes = this.reachedByNamed.get(named) ?? new Map<ReadonlySet<ReportedType>, ReachedArns>();
    this.reachedByNamed.set(named, byTypes);
    const reached = byTypes.get(types) ?? this.sortArns(new Set([...named].filter((arn) => types.has(this.findTarget(arn).typedArn.type))));
    byTypes.set(types, reached);
    return reached;
  }

  private sortArns(all: ReadonlySet<string>): ReachedArns {
    const targets = new Set([...all].map((arn) => this.findTarget(arn).target));
    const groups = [...new Set([...targets].flatMap((target) => this.logGroups.findStandIn(target) ? [target] : this.logGroups.listGroups(target)))];
    return {
      all,
      apart: [...all].filter((arn) => !this.logGroups.findStandIn(this.findTarget(arn).target)),
      groups,
      different: groups.filter((group) => group.arns.some(({ arn }, index) =>
        all.has(arn) !== all.has(this.logGroups.findStandIn(group)!.arns[index].arn))),
    };
  }
}

const NOTHING: ReachedArns = { all: new Set(), apart: [], groups: [], different: [] };
