import { Emulator } from '../../src/local/emulators/emulator';
import { startEmulator } from '../../src/local/emulators/emulators';

describe('dynalite', () => {
  let dynalite: Emulator;
  const ask = async (operation: string, parameters: object) => {
    const { status, body } = await dynalite.send(`DynamoDB_20120810.${operation}`, JSON.stringify(parameters), { owner: 'local', region: 'eu-west-1' });
    return { status, ...JSON.parse(body) };
  };

  beforeAll(async () => { dynalite = await startEmulator('dynalite'); });
  afterAll(() => dynalite.stop());

  test('knows none of the operations that it is said to lack', async () => {
    const answers = await Promise.all(dynalite.lacks.map((operation) => ask(operation, {})));

    expect(new Set(answers.map(({ __type }) => __type))).toEqual(new Set(['com.amazon.coral.service#UnknownOperationException']));
  });

  test('has made, changed or deleted a table by the time that it answers', async () => {
    const TableName = 'Orders';
    await ask('CreateTable', {
      TableName,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    const made = await ask('PutItem', { TableName, Item: { pk: { S: 'a' } } });
    await ask('DeleteTable', { TableName });
    const deleted = await ask('DescribeTable', { TableName });

    expect([made.status, deleted.__type]).toEqual([200, 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException']);
  });
});

test('there is no emulator of another name', async () => {
  await expect(startEmulator('moto')).rejects.toThrow('no emulator moto; expected dynamodb-local or dynalite');
});
