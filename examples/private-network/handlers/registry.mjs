import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
const TableName = process.env.TABLE_NAME;

/** Gets a patient (`{ patientId }`), or changes where the patient lives (`{ patientId, address }`). */
export async function handler({ patientId, address }) {
  const Key = { patientId };
  if (address === undefined) return (await dynamodb.send(new GetCommand({ TableName, Key }))).Item;
  const { Attributes } = await dynamodb.send(new UpdateCommand({
    TableName,
    Key,
    UpdateExpression: 'SET address = :address',
    ExpressionAttributeValues: { ':address': address },
    ReturnValues: 'ALL_NEW',
  }));
  return Attributes;
}
