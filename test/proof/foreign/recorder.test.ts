import { addMissingTables, readByEndpoint } from './reading';
import { Recorder } from './recorder';

const PLACE = { region: 'eu-west-1', account: '111122223333' };
const ORDERS = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders';

test('the recorder counts each request, with those of the tables that it names', () => {
  const recorder = new Recorder();
  const schema = { partitionKey: 'pk', indexes: {}, tableKey: 'arn:aws:kms:eu-west-1:111122223333:key/1' };
  const service = recorder.recordRequests({ permissionsOf: () => [], answer: () => ({ body: {} }) }, new Map([
    [ORDERS, schema], [ORDERS.replace('Orders', 'Other'), schema],
  ]));
  const request = { ...PLACE, operation: 'DescribeTable', parameters: { TableName: 'Orders' } };
  service.permissionsOf(request);
  service.permissionsOf(request);

  expect(recorder.requests()).toEqual([{ times: 2, request: { ...request, tables: { [ORDERS]: { partitionKey: 'pk', indexes: {} } } } }]);
});

test('a table and an index that a request names and that are missing are added', () => {
  const parameters = { TableName: 'Orders', IndexName: 'byDay' };

  expect(addMissingTables({ ...PLACE, operation: 'Scan', parameters, tables: {} }).tables)
    .toEqual({ [ORDERS]: { partitionKey: 'pk', indexes: { byDay: 'pk' } } });
});

test('what a request asks for several times is read once, with all values', () => {
  const get = (pk: string) => ({ Get: { TableName: 'Orders', Key: { pk: { S: pk } } } });
  const request = { ...PLACE, operation: 'TransactGetItems', parameters: { TransactItems: [get('b'), get('a')] }, tables: {} };

  expect(readByEndpoint(addMissingTables(request))[`dynamodb:GetItem on ${ORDERS}`]['dynamodb:LeadingKeys']).toEqual(['a', 'b']);
});
