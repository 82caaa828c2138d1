import { LambdaToDynamoDB } from '@aws-solutions-constructs/aws-lambda-dynamodb';
import { Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, FunctionProps, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { library } from './library';

const { DynamoAccessRole, LambdaTableAccess, TableFeature } = library;

/** The one of the five indexes of a table that a function queries. */
export const QUERIED = 'byCustomer';

/** What every function is, whoever gives it its permissions. */
const FUNCTION: FunctionProps = {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async () => {};'),
};

const features = () => [TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.QUERY.onIndexes(QUERIED)];

/** Makes a function that gets and puts items of a table and queries one of its indexes. */
export type Way = (stack: Stack, id: string, table: Table) => void;

/** Who writes statements for many functions writes a construct; its ids are those of `DynamoAccessRole`, so that names are as long. */
class HandWrittenAccess extends Construct {
  public readonly role: Role;
  public readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, table: Table) {
    super(scope, id);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup = new LogGroup(this, 'LogGroup');
    this.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn);
    this.allow(['dynamodb:Query'], `${table.tableArn}/index/${QUERIED}`);
    this.allow(['kms:Decrypt'], table.encryptionKey!.keyArn, {
      StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(this).region}.amazonaws.com` },
    });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], this.logGroup.logGroupArn);
  }

  private allow(actions: string[], resource: string, conditions?: Record<string, unknown>): void {
    this.role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources: [resource], conditions }));
  }
}

/** The ways to give a function its permissions, each as its users write it. */
export const WAYS = {
  'DynamoAccessRole': (stack, id, table) => {
    const access = new DynamoAccessRole(stack, `${id}Access`, { table, features: features() });
    new LambdaFunction(stack, id, { ...FUNCTION, role: access.role, logGroup: access.logGroup });
  },
  'LambdaTableAccess': (stack, id, table) => {
    const fn = new LambdaFunction(stack, id, { ...FUNCTION, logGroup: new LogGroup(stack, `${id}Logs`) });
    new LambdaTableAccess(stack, `${id}Access`, { function: fn, table, features: features() });
  },
  'hand-written': (stack, id, table) => {
    const { role, logGroup } = new HandWrittenAccess(stack, `${id}Access`, table);
    new LambdaFunction(stack, id, { ...FUNCTION, role, logGroup });
  },
  'grants.readWriteData': (stack, id, table) => {
    table.grants.readWriteData(new LambdaFunction(stack, id, FUNCTION));
  },
  'Solutions Constructs': (stack, id, table) => {
    new LambdaToDynamoDB(stack, id, { lambdaFunctionProps: FUNCTION, existingTableObj: table });
  },
} satisfies Record<string, Way>;

export type WayName = keyof typeof WAYS;
