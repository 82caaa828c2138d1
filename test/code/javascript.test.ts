import { JAVASCRIPT_FORMS, NEAR_MISSES } from './javascript-forms';
import { callsIn, FORMS, inForm, readJavaScript } from './support';

describe.each(FORMS)('JavaScript $name', (form) => {
  test.each(JAVASCRIPT_FORMS)('makes the calls of $title', ({ code, calls }) => {
    const reading = readJavaScript(inForm(code, form));

    expect([callsIn(reading), reading.state, reading.unknown]).toEqual([[...calls].sort(), 'complete', []]);
  });

  test.each(NEAR_MISSES)('makes no calls by $title', ({ code }) => {
    const reading = readJavaScript(inForm(code, form));

    expect([callsIn(reading), reading.state, reading.unknown]).toEqual([[], 'complete', []]);
  });

  test.each([
    ["typeof process !== 'undefined' && process.env?.ORDERS || 'orders'", ['GetItem ${ORDERS}']],
    ["typeof process !== 'undefined' && process.env && process.env.ORDERS || 'orders'", ['GetItem ${ORDERS}']],
    ["typeof process !== 'undefined' ? process.env.ORDERS : 'orders'", ['GetItem ${ORDERS}']],
    ["typeof window !== 'undefined' && process.env.ORDERS || 'orders'", ['GetItem ${ORDERS}', 'GetItem orders']],
    ["typeof process.env.STAGE !== 'undefined' && process.env.ORDERS || 'orders'", ['GetItem ${ORDERS}', 'GetItem orders']],
    ["process.env.STAGE && process.env.ORDERS || 'orders'", ['GetItem ${ORDERS}', 'GetItem orders']],
  ])('reads %s as Node.js does, which always has `process`', (table, calls) => {
    const reading = readJavaScript(inForm(`import { DynamoDB } from '@aws-sdk/client-dynamodb';
      const client = new DynamoDB(); const TableName = ${table};
      export const handler = async () => client.getItem({ TableName, Key: {} });`, form));

    expect(callsIn(reading)).toEqual(calls);
  });
});
