import { GlobalTableStack } from '../../examples/global-table/global-table-stack';
import { RegionStack } from '../../examples/global-table/region-stack';
import { describeExample } from '../support/example';

describeExample('global-table', (app) => {
  const account = '111111111111';
  const global = new GlobalTableStack(app, 'Global', {
    env: { account, region: 'eu-west-1' },
    replicaKeyArns: { 'us-east-1': `arn:aws:kms:us-east-1:${account}:key/11111111-2222-3333-4444-555555555555` },
  });
  return [global, new RegionStack(app, 'UsEast1', { env: { account, region: 'us-east-1' }, scores: global.scores })];
}, [
  'Recorder may',
  '  - create log streams in and write to log group RecorderAccess/LogGroup · logs',
  '  - put items into Scores in eu-west-1 · PUT_ITEM',
  '  - put items into Scores in us-east-1 · PUT_ITEM',
  '  - decrypt with key ScoresKey · only through DynamoDB · PUT_ITEM',
  '  - decrypt with key 11111111-2222-3333-4444-555555555555 · only through DynamoDB · PUT_ITEM',
  '',
  'Leaderboard may',
  '  - query index byScore of Scores in us-east-1 · QUERY.onIndexes(\'byScore\')',
  '  - create log streams in and write to log group Leaderboard/LogGroup · logs',
  '  - decrypt with key 11111111-2222-3333-4444-555555555555 · only through DynamoDB · QUERY.onIndexes(\'byScore\')',
]);
