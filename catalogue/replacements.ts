import { FIELD_KEY, LOGS, PLACES } from './placeholders';
import { ClientProfile } from '../src/features/client-profile';
import { EncryptionMode, EncryptionScheme } from '../src/features/encryption-mode';
import { TableFeature } from '../src/features/table-feature';
import { planAccess } from '../src/plan/plan-access';
import { planFieldKey } from '../src/plan/plan-field-key';
import { planLogs } from '../src/plan/plan-logs';
import { PlannedPermission } from '../src/plan/planned-permission';

/** What stands in the place of a policy that others write. */
export interface Replacement {
  readonly features?: readonly TableFeature[];
  readonly fieldEncryption?: readonly [EncryptionScheme, EncryptionMode];
  /** Whether the function gets its logs, in a log group that the app creates. */
  readonly logs?: boolean;
  /** What a reader should know, or why nothing stands in its place. */
  readonly note?: string;
}

const {
  READ_ITEM, PUT_ITEM, UPDATE_ITEM, DELETE_ITEM, QUERY, SCAN, CRUD, BATCH, BATCH_READ, BATCH_WRITE, CONDITION_CHECK, TRANSACTIONS,
  PARTIQL, UPDATE_TABLE, TABLE_MANAGEMENT, BACKUP, RESTORE, STREAM_READ, STREAM_TRIGGER, LIST_TABLES,
} = TableFeature;
const { READ_WRITE, WRITE_ONLY, READ_ONLY } = EncryptionMode;

const LOGS_OF_FUNCTION: Replacement = { logs: true, note: '`LambdaTableAccess` and `DynamoAccessRole` give a function its logs.' };
const ALL_DATA = 'Item access in every form. What else a function does with the table, it lists.';

/** By the name of the policy. */
export const REPLACEMENTS: Readonly<Record<string, Replacement>> = {
  'SAM DynamoDBBackupFullAccessPolicy': { features: [BACKUP] },
  'SAM DynamoDBCrudPolicy': { features: [CRUD, BATCH, CONDITION_CHECK] },
  'SAM DynamoDBReadPolicy': { features: [READ_ITEM, QUERY, SCAN, BATCH_READ] },
  'SAM DynamoDBReconfigurePolicy': { features: [UPDATE_TABLE] },
  'SAM DynamoDBRestoreFromBackupPolicy': { features: [RESTORE], note: 'Names the restored table as `restoreTo`.' },
  'SAM DynamoDBStreamReadPolicy': { features: [STREAM_TRIGGER] },
  'SAM DynamoDBWritePolicy': { features: [PUT_ITEM, UPDATE_ITEM, BATCH_WRITE] },

  'CDK Table/TableV2 grantReadData (table with a GSI)': { features: [READ_ITEM, QUERY, SCAN, BATCH_READ] },
  'CDK grantWriteData (with a GSI)': {
    features: [PUT_ITEM, UPDATE_ITEM, DELETE_ITEM, BATCH_WRITE],
    note: 'A condition check in a write transaction fails with either: it takes `CONDITION_CHECK`.',
  },
  'CDK grantReadWriteData (with a GSI)': { features: [CRUD, BATCH, CONDITION_CHECK] },
  'CDK grantFullAccess (with a GSI)': { features: [CRUD, BATCH, TRANSACTIONS, PARTIQL], note: ALL_DATA },
  'CDK Table.grantStreamRead / StreamGrants.read': { features: [STREAM_TRIGGER] },
  'CDK TableV2.grantStreamRead / DynamoEventSource(TableV2)': { features: [STREAM_TRIGGER] },

  'SST v3/v4 link: Dynamo': { features: [CRUD, BATCH, TRANSACTIONS, PARTIQL], note: ALL_DATA },
  'Copilot ddb addon': { features: [CRUD, BATCH, STREAM_READ] },
  'serverless-iam-roles-per-function stream events': { features: [STREAM_TRIGGER] },
  'AWS managed AWSLambdaDynamoDBExecutionRole': { features: [STREAM_TRIGGER] },

  'AWSLambdaBasicExecutionRole': LOGS_OF_FUNCTION,
  'solutions-constructs': LOGS_OF_FUNCTION,
  'serverless-iam-roles-per-function': LOGS_OF_FUNCTION,
  'terraform-aws-modules/lambda': LOGS_OF_FUNCTION,
  'chalice': LOGS_OF_FUNCTION,
  'CDK LogGroup.grantWrite': LOGS_OF_FUNCTION,

  'Basic CRUD': { features: [CRUD] },
  'Batch operations': { features: [BATCH] },
  'Transactions': { features: [TRANSACTIONS] },
  'Table management': { features: [TABLE_MANAGEMENT] },
  'KMS ReadWrite, before 0.14': { fieldEncryption: ['direct', READ_WRITE] },
  'KMS WriteOnly, before 0.14': { fieldEncryption: ['direct', WRITE_ONLY] },
  'KMS ReadOnly': { fieldEncryption: ['envelope', READ_ONLY] },
  'KMS ReadWrite, since 0.14': { fieldEncryption: ['envelope', READ_WRITE] },
  'KMS WriteOnly, since 0.14': { fieldEncryption: ['envelope', WRITE_ONLY] },
  'Complete example': {
    features: [CRUD, BATCH],
    fieldEncryption: ['envelope', READ_WRITE],
    note: 'Before 0.14, `FieldEncryption.direct`. A function that uses all of pydynox takes `ClientProfile.pydynox()`.',
  },
  'MyLambdaPolicy': { features: [READ_ITEM, PUT_ITEM, UPDATE_ITEM, QUERY, SCAN, BATCH], logs: true },
  'Application-wide': {
    features: ClientProfile.dynomite().features,
    note: 'With `SCAN` in the place of `SCAN.onTable()`, on a family of tables, `TableFamily.withPrefix(this, \'Tables\', \'demo-dev_\')`: one statement for all tables of the '
      + 'application ([more](conditions.md#families-of-tables)). Compared here for one of them.',
  },
  'ListTables': { features: [LIST_TABLES] },
};

/** What stands in the place of a policy, on one table with one index; nothing if there is none. */
export function plannedFor({ features, fieldEncryption, logs }: Replacement): PlannedPermission[] | undefined {
  if (!features && !fieldEncryption && !logs) return undefined;
  return [
    ...planAccess(features ?? [], PLACES),
    ...fieldEncryption ? planFieldKey(...fieldEncryption, {}, [{ arn: FIELD_KEY }]) : [],
    ...logs ? planLogs(LOGS) : [],
  ];
}
