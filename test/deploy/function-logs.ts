import { Account } from './account';
import { Run } from './running';
import { listLogGroupArns } from '../../src/policy/assembly-resources';
import { authorize } from '../../src/policy/evaluate';
import { Assembly } from '../../src/policy/read-assembly';

const WRITING = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** An action on a resource. */
type Request = readonly [action: string, resource: string];

/**
 * Evaluates the policies that were read back: whether each function of an assembly may write to its log group, may create the group where
 * it isn't there yet, and may write to no log group of another role's functions.
 */
export async function checkLogs(account: Account, assembly: Assembly): Promise<Run[]> {
  const [roles, groups, functions] = await Promise.all([account.roles(), account.logGroups(), account.functions()]);
  return assembly.functions.map(({ arn }) => {
    const fn = functions.find((each) => each.arn === arn)!;
    const { policies, managed, ...role } = roles.find((each) => each.arn === fn.role)!;
    const isAllowed = ([action, resource]: Request) =>
      authorize({ identity: policies.map(({ document }) => document) }, { principal: role, action, resource, context: {} }).allowed;
    const [own] = listLogGroupArns({ arn, logGroups: [fn.logGroup] });
    const needed: Request[] = [...groups.some(({ name }) => name === fn.logGroup) ? [] : [['logs:CreateLogGroup', own] as const], ...listWrites(own)];
    const others = functions.filter((each) => each.role !== fn.role)
      .flatMap((each) => listLogGroupArns({ arn: each.arn, logGroups: [each.logGroup] })).flatMap(listWrites);
    return {
      function: `the logs of ${fn.name}`,
      asked: needed.map(([action, resource]) => `${action} on ${resource}`),
      problems: [
        ...managed.map((policy) => `its role has ${policy}`),
        ...needed.filter((request) => !isAllowed(request)).map(([action, resource]) => `${action} on ${resource} was denied`),
        ...others.filter(isAllowed).map(([action, resource]) => `${action} on ${resource} was allowed`),
      ],
    };
  });
}

function listWrites(group: string): Request[] {
  return WRITING.map((action) => [action, `${group}:log-stream:2026/01/01/[$LATEST]0`]);
}
