import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, IGrantable, IPrincipal, IRole } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct, DependencyGroup } from 'constructs';
import { implementDependable } from './principals/access-dependable';
import { deployMappingsAfter } from './principals/event-source-mappings';
import { requestRuntimeAccess } from './principals/runtime-access';
import { TableAccessOptions, TableDenialOptions } from './table-access';
import { TableAccessGrants } from './table-access-grants';
import { FUNCTION_ACCESS, FUNCTION_PROPS } from './validation/shapes';
import { findVariableNameProblem } from './validation/validate-names';
import { fail, failIf } from '../problems/problem';
import { checkShape, PROPS } from '../problems/shape';
import { isSameText } from '../resources/arns';
import { findFunctionDeclaration, listEnvironmentVariables, unqualified } from '../resources/functions';
import { findFamily } from '../resources/table-family';
import { TableResources } from '../resources/table-resources';

/** The tables whose names are in the environment variables of a function, by the variable. */
const tablesByVariable = new WeakMap<IFunction, Map<string, ITableRef>>();

/** The access of a function to a table. */
export interface LambdaTableAccessOptions extends TableAccessOptions {
  /**
   * The environment variable of the function that gets the name of the table. If the table belongs, or may belong, to another
   * account, the variable gets its ARN, because DynamoDB then needs the ARN in place of the name. A variable that already has the name
   * or the ARN of this table stays as it is.
   *
   * @default - no environment variable
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-cross-account-access.html
   */
  readonly environmentVariable?: string;
}

/** Properties of a function and its first access to a table. */
export interface LambdaTableAccessProps extends LambdaTableAccessOptions {
  /** The function. It must have a role. For an alias or a version, its function is used. */
  readonly function: IFunction;

  /**
   * Set to true to keep the AWS managed policies that CDK attached to the function's role and that allow writing to every log group
   * (`AWSLambdaBasicExecutionRole`, `AWSLambdaVPCAccessExecutionRole`, `AWSLambdaBasicDurableExecutionRolePolicy`).
   *
   * By default, each is replaced by permissions on the logs of this function and by the other permissions of the policy. A role
   * that was passed to the function keeps its policies. A durable function keeps them too, because running executions save their
   * state by them.
   *
   * @default false
   */
  readonly keepManagedPolicies?: boolean;
}

/**
 * Gives an existing function exactly the DynamoDB and KMS permissions that its features need, and permission to write to its own
 * log group only.
 *
 * CloudFormation creates the function and its event source mappings after the permissions on tables, streams and keys. An imported
 * function gets only the table access, because another app manages its log group.
 *
 * The code of a function in a VPC is denied the network interfaces that only Lambda uses, except for actions that another policy of
 * the role may allow.
 *
 * @example
 * new LambdaTableAccess(this, 'Access', {
 *   function: handler,
 *   table: orders,
 *   features: [TableFeature.READ_ITEM, TableFeature.QUERY.onIndexes('byCustomer')],
 *   environmentVariable: 'TABLE_NAME',
 * });
 */
export class LambdaTableAccess extends Construct implements IGrantable {
  /** The role of the function. */
  public readonly role: IRole;

  /** The principal to grant further permissions to: the role of the function. */
  public readonly grantPrincipal: IPrincipal;

  private readonly lambda: IFunction;
  /** The policies of the role. Resources that depend on this construct wait for them, and for the policy that names the function. */
  private readonly policies = new DependencyGroup();

  /** Throws an error if a property is wrong or the function has no role: [errors](https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/docs/errors.md). */
  constructor(scope: Construct, id: string, props: LambdaTableAccessProps) {
    super(scope, id);
    checkShape(this, PROPS, props, FUNCTION_PROPS);
    const { function: fn, keepManagedPolicies, ...access } = props;
    this.lambda = unqualified(fn);
    this.role = this.lambda.role ?? fail(this, {
      id: 'granteeWithoutRole',
      value: `the function ${fn.node.path} is imported without its role`,
      expected: 'a function whose role this app knows',
      remedy: 'import the function with Function.fromFunctionAttributes and its role',
    });
    this.grantPrincipal = this.role;
    const declaration = findFunctionDeclaration(this.lambda);
    const runtimePolicy = declaration && requestRuntimeAccess(declaration, this.role, {
      owner: this,
      keepManagedPolicies: keepManagedPolicies ?? false,
      acknowledgeAccountActions: access.acknowledgeAccountActions ?? true,
      remedyForKept: 'set keepManagedPolicies: true',
    });
    if (!declaration) deployMappingsAfter(this.lambda, this.role, this.policies);
    implementDependable(this, { role: this.role, policies: this.policies, fn: declaration, runtimePolicy });
    this.policies.add(TableAccessGrants._requestFor(this, this.role, this.takeEnvironmentVariable(access)));
  }

  /**
   * Gives the function access to another table, or more access to the same table.
   *
   * Throws an error if an option is wrong. Synthesis reports errors that depend on the whole app. See
   * [errors](https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/docs/errors.md).
   *
   * @param access the table, the features, and the scope of the access
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
   * Denies the function actions on a table, even if another policy allows them now or later.
   *
   * Throws an error if an option is wrong. Synthesis reports a denial that makes a feature useless. See
   * [errors](https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/docs/errors.md).
   *
   * @param denial the table and the denials
   */
  public denyTableAccess(denial: TableDenialOptions): void {
    TableAccessGrants._denyTo(this, this.role, denial);
  }

  private setEnvironmentVariable(name: string, { table }: TableAccessOptions): void {
    failIf(this, findVariableNameProblem(name));
    if (findFamily(table)) {
      fail(this, {
        id: 'familyInPlaceOfTable',
        value: `environmentVariable is '${name}', but the family ${table.node.path} has no single table name`,
        expected: 'one table, whose name the variable can have',
        remedy: 'leave environmentVariable out',
      });
    }
    const fn = this.lambda as Partial<LambdaFunction>;
    if (!fn.addEnvironment) {
      fail(this, {
        id: 'environmentVariableWithoutFunction',
        value: `environmentVariable is '${name}', but this app does not declare the function ${this.lambda.node.path}`,
        expected: 'a function that this app declares, because another app sets the variables of an imported function',
        remedy: 'leave environmentVariable out',
      });
    }
    const value = listEnvironmentVariables(this.lambda)[name];
    const text = this.isInFunctionAccount(table) ? table.tableRef.tableName : table.tableRef.tableArn;
    const variables = tablesByVariable.get(this.lambda) ?? new Map<string, ITableRef>();
    tablesByVariable.set(this.lambda, variables);
    const other = variables.get(name);
    const isSet = value !== undefined && [text, table.tableRef.tableArn].some((each) => isSameText(Stack.of(this.lambda), each, value));
    if (other ? other !== table : value !== undefined && !isSet) {
      fail(this, {
        id: 'environmentVariableTaken',
        value: `environmentVariable '${name}' for ${table.node.path} already has `
          + (other ? `the name of ${other.node.path}` : `the value ${JSON.stringify(Stack.of(this.lambda).resolve(value))}`),
        expected: 'a different variable for each table',
        remedy: 'choose another name for the variable',
      });
    }
    variables.set(name, table);
    if (!isSet) fn.addEnvironment(name, text);
  }

  /** If the accounts may differ, the variable gets the ARN, because DynamoDB accepts an ARN within an account too. */
  private isInFunctionAccount(table: ITableRef): boolean {
    const comparison = Token.compareStrings(TableResources.of(table).account, this.lambda.env.account);
    return comparison === TokenComparison.SAME || comparison === TokenComparison.BOTH_UNRESOLVED;
  }
}
