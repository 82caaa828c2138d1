import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { ArnPrincipal, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnKey, IKeyRef } from 'aws-cdk-lib/aws-kms';
import { TableFeature } from '../../features/table-feature';
import { KeyTarget } from '../../plan/key-target';
import { planOnKeys, planOnTable } from '../../plan/plan-cross-account';
import { PlannedStatement } from '../../plan/planned-permission';
import { toStatements } from '../../plan/to-statements';
import { formatArn, findReference, serviceNames } from '../../resources/arns';
import { identityDeclaration, namedIdentityArn } from '../../resources/identities';
import { NamedTable } from '../../resources/named-table';
import { TableResources } from '../../resources/table-resources';
import { Identity, isIdentity } from '../policies/identity-policies';

/** The access that a table policy gives to its principals. */
export interface CrossAccountOptions {
  readonly table: ITableRef;
  readonly principals: readonly IPrincipal[];
  readonly features: TableFeature[];
  readonly regions?: string[];
  readonly tableKey?: IKeyRef;
}

/** The access of principals of other accounts to a table of the app, and the policies that must allow it. */
export class CrossAccountAccess {
  public readonly resources: TableResources;
  public readonly regions: string[];

  constructor(private readonly options: CrossAccountOptions) {
    this.resources = TableResources.of(options.table);
    this.regions = this.resources.regionsWith(options.regions);
  }

  /**
   * Plans the policy of the table. It names the table, or `*` if CloudFormation chooses the name: in a table's policy, `*` means
   * the table and its indexes.
   */
  public planTablePolicy(region: string): PlannedStatement[] {
    const arn = this.formatNamedArn(region);
    const declaredIndexes = arn === undefined ? [] : this.resources.indexNames().names;
    return toStatements(planOnTable(this.options.features, { tables: [arn ?? '*'], declaredIndexes, streams: [] }));
  }

  /**
   * Plans the policy of the stream. It uses `*`, because the name of a stream is unknown before deployment. In a stream's policy,
   * `*` means the stream.
   */
  public planStreamPolicy(): PlannedStatement[] {
    return toStatements(planOnTable(this.options.features, { tables: [], declaredIndexes: [], streams: ['*'] }));
  }

  /** Plans the policy of the key. In a key policy, `*` means the key. */
  public planKeyPolicy(): PlannedStatement[] {
    return toStatements(planOnKeys(this.options.features, [{ arn: '*' }], serviceNames('dynamodb', this.regions)));
  }

  public planIdentityPolicy(): PlannedStatement[] {
    const { features, tableKey } = this.options;
    return toStatements([
      ...planOnTable(features, {
        tables: this.resources.physicalName() === undefined
          ? this.resources.arns(this.regions)
          : this.regions.map((region) => this.formatNamedArn(region)!),
        declaredIndexes: this.resources.indexNames().names,
        streams: this.resources.streamArns(this.regions),
      }),
      ...planOnKeys(features, this.resources.keys(this.regions, tableKey), serviceNames('dynamodb', this.regions)),
    ]);
  }

  /** Lists the keys that the table declares, if the features use them. */
  public listUsedKeys(): KeyTarget[] {
    if (this.planKeyPolicy().length === 0) return [];
    return this.resources.keys(this.regions);
  }

  /** Returns the table by its name, if the app gives it one, because the stack of another account can't refer to it. */
  public nameTable(): ITableRef {
    const name = this.resources.physicalName();
    if (name === undefined) return this.options.table;
    return new NamedTable(this.options.table, this.resources.declaration!, name, this.formatNamedArn(this.regions[0])!);
  }

  public namePrincipals(): IPrincipal[] {
    return this.options.principals.map(namePrincipal);
  }

  public listPrincipalArns(): string[] {
    return this.options.principals.flatMap(listArns);
  }

  private formatNamedArn(region: string): string | undefined {
    const resourceName = this.resources.physicalName();
    if (resourceName === undefined) return undefined;
    return formatArn({ service: 'dynamodb', region, account: this.resources.account, resource: 'table', resourceName });
  }
}

/** Finds the key that this app declares for a key target. */
export function findDeclaredKey({ arn, aliasName }: KeyTarget): CfnKey | undefined {
  const resource = findReference(arn)?.target;
  if (aliasName === undefined && CfnKey.isCfnKey(resource)) return resource;
  return undefined;
}

/** Returns true for a role or user that this app declares. Imported principals, and principals that are only named, are others. */
export function isDeclaredIdentity(principal: IPrincipal): principal is IPrincipal & Identity {
  return isIdentity(principal) && identityDeclaration(principal) !== undefined;
}

/** Returns a role or user by its name, so that the table's stack doesn't refer to its stack. */
function namePrincipal(principal: IPrincipal): IPrincipal {
  const arn = isDeclaredIdentity(principal) && namedIdentityArn(principal);
  if (arn) return new ArnPrincipal(arn);
  return principal;
}

/** Lists the ARNs, account ids or tokens that a policy names a principal by. */
export function listArns(principal: IPrincipal): string[] {
  return [namePrincipal(principal).policyFragment.principalJson.AWS ?? []].flat();
}
