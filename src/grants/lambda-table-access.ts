import { Token, TokenComparison } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, IGrantable, IPrincipal, IRole } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, Function as LambdaFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct, Dependable, DependencyGroup } from 'constructs';
import { requestRuntimeAccess } from './principals/runtime-access';
import { TableAccessOptions, TableDenialOptions } from './table-access';
import { TableAccessGrants } from './table-access-grants';
import { FUNCTION_ACCESS, FUNCTION_PROPS } from './validation/shapes';
import { findVariableNameProblem } from './validation/validate-names';
import { fail } from '../problems/problem';
import { checkShape, PROPS } from '../problems/shape';
import { declarationOf, unqualified } from '../resources/functions';
import { produced } from '../resources/lazy';
import { familyOf } from '../resources/table-family';
import { TableResources } from '../resources/table-resources';

/** The tables whose names stand in the environment variables of a function. */
const tablesByVariable = new WeakMap<IFunction, Map<string, ITableRef>>();

/**
 * An access of a function to a table.
 */
export interface LambdaTableAccessOptions extends TableAccessOptions {
  /**
   * The environment variable of the function that gets the table's name, or its ARN where the table belongs, or may belong,
   * to another account, as DynamoDB then asks for the ARN in the place of the name.
   *
   * @default - no environment variable
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-cross-account-access.html
   */
  readonly environmentVariable?: string;
}

/**
 * A function, and its first access to a table.
 */
export interface LambdaTableAccessProps extends LambdaTableAccessOptions {
  /**
   * The function: any that has a role. Of an alias or a version, its function.
   */
  readonly function: IFunction;

  /**
   * Whether the function's role keeps the AWS managed policies that CDK attached to it and that write to every log group
   * (`AWSLambdaBasicExecutionRole`, `AWSLambdaVPCAccessExecutionRole`, `AWSLambdaBasicDurableExecutionRolePolicy`).
   *
   * Otherwise each is replaced by the logs of this function alone, and by what else the policy gives. Where a role was
   * given to the function, nothing is taken from it.
   *
   * @default false
   */
  readonly keepManagedPolicies?: boolean;
}

/**
 * Gives a function that exists already exactly the DynamoDB and KMS permissions that the listed features need, and the
 * permission to write logs to its own log group only.
 *
 * The function and its event source mappings are created when the permissions on tables, streams and keys are there. An
 * imported function gets table access alone, as its log group is another app's.
 */
export class LambdaTableAccess extends Construct implements IGrantable {
  /** The role of the function. */
  public readonly role: IRole;

  /** The principal that further permissions are granted to: the role of the function. */
  public readonly grantPrincipal: IPrincipal;

  private readonly lambda: IFunction;
  /** What waits for this construct waits for the policies. */
  private readonly policies = new DependencyGroup();

  /**
   * Errors are those of `addTableAccess`, and a function without a role.
   */
  constructor(scope: Construct, id: string, props: LambdaTableAccessProps) {
    super(scope, id);
    checkShape(this, PROPS, props, FUNCTION_PROPS);
    const { function: fn, keepManagedPolicies, ...access } = props;
    this.lambda = unqualified(fn);
    this.role = this.lambda.role ?? fail(this, {
      id: 'granteeWithoutRole',
      value: `the function ${fn.node.path} has no role that this app knows`,
      expected: 'a function with a role',
      remedy: 'import it by Function.fromFunctionAttributes with its role',
    });
    this.grantPrincipal = this.role;
    const { policies } = this;
    Dependable.implement(this, {
      get dependencyRoots() { return Dependable.of(policies).dependencyRoots; },
    });
    const declaration = declarationOf(this.lambda);
    if (declaration) {
      policies.add(requestRuntimeAccess(declaration, this.role, {
        owner: this,
        keepManagedPolicies: keepManagedPolicies ?? false,
        acknowledgeAccountActions: access.acknowledgeAccountActions ?? true,
      }));
    }
    policies.add(TableAccessGrants._requestFor(this, this.role, this.takeEnvironmentVariable(access)));
  }

  /**
   * Gives the function access to one more table, or more access to the same.
   *
   * An error, with the construct path: no features, a feature twice, a feature without index-capable actions that was
   * told which indexes to reach, `CHANGE_TABLE_KEY` without a key, a custom feature that names no valid action, a
   * malformed Region, a wrong encryption context, an environment variable for an imported function or for a second table.
   * At synthesis: a stream feature on a table without a stream, and an index name that the table doesn't declare.
   *
   * @param access what is done with which table, and how far that reaches
   */
  public addTableAccess(access: LambdaTableAccessOptions): Grant {
    checkShape(this, PROPS, access, FUNCTION_ACCESS);
    const grant = TableAccessGrants._grantTo(this, this.role, this.takeEnvironmentVariable(access));
    this.policies.add(grant);
    return grant;
  }

  /** Sets the environment variable of an access. Returns the access without it. */
  private takeEnvironmentVariable({ environmentVariable, ...access }: LambdaTableAccessOptions): TableAccessOptions {
    if (environmentVariable !== undefined) this.setEnvironmentVariable(environmentVariable, access);
    return access;
  }

  /**
   * Denies the function what it must not do with a table, whatever else allows it, now or by a grant to come.
   *
   * Errors are those of `TableAccessGrants.deny`.
   *
   * @param denial the table, and what is denied
   */
  public denyTableAccess(denial: TableDenialOptions): void {
    TableAccessGrants._denyTo(this, this.role, denial);
  }

  private setEnvironmentVariable(name: string, { table }: TableAccessOptions): void {
    const problem = findVariableNameProblem(name);
    if (problem) fail(this, problem);
    if (familyOf(table)) {
      fail(this, {
        id: 'familyInPlaceOfTable',
        value: `environmentVariable '${name}' for the family of tables ${table.node.path}`,
        expected: 'one table, whose name a client can be given',
        remedy: 'leave environmentVariable out',
      });
    }
    const fn = this.lambda as Partial<LambdaFunction>;
    if (!fn.addEnvironment) {
      fail(this, {
        id: 'environmentVariableWithoutFunction',
        value: `environmentVariable '${name}' for the function ${this.lambda.node.path}`,
        expected: 'a function that this app declares, as another app sets the variables of an imported one',
        remedy: 'leave environmentVariable out',
      });
    }
    const existing = produced(this, declarationOf(this.lambda)?.environment) as CfnFunction.EnvironmentProperty | undefined;
    const value = (existing?.variables as Record<string, string> | undefined)?.[name];
    const variables = tablesByVariable.get(this.lambda) ?? new Map<string, ITableRef>();
    tablesByVariable.set(this.lambda, variables);
    const other = variables.get(name);
    if (other ? other !== table : value !== undefined) {
      fail(this, {
        id: 'environmentVariableTaken',
        value: `environmentVariable '${name}' for ${table.node.path}, which is set already`
          + (other ? ` for ${other.node.path}` : ` to ${JSON.stringify(value)}`),
        expected: 'a variable of its own for each table',
        remedy: 'name another variable',
      });
    }
    variables.set(name, table);
    fn.addEnvironment(name, this.isInFunctionAccount(table) ? table.tableRef.tableName : table.tableRef.tableArn);
  }

  /** In doubt it isn't: DynamoDB takes an ARN in the place of a name within an account as well. */
  private isInFunctionAccount(table: ITableRef): boolean {
    const comparison = Token.compareStrings(TableResources.of(table).account, this.lambda.env.account);
    return comparison === TokenComparison.SAME || comparison === TokenComparison.BOTH_UNRESOLVED;
  }
}
