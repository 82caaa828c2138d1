import { handler as createItem } from '../handlers/create-item';
import { handler as deleteItem } from '../handlers/delete-item';
import { handler as getItem } from '../handlers/get-item';
import { handler as listItems } from '../handlers/list-items';
import { handler as updateItem } from '../handlers/update-item';
import { Response } from '../lib/http';
import { connect } from 'cdk-dynamo-access/local';

const local = connect();

/** The body of an answer of status 200. */
function readBody({ statusCode, body }: Response): any {
  expect([statusCode, body]).toEqual([200, expect.anything()]);
  return JSON.parse(body);
}

const create = async (owner: string) => readBody(await local.as('CreateItem', () => createItem({ body: JSON.stringify({ owner }) })));

test('an item is created, read, changed and deleted', async () => {
  const { itemId: id } = await create('ada');
  expect(readBody(await local.as('GetItem', () => getItem({ pathParameters: { id } })))).toEqual({ itemId: id, owner: 'ada' });
  await local.as('UpdateItem', () => updateItem({ pathParameters: { id }, body: '{"colour":"red"}' })).then(readBody);
  expect(readBody(await local.as('GetItem', () => getItem({ pathParameters: { id } }))).colour).toBe('red');
  expect((await local.as('DeleteItem', () => deleteItem({ pathParameters: { id } }))).statusCode).toBe(200);
});

test('items are listed, all or those of an owner', async () => {
  await Promise.all([create('bob'), create('bob'), create('eve')]);
  expect(readBody(await local.as('ListItems', () => listItems({}))).length).toBeGreaterThanOrEqual(3);
  expect(readBody(await local.as('ListItems', () => listItems({ queryStringParameters: { owner: 'bob' } })))).toHaveLength(2);
});
