import { planLogs } from '../../src/plan/plan-logs';

const IMPORTED_ARN = 'arn:aws:logs:us-east-1:999988887777:log-group:/shop/orders';

describe('the permissions to write logs', () => {
  const reason = { feature: 'logs', why: 'writes the logs of the function' };

  test('are for streams and events in a group that the app creates', () => {
    expect(planLogs({ streamsArn: `${IMPORTED_ARN}:*` })).toEqual([
      { action: 'logs:CreateLogStream', resource: `${IMPORTED_ARN}:*`, reason },
      { action: 'logs:PutLogEvents', resource: `${IMPORTED_ARN}:*`, reason },
    ]);
  });

  test('are for the group as well, in both forms of its ARN, where the app does not create it', () => {
    expect(planLogs({ streamsArn: `${IMPORTED_ARN}:*`, uncreatedGroupArn: IMPORTED_ARN })).toEqual([
      { action: 'logs:CreateLogGroup', resource: IMPORTED_ARN, reason },
      { action: 'logs:CreateLogGroup', resource: `${IMPORTED_ARN}:*`, reason },
      { action: 'logs:CreateLogStream', resource: `${IMPORTED_ARN}:*`, reason },
      { action: 'logs:PutLogEvents', resource: `${IMPORTED_ARN}:*`, reason },
    ]);
  });
});
