/** Deploys one function of each kind with its own log group only. */
import { App, Mixins, Stack } from 'aws-cdk-lib';
import { addDeployableFunctions } from '../../support/function-kinds';
import { OwnLogGroup } from 'cdk-dynamo-access';

const app = new App();
addDeployableFunctions(new Stack(app, 'OwnLogs'));
Mixins.of(app).apply(new OwnLogGroup());
