import { Stack } from 'aws-cdk-lib';
import { ITable, ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { ANY_INDEX, RequestedTable } from './feature-requests';
import { Subject } from './subject';
import { mayBeCustomerManaged } from '../policy/assembly-resources';
import { findTableKeys } from '../policy/find-table-key';
import { toList } from '../values/json-values';

/** CDK keeps the key of an import and whether it has indexes. It does not keep the names of the indexes. */
type ImportedTable = ITableRef & Partial<ITable> & { readonly hasIndex?: boolean };

/** Describes a table that the app doesn't declare, by what its import was given. */
export function describeImport(arn: string, { encryptionKey, hasIndex }: ImportedTable, subject: Subject): RequestedTable {
  const [, , , region, account, resource] = arn.split(':');
  const named = toList(encryptionKey).map((key) => ({ path: key.node.path, named: findKeyArn(key, subject) })).filter(mayBeCustomerManaged);
  return {
    arn,
    name: resource.replace('table/', ''),
    account,
    region,
    isDeclared: false,
    hasKnownParts: false,
    indexes: hasIndex ? [ANY_INDEX] : [],
    vectorIndexes: [],
    keys: findTableKeys({ arn, account, region, keys: named, origin: subject.identity.origin }, subject.assembly),
  };
}

/** Finds the ARN of a key or alias. Returns `undefined` if only the deployment knows it. */
function findKeyArn(key: IKeyRef, subject: Subject): string | undefined {
  const stack = Stack.of(key);
  return subject.resolveIfKnown(stack.node.path, stack.resolve(key.keyRef.keyArn));
}
