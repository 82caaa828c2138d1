import { FEATURES } from './features';
import { block, page } from './markdown';
import { FIELD_KEY, LOG_GROUP, LOGS, PLACES } from '../../catalogue/placeholders';
import { EncryptionMode, EncryptionScheme } from '../../src/features/encryption-mode';
import { planAccess } from '../../src/plan/plan-access';
import { planFieldKey } from '../../src/plan/plan-field-key';
import { planLogs } from '../../src/plan/plan-logs';
import { PlannedPermission } from '../../src/plan/planned-permission';
import { toStatements } from '../../src/plan/to-statements';

const SCHEMES: readonly EncryptionScheme[] = ['envelope', 'direct'];
const MODES = [EncryptionMode.READ_WRITE, EncryptionMode.WRITE_ONLY, EncryptionMode.READ_ONLY];

/** A policy to copy for each feature, for those who don't use CDK. */
export function policiesPage(): string {
  return page(
    '# Policies',
    'For those who write policies by hand: what the library writes for each [feature](features.md), on a table with one index, '
    + 'one vector index and a stream.',
    [
      '- Replace `REGION`, `ACCOUNT`, `TABLE`, `INDEX`, `VECTOR_INDEX`, `STREAM_LABEL`, `FUNCTION` and whatever else is in '
      + 'capitals, and the partition `aws` where it is another.',
      '- Each index is an ARN of its own. Remove the ARNs of indexes that the table doesn\'t have.',
      '- The statement with `kms:ViaService` is for a table, or a bucket, that is encrypted under a customer managed key; remove it otherwise.',
    ].join('\n'),
    ...FEATURES.map(({ name, feature }) => section(`### ${name}`, planAccess([feature], PLACES))),
    '## Field encryption',
    'The key that a client encrypts fields with, which is not the key of the table.',
    ...SCHEMES.flatMap((scheme) => MODES.map((mode) =>
      section(`### FieldEncryption.${scheme}, ${mode}`, planFieldKey(scheme, mode, {}, [{ arn: FIELD_KEY }])))),
    '## Logs',
    section('### A log group that exists', planLogs(LOGS)),
    section('### A log group that the function makes', planLogs({ ...LOGS, uncreatedGroupArn: LOG_GROUP })),
  );
}

function section(heading: string, permissions: readonly PlannedPermission[]): string {
  return `${heading}\n\n${block('json', policyJson(permissions))}`;
}

/** The policy that allows these permissions, as IAM takes it. */
export function policyJson(permissions: readonly PlannedPermission[]): string {
  const statements = toStatements(permissions).map(({ sid, actions, resources, conditions = {} }) => ({
    ...sid === undefined ? {} : { Sid: sid },
    Effect: 'Allow',
    Action: oneOrMany(actions),
    Resource: oneOrMany(resources),
    ...Object.keys(conditions).length === 0 ? {} : { Condition: conditions },
  }));
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2);
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0] : values;
}
