import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from 'cdk-dynamo-access/local';
import flights from '../handlers/flights.js';
import payments from '../handlers/payments.js';
import trips from '../handlers/trips.js';

const local = connect();
const trip = { trip: 't1', flight: 'f1' };

test('a trip is reserved, paid and confirmed', async () => {
  await local.as('ReserveFlight', () => flights.reserve(trip));
  assert.deepEqual(await local.as('TakePayment', () => payments.take(trip)), { amount: 120 });
  await local.as('ConfirmFlight', () => flights.confirm(trip));
  assert.deepEqual((await local.as('ListTrip', () => trips.list(trip))).map(({ state }) => state), ['CONFIRMED']);
});

test('a trip is cancelled', async () => {
  assert.equal((await local.as('CancelFlight', () => flights.cancel(trip))).status, 'ok');
});
