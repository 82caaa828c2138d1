import { Acknowledgement, collectAcknowledgements, isAcknowledged } from './acknowledgements';
import { Finding, getDeclaringPath } from './check-assembly';
import { CALLED_WITHOUT_PERMISSION, CODE_NOT_READ, CodeRule, PERMISSION_NEVER_CALLED } from './code-rules';
import { getRuleId } from './rule';
import { callToText, placeToText, ReportedFunction, ReportedPermission, unknownToText } from '../code';
import { getConstructPath, Origin } from '../policy/assembly-resources';
import { reportWithCode } from '../report/analysis/report-code';
import { groupBy } from '../values/lists';

type Problem = Pick<Finding, 'problem' | 'place'>;

/**
 * Compares the code of an app's functions with their permissions.
 *
 * @param directory the folder that `cdk synth` wrote
 * @param acknowledged acknowledgements that the assembly doesn't contain
 */
export function checkCode(directory: string, acknowledged: readonly Acknowledgement[] = []): Finding[] {
  const { stacks, assembly, code } = reportWithCode(directory);
  const acknowledgements = [...acknowledged, ...collectAcknowledgements(stacks)];
  const origins = new Map(assembly.functions.map(({ origin }) => [getConstructPath(origin), origin]));
  return code.functions.flatMap((fn) => findCodeProblems(fn, origins.get(fn.id)!))
    .filter(({ id, origin }) => !isAcknowledged(id, getDeclaringPath(origin), acknowledgements));
}

function findCodeProblems(fn: ReportedFunction, origin: Origin): Finding[] {
  const denied = fn.denied.map((call): Problem =>
    ({ problem: `${callToText(call)} needs ${call.action}, which no policy of the role allows`, place: placeToText(call.at) }));
  const unused = [...groupBy(fn.neverCalled, ({ table }) => table)].map(([table, permissions]): Problem =>
    ({ problem: `the role allows ${permissions.map(describePermission).join(', ')} on ${table}` }));
  const [first] = fn.unknown;
  const unread: Problem[] = fn.state === 'complete' ? [] : [{
    problem: fn.unknown.map(unknownToText).join('; '), place: first?.at && placeToText(first.at),
  }];
  return [
    ...denied.map((problem) => makeCodeFinding(CALLED_WITHOUT_PERMISSION, problem, origin)),
    ...unused.map((problem) => makeCodeFinding(PERMISSION_NEVER_CALLED, problem, origin)),
    ...unread.map((problem) => makeCodeFinding(CODE_NOT_READ, problem, origin)),
  ];
}

function describePermission({ action, index, unreachedCall }: ReportedPermission): string {
  const by = index === undefined ? '' : ` by the index ${index}`;
  return `${action}${by}${unreachedCall ? ` (called in ${placeToText(unreachedCall)}, which the handler does not reach)` : ''}`;
}

function makeCodeFinding({ name, ...rule }: CodeRule, problem: Problem, origin: Origin): Finding {
  return { id: getRuleId({ name }), ...rule, ...problem, origin };
}
