import { countPermissions, neededLogs, PermissionCounts } from '../../catalogue/permission-counts';
import { AWS_MANAGED_POLICIES } from '../../src/policy/aws-managed-policies';
import { Assembly, readAssembly } from '../../src/policy/read-assembly';
import { ENV } from '../support/app';

/** The functions, by the names of their constructs. */
const FUNCTIONS = ['Writer', 'Reader', 'Consumer'] as const;

/** What the functions of a quickstart may do, together. */
export async function countQuickstartPermissions(directory: string): Promise<PermissionCounts> {
  const assembly = readAssembly(directory, { ...ENV, partition: 'aws', managedPolicies: AWS_MANAGED_POLICIES });
  const counts = await Promise.all(FUNCTIONS.map((name) => {
    const { role, needed } = functionOf(assembly, name);
    return countPermissions(assembly, role, needed);
  }));
  const sum = (of: keyof PermissionCounts) => counts.reduce((total, each) => total + each[of], 0);
  return { needed: sum('needed'), missing: sum('missing'), excess: sum('excess'), dead: sum('dead') };
}

/** The role of a function, and what its handler needs: see examples/quickstart/handlers. */
function functionOf(assembly: Assembly, name: typeof FUNCTIONS[number]): { role: string; needed: string[] } {
  const { roles: [role], logGroups: [logGroup] } = assembly.functions.find(({ origin }) => origin.constructPath!.startsWith(`Quickstart/${name}`))!;
  const { table, index, stream, tableKey, fieldKey } = resourcesOf(assembly);
  const needed = {
    Writer: [`dynamodb:PutItem on ${table}`, `kms:GenerateDataKey on ${fieldKey}`],
    Reader: [`dynamodb:GetItem on ${table}`, `dynamodb:Query on ${index('byStatus')}`, `kms:Decrypt on ${fieldKey}`],
    Consumer: [
      ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => `dynamodb:${action} on ${stream}`), 'dynamodb:ListStreams on *',
    ],
  }[name];
  const logs = assembly.logGroups.find((group) => group.name === logGroup)!.arn;
  return {
    role,
    needed: [
      ...needed, `kms:Decrypt on ${tableKey}`, ...neededLogs(logs),
    ],
  };
}

function resourcesOf({ tables: [{ arn: table, indexes, stream, key: tableKey }], keys }: Assembly) {
  return {
    table,
    stream: stream!,
    tableKey: tableKey!,
    fieldKey: keys.find(({ arn }) => arn !== tableKey)!.arn,
    index: (name: string) => indexes.find((index) => index.name === name)!.arn,
  };
}
