import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { AttributeType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { GatewayVpcEndpointAwsService, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { AccessCondition, DynamoAccessRole, TableFeature } from 'cdk-dynamo-access';

/** A function in a VPC without a way out: its role reaches the table through the VPC's own endpoint, and from nowhere else. */
export class PrivateNetworkStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const vpc = new Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Private', subnetType: SubnetType.PRIVATE_ISOLATED }],
      restrictDefaultSecurityGroup: false, // nothing is in it, and to restrict it takes a function that writes to any log group
    });
    const dynamodb = vpc.addGatewayEndpoint('DynamoDb', { service: GatewayVpcEndpointAwsService.DYNAMODB });

    const patients = new Table(this, 'Patients', {
      partitionKey: { name: 'patientId', type: AttributeType.STRING },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: new Key(this, 'PatientsKey', { enableKeyRotation: true }),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });

    // The conditions stand on DynamoDB's actions alone: it is DynamoDB that calls the key, and Lambda that sends logs and traces,
    // neither of them by way of the endpoint.
    const access = new DynamoAccessRole(this, 'RegistryAccess', {
      table: patients,
      features: [TableFeature.READ_ITEM, TableFeature.UPDATE_ITEM],
      conditions: [AccessCondition.fromVpcEndpoints(dynamodb.vpcEndpointId), AccessCondition.tlsOnly()],
      vpcAccess: true,
      tracing: true,
    });
    new LambdaFunction(this, 'Registry', {
      runtime: Runtime.NODEJS_22_X,
      code: Code.fromAsset(join(__dirname, 'handlers')),
      handler: 'registry.handler',
      role: access.role.withoutPolicyUpdates(), // CDK would add its own statement for traces, beside that of the access
      logGroup: access.logGroup,
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      tracing: Tracing.ACTIVE,
      environment: { TABLE_NAME: patients.tableName },
    });
  }
}
