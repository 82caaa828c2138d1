import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { ArnPrincipal, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnKey, IKeyRef } from 'aws-cdk-lib/aws-kms';
import { TableFeature } from '../../features/table-feature';
import { KeyTarget } from '../../plan/key-target';
import { planOnKeys, planOnTable } from '../../plan/plan-cross-account';
import { PlannedStatement } from '../../plan/planned-permission';
import { toStatements } from '../../plan/to-statements';
import { formatArn, referenceOf, serviceNames } from '../../resources/arns';
import { identityDeclaration, namedIdentityArn } from '../../resources/identities';
import { NamedTable } from '../../resources/named-table';
import { TableResources } from '../../resources/table-resources';
import { Identity, isIdentity } from '../policies/identity-policies';

/** What a table policy gives, and to whom. */
export interface CrossAccountOptions {
  readonly table: ITableRef;
  readonly principals: readonly IPrincipal[];
  readonly features: TableFeature[];
  readonly regions?: string[];
  readonly tableKey?: IKeyRef;
}

/** The access of principals of other accounts to a table of the app: what each policy on the way has to say. */
export class CrossAccountAccess {
  public readonly resources: TableResources;
  public readonly regions: string[];

  constructor(private readonly options: CrossAccountOptions) {
    this.resources = TableResources.of(options.table);
    this.regions = this.resources.regionsWith(options.regions);
  }

  /** On the table's own name; without one, `*` is this table and its indexes, whatever CloudFormation calls it. */
  public planTablePolicy(region: string): PlannedStatement[] {
    const arn = this.formatNamedArn(region);
    const declaredIndexes = arn === undefined ? [] : this.resources.indexNames() ?? [];
    return toStatements(planOnTable(this.options.features, { tables: [arn ?? '*'], declaredIndexes, streams: [] }));
  }

  /** On `*`, as the name of a stream is known only when it is there, and its policy is no other stream's. */
  public planStreamPolicy(): PlannedStatement[] {
    return toStatements(planOnTable(this.options.features, { tables: [], declaredIndexes: [], streams: ['*'] }));
  }

  /** On `*`, which in the policy of a key is the key. */
  public planKeyPolicy(): PlannedStatement[] {
    return toStatements(planOnKeys(this.options.features, [{ arn: '*' }], serviceNames('dynamodb', this.regions)));
  }

  /** What the principals need in their own accounts. */
  public planIdentityPolicy(): PlannedStatement[] {
    const { features, tableKey } = this.options;
    const stream = this.resources.streamArn();
    return toStatements([
      ...planOnTable(features, {
        tables: this.resources.physicalName() === undefined
          ? this.resources.arns(this.regions)
          : this.regions.map((region) => this.formatNamedArn(region)!),
        declaredIndexes: this.resources.indexNames() ?? [],
        streams: [stream].filter((arn) => arn !== undefined),
      }),
      ...planOnKeys(features, this.resources.keys(this.regions, tableKey), serviceNames('dynamodb', this.regions)),
    ]);
  }

  /** The keys that the table declares. */
  public findKeys(): KeyTarget[] {
    return this.resources.keys(this.regions);
  }

  /** The table as the stack of another account can name it: by its name, as far as the app gives it one. */
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

/** The key of the app that a policy names, if it is one. */
export function findDeclaredKey({ arn, aliasName }: KeyTarget): CfnKey | undefined {
  const resource = referenceOf(arn)?.target;
  return aliasName === undefined && CfnKey.isCfnKey(resource) ? resource : undefined;
}

/** Whether a principal is a role or user that this app declares, rather than one that it imports or only names. */
export function isDeclaredIdentity(principal: IPrincipal): principal is IPrincipal & Identity {
  return isIdentity(principal) && identityDeclaration(principal) !== undefined;
}

/** A role or user by its name, so that the table's stack doesn't refer to its stack. */
function namePrincipal(principal: IPrincipal): IPrincipal {
  const arn = isDeclaredIdentity(principal) && namedIdentityArn(principal);
  return arn ? new ArnPrincipal(arn) : principal;
}

/** What a policy says of a principal: ARNs, account ids, or tokens of these. */
export function listArns(principal: IPrincipal): string[] {
  return [namePrincipal(principal).policyFragment.principalJson.AWS ?? []].flat();
}
