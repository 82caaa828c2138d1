import { canMatch } from './arn-patterns';
import { PolicyStatement } from './policy-document';
import { CREATION_NAME, GENERATED_END, STREAM_LABEL } from './resource-values';
import { toList } from '../values/json-values';

/** The random ends of names that CloudFormation generates, which have 12 or 13 characters. */
const RANDOM_ENDS = [12, 13].map((length) => `-${'?'.repeat(length)}`);

/** The end of a generated name that nothing else is added to. */
const WHOLE_END = new RegExp(`${GENERATED_END}(?![A-Za-z0-9])`, 'g');

/**
 * Changes a statement so that it allows a request if the resource may have a name that the statement allows. Only the deployment knows the
 * random end of a generated name and the time in the name of a stream or backup. A wildcard in the resource of a request stands for all resources that it matches.
 */
export function openResource<T extends PolicyStatement>(statement: T, resource: string): T {
  const names = listPossibleNames(resource);
  const { Effect, Resource, NotResource } = statement;
  const canName = (patterns: PolicyStatement['Resource']) => toList(patterns).some((pattern) => names.some((name) => canMatch(pattern, name)));
  if (Effect === 'Allow' && canName(Resource)) return { ...statement, Resource: [...toList(Resource), resource] };
  if (Effect === 'Deny' && canName(NotResource)) return { ...statement, NotResource: [...toList(NotResource), resource] };
  return statement;
}

/** Lists patterns of the names that a resource may have. A resource whose name is known has none. */
function listPossibleNames(resource: string): string[] {
  if (resource === '*') return [];
  const withoutTimes = resource.replaceAll(STREAM_LABEL, '*').replaceAll(CREATION_NAME, '*');
  return RANDOM_ENDS.map((end) => withoutTimes.replaceAll(WHOLE_END, end)).filter((name) => /[*?]/.test(name));
}
