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
    'You write policies by hand and don\'t use CDK. Copy the policies of the [features](features.md) that your code needs. They are for a table '
    + 'with one index, one vector index and a stream.',
    [
      '- Replace every name in capitals such as `REGION` and `TABLE`. Replace the partition `aws` if yours is another.',
      '- Each index has its own ARN. Remove the ARNs of indexes that the table doesn\'t have.',
      '- The statement with `kms:ViaService` is for a customer managed key of the table or bucket. Remove it if there is none.',
    ].join('\n'),
    ...FEATURES.map(({ name, feature }) => section(`### ${name}`, planAccess([feature], PLACES))),
    '## Field encryption',
    'A client encrypts fields with this key. It isn\'t the table key.',
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
