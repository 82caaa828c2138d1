import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { AppWithFeatures, grantFeatures } from '../app-with-features';
import { TableFeature } from 'cdk-dynamo-access';

/** A saga that books trips by version 2 of the SDK. A role has a statement on a state machine, whose ARN isn't known before deployment. */
export const TRIP_BOOKING: AppWithFeatures = {
  needed: [
    { function: 'ReserveFlight', feature: TableFeature.PUT_ITEM, table: 'Bookings', action: 'dynamodb:PutItem' },
    { function: 'ConfirmFlight', feature: TableFeature.UPDATE_ITEM, table: 'Bookings', action: 'dynamodb:UpdateItem' },
    { function: 'CancelFlight', feature: TableFeature.DELETE_ITEM, table: 'Bookings', action: 'dynamodb:DeleteItem' },
    { function: 'TakePayment', feature: TableFeature.PUT_ITEM, table: 'Payments', action: 'dynamodb:PutItem' },
    { function: 'TakePayment', feature: TableFeature.READ_ITEM, table: 'Bookings', action: 'dynamodb:GetItem' },
    { function: 'ListTrip', feature: TableFeature.QUERY.onTable(), table: 'Bookings', action: 'dynamodb:Query' },
  ],
  make: (stack: Stack, features) => {
    const bookings = new Table(stack, 'Bookings', {
      partitionKey: { name: 'pk', type: AttributeType.STRING }, sortKey: { name: 'sk', type: AttributeType.STRING },
    });
    const payments = new Table(stack, 'Payments', { partitionKey: { name: 'trip', type: AttributeType.STRING }, sortKey: { name: 'at', type: AttributeType.NUMBER } });
    const functions = Object.fromEntries(['ReserveFlight', 'ConfirmFlight', 'CancelFlight', 'TakePayment', 'ListTrip'].map((name) => [name, new LambdaFunction(stack, name, {
      runtime: Runtime.NODEJS_22_X,
      code: Code.fromAsset(join(__dirname, 'handlers')),
      handler: `${name}.handler`,
      environment: { TABLE_NAME: bookings.tableName, PAYMENTS_TABLE: payments.tableName },
    })]));
    const saga = new CfnStateMachine(stack, 'Saga', { roleArn: functions.ListTrip.role!.roleArn, definitionString: '{}' });
    functions.ReserveFlight.addToRolePolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [saga.ref] }));
    grantFeatures(stack, functions, { Bookings: bookings, Payments: payments }, features);
  },
};
