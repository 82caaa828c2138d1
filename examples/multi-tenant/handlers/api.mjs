import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';

const sts = new STSClient();
const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
const { TENANTS_TABLE, ORDERS_TABLE, TENANT_ROLE } = process.env;

/** Places an order of a tenant (`POST`, `{ productId, amount }`), gets one (`GET /orders/{orderId}`), or lists them. */
export async function handler({ httpMethod, pathParameters, body, requestContext }) {
  const { tenantId } = requestContext.authorizer; // what the authorizer has verified, never what the caller says
  if (!await isActive(tenantId)) return { statusCode: 403 };
  const orders = new Orders(await clientOf(tenantId), tenantId);
  const result = httpMethod === 'POST' ? await orders.place(JSON.parse(body))
    : pathParameters?.orderId ? await orders.get(pathParameters.orderId)
      : await orders.list();
  return { statusCode: result ? 200 : 404, body: JSON.stringify(result) };
}

async function isActive(tenantId) {
  const { Item } = await dynamodb.send(new GetCommand({ TableName: TENANTS_TABLE, Key: { tenantId }, ProjectionExpression: 'active' }));
  return Item?.active === true;
}

/** A client with credentials that reach the rows of this tenant alone. */
async function clientOf(tenantId) {
  const { Credentials } = await sts.send(new AssumeRoleCommand({
    RoleArn: TENANT_ROLE,
    RoleSessionName: 'api',
    Tags: [{ Key: 'TenantId', Value: tenantId }],
  }));
  return DynamoDBDocumentClient.from(new DynamoDBClient({
    credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
      expiration: Credentials.Expiration,
    },
  }));
}

class Orders {
  constructor(client, tenantId) {
    this.client = client;
    this.tenant = `TENANT#${tenantId}`;
  }

  async place({ productId, amount }) {
    const Item = { tenant: this.tenant, orderId: randomUUID(), productId, amount };
    await this.client.send(new PutCommand({ TableName: ORDERS_TABLE, Item }));
    return Item;
  }

  async get(orderId) {
    const { Item } = await this.client.send(new GetCommand({ TableName: ORDERS_TABLE, Key: { tenant: this.tenant, orderId } }));
    return Item;
  }

  async list() {
    const { Items } = await this.client.send(new QueryCommand({
      TableName: ORDERS_TABLE,
      KeyConditionExpression: 'tenant = :tenant',
      ExpressionAttributeValues: { ':tenant': this.tenant },
    }));
    return Items;
  }
}
