import { App } from 'aws-cdk-lib';
import { DataProtectionStack } from './data-protection-stack';

new DataProtectionStack(new App(), 'DataProtection');
