import { App } from 'aws-cdk-lib';
import { MultiTenantStack } from './multi-tenant-stack';

new MultiTenantStack(new App(), 'MultiTenant');
