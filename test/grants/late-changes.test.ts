import { AspectPriority, Aspects, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnTable, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, LambdaTableAccess, LambdaTableAccessProps, RoleLogs, TableAccessGrants, TableFeature } from '../../src';
import { ENV, FLAG_SETTINGS, newFunction, newStack, newTable, permissionsOf } from '../support/app';
import { errorMatching, problemsOf } from '../support/messages';
import '../support/quiet';

function access(stack: Stack, ...features: TableFeature[]): void {
  new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features, logs: RoleLogs.none() });
}

function cfnTableOf(stack: Stack): CfnTable {
  return stack.node.findChild('Table').node.defaultChild as CfnTable;
}

describe.each(FLAG_SETTINGS)('a table that an aspect encrypts after the policies were written, %s', (_name, flags) => {
  test('fails, as the access would lack the key', () => {
    const stack = newStack(flags);
    access(stack, TableFeature.READ_ITEM);
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof CfnTable) node.sseSpecification = { sseEnabled: true, kmsMasterKeyId: '1234abcd' };
      },
    }, { priority: AspectPriority.MUTATING });

    expect(() => Template.fromStack(stack)).toThrow('[Stack/Access] the indexes, the stream, the key or the Region of the table changed '
      + 'after the policies were written; expected changes before synthesis; change the table where it is declared, not in an aspect '
      + '[cdk-dynamo-access:tableChangedTooLate]');
  });
});

describe('a property that is overridden counts:', () => {
  test('an index', () => {
    const stack = newStack();
    access(stack, TableFeature.QUERY);
    cfnTableOf(stack).addPropertyOverride('GlobalSecondaryIndexes', [{ IndexName: 'byDate' }]);

    expect(permissionsOf(stack)).toEqual([
      'dynamodb:Query on <TableCD117FA1.Arn>', 'dynamodb:Query on <TableCD117FA1.Arn>/index/byDate',
    ]);
  });

  test('an index that is named', () => {
    const stack = newStack();
    access(stack, TableFeature.QUERY.onIndexes('byDate'));
    cfnTableOf(stack).addPropertyOverride('GlobalSecondaryIndexes.0.IndexName', 'byDate');

    expect(permissionsOf(stack)).toEqual(['dynamodb:Query on <TableCD117FA1.Arn>/index/byDate']);
  });

  test('the stream', () => {
    const stack = newStack();
    access(stack, TableFeature.STREAM_READ);
    cfnTableOf(stack).addPropertyOverride('StreamSpecification.StreamViewType', StreamViewType.NEW_IMAGE);

    expect(permissionsOf(stack)).toContain('dynamodb:GetRecords on <TableCD117FA1.StreamArn>');
  });

  test('the key', () => {
    const stack = newStack({}, ENV);
    access(stack, TableFeature.READ_ITEM);
    cfnTableOf(stack).addPropertyOverride('SSESpecification', { SSEEnabled: true, KMSMasterKeyId: '1234abcd' });

    expect(permissionsOf(stack)).toContain('kms:Decrypt on arn:<AWS::Partition>:kms:eu-west-1:111122223333:key/1234abcd');
  });
});

describe('regions of a table that declares its replicas', () => {
  function accessIn(...regions: string[]): Stack {
    const stack = newStack({}, ENV);
    const table = new TableV2(stack, 'Global', {
      partitionKey: { name: 'pk', type: 'S' as any },
      encryption: TableEncryptionV2.customerManagedKey(new Key(stack, 'Key'), { 'us-east-1': 'arn:aws:kms:us-east-1:111122223333:key/us' }),
      replicas: [{ region: 'us-east-1' }],
    });
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], regions, logs: RoleLogs.none() });
    return stack;
  }

  test('are those of replicas', () => {
    expect(() => Template.fromStack(accessIn('us-east-1'))).not.toThrow();
  });

  test('fail when the table has no replica there', () => {
    expect(() => Template.fromStack(accessIn('us-west-2'))).toThrow(errorMatching('Stack/Access', 'regionWithoutReplica', "'us-west-2'", 'us-east-1'));
  });
});

test('an access that is declared when the policies were written already fails', () => {
  const stack = newStack();
  access(stack, TableFeature.READ_ITEM);
  const grants = TableAccessGrants.fromTable(newTable(stack, 'Other'));
  stack.node.addValidation({
    validate: () => {
      grants.features(stack.node.findChild('Access') as DynamoAccessRole, TableFeature.QUERY);
      return [];
    },
  });

  expect(problemsOf(stack)).toContain(
    '[Stack/Other] this access is declared after the policies were written; expected a declaration before synthesis; '
    + 'declare the access outside of aspects [cdk-dynamo-access:accessTooLate]',
  );
});

describe('an access that an aspect declares when the managed policies of the function were replaced already', () => {
  function declareLate(props: Partial<LambdaTableAccessProps>): Stack {
    const stack = newStack();
    const [fn, table, other] = [newFunction(stack, 'Fn'), newTable(stack, 'Table'), newTable(stack, 'Other')];
    const features = [TableFeature.READ_ITEM];
    new LambdaTableAccess(stack, 'First', { function: fn, table, features });
    Aspects.of(stack).add({
      visit: (node) => {
        if (node === table && !stack.node.tryFindChild('Late')) new LambdaTableAccess(stack, 'Late', { function: fn, table: other, features, ...props });
      },
    });
    return stack;
  }

  test('fails if it keeps them', () => {
    expect(() => Template.fromStack(declareLate({ keepManagedPolicies: true }))).toThrow('[Stack/Late] keepManagedPolicies is set after the managed '
      + 'policies of the function Stack/Fn were replaced; expected a declaration before synthesis; declare the access outside of aspects '
      + '[cdk-dynamo-access:accessTooLate]');
  });

  test('is written if it keeps none', () => {
    expect(permissionsOf(declareLate({}))).toContain('dynamodb:GetItem on <Other34654A52.Arn>');
  });
});
