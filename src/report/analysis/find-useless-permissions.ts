import { isAuthorizedOn } from './action-catalogue';
import { ArnMatcher } from './arn-matcher';
import { KnownResource, TypedArn } from './known-resources';
import { replaceVariables, Statement } from './read-statements';
import { ACTIONS } from '../../features/actions';
import { toList } from '../../values/json-values';
import { removeDuplicates } from '../../values/lists';
import { joinWords } from '../phrases';
import { Drop } from '../report-data';

type FindTarget = (arn: string) => { readonly target: KnownResource; readonly typedArn: TypedArn };

/**
 * Finds permissions that grantees don't need in statements that the library didn't write: actions on resources that AWS doesn't authorize
 * them on, and indexes that don't exist yet.
 */
export function findUselessPermissions(statements: readonly Statement[], matcher: ArnMatcher, findTarget: FindTarget): Drop[] {
  const external = statements.filter(({ recordedAccesses, parsed }) => recordedAccesses.length === 0 && parsed.effect === 'Allow');
  return removeDuplicates(external.flatMap(({ parsed: { actions, resources } }): Drop[] => {
    if (actions.negated || !resources || resources.negated) return [];
    const named = actions.values.filter((action) => action in ACTIONS && /^(dynamodb|kms|logs):/.test(action));
    return resources.values.flatMap((pattern) => {
      const [, table, indexes] = /^(.*:table\/[^/]+)(\/index\/\*)$/.exec(pattern) ?? [];
      const [tableArn] = toList(table).flatMap((arn) => matcher.matchArns(arn));
      if (tableArn !== undefined) {
        const { resource } = findTarget(tableArn).target;
        const dead = named.filter((action) => !isAuthorizedOn(action, 'index'));
        const isOpen = resource.declared && dead.length < actions.values.length;
        return [...describeDead(dead, resource.id + indexes), ...isOpen ? [describeAnyIndex(resource.id + indexes)] : []];
      }
      const reached = matcher.matchArns(replaceVariables(pattern)).map(findTarget);
      if (reached.length === 0) return [];
      const dead = named.filter((action) => !reached.some(({ typedArn }) => isAuthorizedOn(action, typedArn.type)));
      return describeDead(dead, reached[0].target.resource.id);
    });
  }));
}

function describeDead(actions: readonly string[], resource: string): Drop[] {
  if (actions.length === 0) return [];
  return [{ kind: 'without-effect', actions, resource, text: `${joinWords(actions)}: AWS doesn't authorize this on such a resource` }];
}

function describeAnyIndex(resource: string): Drop {
  return { kind: 'any-index', actions: [], resource, text: 'every index that the table may get, beside those that it has' };
}
