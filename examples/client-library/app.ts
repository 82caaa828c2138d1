import { App } from 'aws-cdk-lib';
import { ClientLibraryStack } from './client-library-stack';

new ClientLibraryStack(new App(), 'ClientLibrary');
