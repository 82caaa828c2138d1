import { isAuthorizedOn } from './action-catalogue';
import { TypedArn, KnownResource } from './known-resources';
import { ACTIONS } from '../../features/actions';
import { Drop } from '../report-data';
import { ArnMatcher, Statement, replaceVariables } from './read-statements';
import { joinWords } from '../phrases';

/** What statements of others name in vain: actions beside resources that AWS doesn't authorize them on, and indexes to come. */
export function findUselessPermissions(
  statements: readonly Statement[],
  matcher: ArnMatcher,
  facetOf: (arn: string) => { readonly place: KnownResource; readonly facet: TypedArn },
): Drop[] {
  const foreign = statements.filter(({ recordedAccesses, parsed }) => recordedAccesses.length === 0 && parsed.effect === 'Allow');
  const drops = foreign.flatMap(({ parsed: { actions, resources } }): Drop[] => {
    if (actions.negated || !resources || resources.negated) return [];
    const named = actions.values.filter((action) => action in ACTIONS && /^(dynamodb|kms|logs):/.test(action));
    return resources.values.flatMap((pattern) => {
      const reached = matcher.matchArns(replaceVariables(pattern)).map(facetOf);
      const table = /^(.*:table\/[^/]+)(\/index\/\*)$/.exec(pattern);
      const ofTable = table && matcher.matchArns(table[1])[0];
      const label = ofTable ? `${facetOf(ofTable).place.resource.id}${table[2]}` : reached[0]?.place.resource.id ?? pattern;
      const dead = ofTable ? named.filter((action) => !isAuthorizedOn(action, 'index'))
        : named.filter((action) => reached.length > 0 && !reached.some(({ facet }) => isAuthorizedOn(action, facet.type)));
      const open = ofTable && facetOf(ofTable).place.resource.declared && dead.length < actions.values.length;
      return [
        ...dead.length === 0 ? [] : [{
          kind: 'without-effect', actions: dead, resource: label, text: `${joinWords(dead)}: AWS doesn't authorize this on such a resource`,
        } as const],
        ...open ? [{
          kind: 'any-index', actions: [], resource: label, text: 'every index that the table may get, beside those that it has',
        } as const] : [],
      ];
    });
  });
  return drops.filter((each, index) => drops.findIndex((other) => JSON.stringify(other) === JSON.stringify(each)) === index);
}
