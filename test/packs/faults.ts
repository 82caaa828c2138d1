import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** A role that may do anything with any table, and an action that doesn't exist. */
export class FaultsStack extends Stack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:*'], resources: ['*'] }));
    role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:GetItems'], resources: [this.formatArn({ service: 'dynamodb', resource: 'table/orders' })] }));
  }
}
