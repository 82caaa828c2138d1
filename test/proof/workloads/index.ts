import { DOCUMENT_CLIENT } from './document-client';
import { DYNAMODB_TOOLBOX } from './dynamodb-toolbox';
import { DYNAMOOSE } from './dynamoose';
import { ELECTRODB } from './electrodb';
import { FIELD_ENCRYPTION } from './field-encryption';
import { LIMITED } from './limited';
import { POWERTOOLS } from './powertools';
import { SDK_ITEMS } from './sdk-items';
import { SDK_SECOND_RESOURCE } from './sdk-second-resource';
import { SDK_TABLES } from './sdk-tables';
import { Workload } from '../workload';

/** All workloads but those of the quickstart, which are its own handlers. */
export const WORKLOADS: Workload[] = [
  ...SDK_ITEMS, ...SDK_TABLES, ...SDK_SECOND_RESOURCE, ...DOCUMENT_CLIENT, ELECTRODB, ...DYNAMOOSE, DYNAMODB_TOOLBOX,
  ...POWERTOOLS, ...FIELD_ENCRYPTION, ...LIMITED,
];
