import { Match, matchName, Named } from './match-names';
import { Origin } from '../../policy/assembly-resources';
import { GENERATED_END } from '../../policy/resource-values';
import { readTablePart } from '../../policy/table-part';
import { LocalIdentity, readCallers } from '../deployment/identities';
import { LocalApp, readApp } from '../deployment/read-app';
import { Remedies } from '../remedies';
import { findDeclared } from '../summary/declared-features';

/** A resource that a message names, as the app knows it. */
export interface FoundResource {
  /** The ARN in the app, where that is known. */
  readonly arn?: string;
  readonly name: string;
  readonly probably: boolean;
}

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
const LONGEST_NAME = { role: 64, function: 64, table: 255 };

/** A role's path is in the ARN of the role, not of its sessions. */
const ASSUMED_ROLE = /:assumed-role\/(?<role>[^/]+)\/(?<session>[^/]+)$/;
const ROLE = /:role\/(?:.*\/)?(?<role>[^/]+)$/;

/** A synthesized app that deployed names are looked up in. */
export class ExplainedApp {
  /** Reads the folder that `cdk synth` wrote. */
  public static fromFolder(directory: string): ExplainedApp {
    const app = readApp(directory);
    return new ExplainedApp(app, readCallers(app).identities);
  }

  public readonly remedies: Remedies;
  private readonly stackNames: ReadonlyMap<string, string>;

  private constructor(private readonly app: LocalApp, public readonly identities: readonly LocalIdentity[]) {
    this.remedies = new Remedies(app);
    this.stackNames = new Map(app.stacks.map(({ path, stackName }) => [path, stackName]));
  }

  /** Whose the ARN of a principal is: that of the role, or of the function that the session is named after. */
  public matchCaller(principal: string): Match<LocalIdentity> | undefined {
    const { role, session } = (ASSUMED_ROLE.exec(principal) ?? ROLE.exec(principal))?.groups ?? {};
    if (role === undefined) return undefined;
    // several functions may have one role
    const firstByRole = new Map([...this.identities].reverse().map((identity) => [identity.role.arn, identity]));
    const byRole = matchName(role, [...firstByRole.values()].map((identity) => ({ ...this.toNamed(identity.role, LONGEST_NAME.role), identity })));
    const ofRole = this.identities.filter((identity) => identity.role.arn === byRole?.found.identity.role.arn);
    const candidates = byRole ? ofRole : this.identities;
    const bySession = session === undefined ? undefined : matchName(session, candidates.flatMap((identity) =>
      identity.function ? [{ ...this.toNamed(identity.function, LONGEST_NAME.function), identity }] : []));
    const found = bySession ?? byRole;
    return found && { found: found.found.identity, probably: found.probably || (found === byRole && ofRole.length > 1) };
  }

  /** The resource of the app that an ARN names. */
  public findResource(arn: string | undefined): FoundResource {
    if (arn === undefined || arn === '*') return { arn, name: arn ?? 'a resource that the message does not name', probably: false };
    const part = readTablePart(arn);
    if (part) return this.findTable(arn, part.table);
    if (arn.includes(':kms:')) return this.matchKey(arn);
    return { arn, name: this.remedies.nameResource(arn), probably: false };
  }

  /** The declared features of a caller: those on a table, or all if it has none there. */
  public listDeclared({ role }: LocalIdentity, resource: string | undefined): string[] {
    const declared = findDeclared(this.app, role);
    const table = readTablePart(resource ?? '')?.table;
    const there = declared.filter(({ arns }) => table !== undefined && arns.includes(table));
    return (there.length > 0 ? there : declared).map(({ table: path, features }) => `${path}: ${features.join(', ')}`);
  }

  private findTable(arn: string, table: string): FoundResource {
    const [,,, region, account, resource] = table.split(':');
    const { tables } = this.app.assembly;
    const match = matchName(resource.replace('table/', ''), tables.filter((each, index) =>
      index === tables.findIndex(({ name }) => name === each.name)).map((each) => ({ ...this.toNamed(each, LONGEST_NAME.table), record: each })));
    if (!match) return { arn, name: `${arn}, a table that this app does not declare`, probably: false };
    const records = tables.filter(({ name }) => name === match.found.record.name);
    const record = records.find((each) => each.region === region && each.account === account) ?? match.found.record;
    const known = record.arn + arn.slice(table.length);
    return { arn: known, name: this.remedies.nameResource(known), probably: match.probably };
  }

  /** The id of a key is made up when it is deployed: of several keys, any may be meant. */
  private matchKey(arn: string): FoundResource {
    const { keys } = this.app.assembly;
    const filterByName = keys.find((key) => key.arn === arn);
    if (filterByName) return { arn, name: this.remedies.nameResource(arn), probably: false };
    if (keys.length === 1) return { arn: keys[0].arn, name: this.remedies.nameResource(keys[0].arn), probably: true };
    if (keys.length === 0) return { arn, name: arn, probably: false };
    return { arn, name: `${arn}, one of ${keys.map((key) => this.remedies.nameResource(key.arn)).join(', ')}`, probably: false };
  }

  private toNamed({ name, origin }: { readonly name: string; readonly origin: Origin }, longestName: number): Named {
    const stackName = this.stackNames.get(origin.stack) ?? name.slice(0, -`-${origin.logicalId}${GENERATED_END}`.length);
    return { name, stackName, logicalId: origin.logicalId, longestName };
  }
}
