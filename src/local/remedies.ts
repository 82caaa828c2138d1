import { findFailedConditions, namesResource } from './condition-failures';
import { LocalApp } from './deployment/read-app';
import { shortestNames } from './deployment/shortest-names';
import { Caller, Observation } from './endpoint/caller';
import { Context } from './endpoint/permission';
import { findFeatures, formatFeatures, TableAction } from '../features/find-features';
import { getConstructPath, nameIndexes } from '../policy/assembly-resources';
import { PolicyDocument, readStatements } from '../policy/policy-document';
import { AttachedPolicy, TableRecord } from '../policy/read-assembly';
import { readPolicy } from '../policy/read-policy';
import { readTablePart } from '../policy/table-part';

type Denied = Pick<Observation, 'action' | 'resource' | 'reason' | 'statements' | 'context'>;

/** Says what to change where something is denied. */
export class Remedies {
  private readonly tables: ReadonlyMap<string, TableRecord>;
  private readonly names: ReadonlyMap<string, string>;
  /** Where statements are, by what is known of them: what isn't known is left out of the policies that are evaluated. */
  private readonly statements: ReadonlyMap<string, { readonly policy: AttachedPolicy; readonly index: number }>;

  public constructor({ assembly }: Pick<LocalApp, 'assembly'>) {
    const { tables, keys, roles } = assembly;
    this.tables = new Map(tables.map((table) => [table.arn, table]));
    const short = shortestNames([...new Set([...tables, ...keys].map(({ origin }) => getConstructPath(origin)))]);
    this.names = new Map([...tables, ...keys].map(({ arn, origin }) => [arn, short.get(getConstructPath(origin))!]));
    this.statements = new Map(roles.flatMap((role) => [...role.policies, ...role.boundary ? [role.boundary] : []]).flatMap((policy) =>
      readPolicy(policy.document ?? { Statement: [] }, 'identity', policy.name).map(({ known, index }) => [JSON.stringify(known), { policy, index }] as const)));
  }

  /** The name of a resource: `Orders/index/byStatus`; its ARN if the app doesn't declare it. */
  public nameResource(resource: string): string {
    const base = readTablePart(resource)?.table ?? resource;
    const name = this.names.get(base);
    if (name === undefined) return resource;
    return name + resource.slice(base.length);
  }

  /** Says why a caller is denied something and what to change. */
  public describe(name: string, { policies }: Pick<Caller, 'policies'>, denied: Denied, context: Context): string {
    return `${name} on ${this.nameResource(denied.resource)}: ${this.explain(name, policies, denied, context)}`;
  }

  private explain(name: string, policies: readonly PolicyDocument[], denied: Denied, context: Context): string {
    const { action, resource, reason, statements } = denied;
    switch (reason) {
      case 'not-modelled': return 'the permissions that it needs are not known here';
      case 'explicit-deny': return `${statements.map((each) => this.nameStatement(each)).join(' and ')} denies it`;
      case 'boundary': return 'its permissions boundary does not allow it';
      case 'resource-policy': return `the policy of ${this.nameResource(readTablePart(resource)?.table ?? resource)} does not allow it`;
    }
    const failed = findFailedConditions(policies, { action, resource, context });
    if (failed) return `${action} is allowed only under conditions: ${failed.join('; ')}`;
    return [...this.describeOtherTables(name, policies, resource), this.suggest(denied)].join('; ');
  }

  /** Where a caller has nothing on a table, it may be the wrong one. */
  private describeOtherTables(name: string, policies: readonly PolicyDocument[], resource: string): string[] {
    const table = readTablePart(resource)?.table;
    if (table === undefined) return [];
    const statements = policies.flatMap((document) => readStatements(document, 'identity', 'the policy'))
      .filter(({ effect, actions }) => effect === 'Allow' && actions.values.some((action) => /^(dynamodb:|\*)/.test(action)));
    const reached = [...this.tables.keys()].filter((arn) =>
      statements.some((statement) => namesResource(statement, arn) || namesResource(statement, `${arn}/index/any`)));
    if (reached.includes(table) || reached.length === 0) return [];
    return [`${name} has nothing on this table, it has ${reached.map((arn) => this.nameResource(arn)).join(', ')}`];
  }

  /** Suggests a change that allows something. */
  public suggest({ action, resource, context }: Pick<Denied, 'action' | 'resource' | 'context'>): string {
    const part = readTablePart(resource);
    if (action === 'kms:Decrypt' && 'kms:ViaService' in context) return 'DynamoDB uses the key of the table: name it by tableKey';
    if (action.startsWith('kms:')) return 'add fieldEncryption for this key';
    if (action.startsWith('logs:')) return 'let logs be automatic, or name the log group of the function';
    if (!action.startsWith('dynamodb:')) return `allow ${action}`;
    const { features } = findFeatures([toTableAction({ action, resource, context })], nameIndexes(this.tables.get(part?.table ?? '')));
    if (features.length === 0) return `no feature allows ${action} here`;
    const options = features.map(({ option }) => option).filter((option) => option !== undefined);
    return formatFeatures(features.map(({ feature }) => feature)) + options.map((option) => `, with ${option}`).join('');
  }

  /** A statement by the construct of its policy. */
  public nameStatement({ document, index }: Denied['statements'][number]): string {
    const statement = [document.Statement].flat()[index];
    const sid = statement.Sid ? ` (${statement.Sid})` : '';
    const found = this.statements.get(JSON.stringify(statement));
    if (!found) return `statement ${index}${sid} of a policy`;
    const { policy } = found;
    return `statement ${found.index}${sid} of ${policy.origin ? getConstructPath(policy.origin) : policy.name}`;
  }
}

/** Converts a permission to the action on a table that it allows. */
export function toTableAction({ action, resource, context }: Pick<Observation, 'action' | 'resource' | 'context'>): TableAction {
  const enclosing = context['dynamodb:EnclosingOperation'];
  const isTransaction = enclosing === 'TransactGetItems' || enclosing === 'TransactWriteItems';
  const { on, index } = readTablePart(resource) ?? { on: 'account' };
  return { action, on, index, onlyIn: isTransaction ? enclosing : undefined };
}
