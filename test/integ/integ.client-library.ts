import { IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { invoke, newIntegApp } from './integ-app';
import { ClientLibraryStack } from '../../examples/client-library/client-library-stack';

const app = newIntegApp();
const stack = new ClientLibraryStack(app, 'IntegClientLibrary');
// without the update workflow, the snapshot goes without the bundled libraries
const test = new IntegTest(app, 'Test', { testCases: [stack], diffAssets: true, stackUpdateWorkflow: false });

invoke(test, stack, 'Tracker', { id: '1', action: 'open', team: 'T', task: 'X' }, Match.stringLikeRegexp('"state":"open"'))
  .next(invoke(test, stack, 'Tracker', { id: '2', action: 'finish', team: 'T', task: 'X' }, Match.stringLikeRegexp('"state":"done"')));
