import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { allow, ARN, index, Resources, role, table, writeAssembly } from '../report/templates';

/** A function with two calls. */
export const CODE = `import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient();
export const handler = async (event) => {
  await client.send(new PutItemCommand({ TableName: process.env.ORDERS, Item: event }));
  await client.send(new QueryCommand({ TableName: process.env.ORDERS, IndexName: 'byStatus' }));
};
`;

/** An app with one function that runs this code, with a role that has these statements. */
export function writeApp(statements: readonly object[], { code = CODE, properties = {} }: { code?: string; properties?: object } = {}): string {
  const asset = mkdtempSync(join(tmpdir(), 'asset'));
  writeFileSync(join(asset, 'index.mjs'), code);
  return writeAssembly(functionResources(asset, statements, properties));
}

export function functionResources(asset: string, statements: readonly object[], properties: object = {}): Resources {
  return {
    ...table('Orders', { GlobalSecondaryIndexes: [index('byStatus'), index('byDate')] }),
    ...role('Role', statements, { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') }),
    Handler: {
      Type: 'AWS::Lambda::Function',
      Metadata: { 'aws:asset:path': asset },
      Properties: {
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { S3Bucket: 'assets', S3Key: 'x.zip' },
        Environment: { Variables: { ORDERS: { Ref: 'Orders' } } },
        ...properties,
      },
    },
  };
}

/** A trust policy that names services. */
export function trust(...services: string[]): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' }] };
}

/** Permissions that the code needs. */
export const ENOUGH = [allow('dynamodb:PutItem', ARN.table('Orders')), allow('dynamodb:Query', `${ARN.table('Orders')}/index/byStatus`)];
