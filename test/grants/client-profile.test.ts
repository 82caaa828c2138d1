import { Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ClientProfile, DynamoAccessRole, EncryptionMode, FieldEncryption, RoleLogs, TableFeature } from '../../src';
import { addIndexes, ENV, newStack, newTable, permissionsOf, Statement, statementsOf } from '../support/app';
import '../support/quiet';

function fieldKeyStatements(profile: ClientProfile, mode?: EncryptionMode): Statement[] {
  const stack = newStack({}, ENV);
  new DynamoAccessRole(stack, 'Access', {
    table: newTable(stack, 'Table'),
    features: profile.features,
    logs: RoleLogs.none(),
    fieldEncryption: FieldEncryption.forClient(profile, new Key(stack, 'Key'), { mode }),
  });
  return statementsOf(stack).filter(({ actions }) => actions.some((action) => action.startsWith('kms:')));
}

describe('the right KMS actions are allowed on the field key of', () => {
  const resources = [{ 'Fn::GetAtt': ['Key961B73FD', 'Arn'] }];
  const now = ClientProfile.pydynox();
  const before = ClientProfile.pydynox({ directEncryption: true });

  test.each([
    ['pydynox since 0.14', now, undefined, ['kms:Decrypt', 'kms:GenerateDataKey']],
    ['pydynox since 0.14 that only writes', now, EncryptionMode.WRITE_ONLY, ['kms:GenerateDataKey']],
    ['pydynox since 0.14 that only reads', now, EncryptionMode.READ_ONLY, ['kms:Decrypt']],
    ['pydynox before 0.14', before, undefined, ['kms:Decrypt', 'kms:Encrypt']],
    ['pydynox before 0.14 that only writes', before, EncryptionMode.WRITE_ONLY, ['kms:Encrypt']],
    ['pydynox before 0.14 that only reads', before, EncryptionMode.READ_ONLY, ['kms:Decrypt']],
  ])('%s', (_library, profile, mode, actions) => {
    expect(fieldKeyStatements(profile, mode)).toEqual([{ actions, resources }]);
  });

  test('a narrowed profile is that of its library', () => {
    expect(fieldKeyStatements(before.without(TableFeature.SCAN), EncryptionMode.WRITE_ONLY))
      .toEqual([{ actions: ['kms:Encrypt'], resources }]);
  });

  test('a library that encrypts no fields is an error', () => {
    const stack = new Stack(undefined, 'Stack');

    expect(() => FieldEncryption.forClient(ClientProfile.electrodb(), new Key(stack, 'Key'))).toThrow(
      '[FieldEncryption.forClient] the library electrodb encrypts no fields; expected the profile of a library that encrypts fields, such as '
        + 'ClientProfile.pydynox(); use FieldEncryption.envelope or FieldEncryption.direct if the function itself encrypts fields '
        + '[cdk-dynamo-access:clientEncryptsNothing]',
    );
  });
});

test('a profile and features of its own make one access', () => {
  const stack = newStack({}, ENV);
  const table = newTable(stack, 'Table');
  addIndexes(table, 'byName');
  new DynamoAccessRole(stack, 'Access', {
    table,
    features: ClientProfile.powertoolsParameters().adding(TableFeature.READ_ITEM, TableFeature.SCAN.onIndexes('byName')).features,
    logs: RoleLogs.none(),
  });

  expect(permissionsOf(stack)).toEqual([
    'dynamodb:GetItem on <TableCD117FA1.Arn>',
    'dynamodb:Query on <TableCD117FA1.Arn>',
    'dynamodb:Scan on <TableCD117FA1.Arn>/index/byName',
  ]);
});
