import { App } from 'aws-cdk-lib';
import { MigrationStack } from './migration-stack';

new MigrationStack(new App(), 'Migration');
