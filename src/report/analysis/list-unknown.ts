import { hashContent } from './hash-content';
import { Unresolved } from '../../policy/read-assembly';
import { toList, toRecord } from '../../values/json-values';
import { groupBy, removeDuplicates, sortBy } from '../../values/lists';
import { UnknownPart } from '../report-data';

/** Values in policies. The statements that contain them are unknown, unless they are about other services. */
const IN_POLICY = /\.(PolicyDocument|AssumeRolePolicyDocument|KeyPolicy)\./;
/** Names that the report doesn't need, because it refers to these resources by their construct paths. */
const NAME = /\.Properties\.(Function|Group|ManagedPolicy|Policy|Role|User)Name$/;

/**
 * Lists the unknown parts of an app that may be about tables, keys or logs, each with the reason.
 *
 * @param parts the unknown parts of policies
 */
export function listUnknown(unresolved: readonly Unresolved[], parts: readonly UnknownPart[]): UnknownPart[] {
  const values = unresolved.filter(({ path }) => !IN_POLICY.test(path) && !NAME.test(path)).map(describeUnresolved);
  const reasons = unresolved.map(({ expression, problem }) => ({ text: JSON.stringify(expression) ?? '', problem })).filter(({ text }) => text !== '');
  const explained = parts.map((part) => {
    const { problem } = part;
    const reason = reasons.find(({ text }) => problem.includes(text));
    if (!reason) return part;
    return { ...part, problem: `${problem.slice(0, problem.indexOf(reason.text))}${reason.text}, because ${reason.problem}` };
  });
  return sortBy(removeDuplicates([...values, ...joinStatements(explained)]), ({ path, problem }) => `${path} ${problem}`);
}

/**
 * Describes a value with a hash of it, because the reason may be the same for another value. The branches of a choice are read, and its
 * condition is a definition.
 */
function describeUnresolved({ path, problem, expression, content }: Unresolved): UnknownPart {
  const parts = [expression, content].filter((part) => part !== undefined && !('Fn::If' in toRecord(part)));
  return { path, problem, ...parts.length > 0 && { hash: hashContent(parts.length > 1 ? parts : parts[0]) } };
}

/** Joins the statements with the same problem, for example to `Stack/Role, statements 0, 2`. */
function joinStatements(parts: readonly UnknownPart[]): UnknownPart[] {
  return [...groupBy(removeDuplicates(parts), ({ problem }) => problem)].map(([problem, group]) => {
    const places = group.map(({ path }) => /^(?<policy>.*), statement (?<number>\d+.*)$/s.exec(path)?.groups ?? { policy: path, number: '' });
    const paths = [...groupBy(places, ({ policy }) => policy)].map(([policy, each]) => joinNumbers(policy, each.map(({ number }) => number)));
    const statements = group.flatMap((each) => each.statements ?? []);
    const hashes = group.flatMap(({ hash }) => toList(hash));
    return {
      path: paths.join('; '), problem, ...hashes.length > 0 && { hash: hashContent(hashes) }, ...statements.length > 0 && { statements },
    };
  });
}

function joinNumbers(policy: string, numbers: readonly string[]): string {
  if (numbers[0] === '') return policy;
  return `${policy}, statement${numbers.length > 1 ? 's' : ''} ${numbers.join(', ')}`;
}
