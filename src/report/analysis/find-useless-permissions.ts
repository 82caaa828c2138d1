import { isAuthorizedOn, ReportedType } from './action-catalogue';
import { ArnMatcher } from './arn-matcher';
import { Statement } from './read-statements';
import { ACTIONS } from '../../features/actions';
import { replacePolicyVariables } from '../../policy/policy-variables';
import { findUselessActions } from '../../policy/useless-actions';
import { groupBy, removeDuplicates } from '../../values/lists';
import { joinWords } from '../phrases';
import { Drop } from '../report-data';

/**
 * Finds permissions that grantees don't need in statements that the library didn't write: actions on resources that AWS doesn't authorize
 * them on, and indexes that don't exist yet.
 */
export function findUselessPermissions(
  statements: readonly Statement[],
  matcher: ArnMatcher,
  nameOwnResource: (arn: string) => string,
  listTypesLike: (pattern: string) => ReadonlySet<ReportedType>,
): Drop[] {
  const external = statements.filter(({ recordedAccesses, parsed }) => recordedAccesses.length === 0 && parsed.effect === 'Allow');
  // a statement whose resources have variables was split
  return removeDuplicates([...groupBy(external, ({ name }) => name).values()].flatMap((parts): Drop[] => {
    const [{ parsed: { actions, resources: first } }] = parts;
    if (actions.negated || !first || first.negated) return [];
    const resources = parts.flatMap(({ parsed }) => parsed.resources!.values);
    const others = actions.values.filter((action) => action in ACTIONS && /^(kms|logs):/.test(action));
    const useless = groupBy(findUselessActions(actions.values, resources), ({ resource }) => resource);
    return resources.flatMap((pattern) => {
      const id = nameUselessResource(pattern, matcher, nameOwnResource);
      const types = [...listTypesLike(replacePolicyVariables(pattern))];
      const dead = [
        ...(useless.get(pattern) ?? []).map(({ action }) => action),
        ...others.filter((action) => types.length > 0 && !types.some((type) => isAuthorizedOn(action, type))),
      ];
      const isOpen = id.endsWith(ANY_INDEX) && !id.startsWith('arn:') && dead.length < actions.values.length;
      return [...describeDead(dead, id), ...isOpen ? [describeAnyIndex(id)] : []];
    });
  }));
}

const ANY_INDEX = '/index/*';

/** Names a resource of a statement by the id of the resource that it matches, or as the statement does. */
function nameUselessResource(pattern: string, matcher: ArnMatcher, nameOwnResource: (arn: string) => string): string {
  const [, table, indexes = ''] = /^(.*:table\/[^/]+)(\/index\/\*)$/.exec(pattern) ?? [];
  const [matching] = matcher.matchArns(table ?? replacePolicyVariables(pattern));
  if (matching === undefined) return pattern;
  return nameOwnResource(matching) + indexes;
}

function describeDead(actions: readonly string[], resource: string): Drop[] {
  if (actions.length === 0) return [];
  return [{ kind: 'without-effect', actions, resource, text: `${joinWords(actions)}: AWS does not authorize this on such a resource` }];
}

function describeAnyIndex(resource: string): Drop {
  return { kind: 'any-index', actions: [], resource, text: 'every index that the table may get, beside those that it has' };
}
