import { ACTIONS, ResourceType } from '../../features/actions';
import { NOT_ACTIONS } from '../../features/custom-feature';
import { isDynamoDbAction } from '../../features/feature-needs';
import { findActionTypes } from '../../policy/action-types';
import { areIncluded } from '../../policy/condition-inclusion';
import { canMatchBoth } from '../../policy/pattern';
import { hasPolicyVariable, replacePolicyVariables } from '../../policy/policy-variables';
import { parseResource } from '../../policy/text-pattern';
import { coversAction, coversResource, HeldStatement } from '../policies/read-policies';

/** A statement that allows actions on a resource which no feature needs, or needs only under conditions that the statement lacks. */
export interface BroaderStatement {
  readonly statement: HeldStatement;
  readonly arn: string;
  readonly actions: string[];
}

/**
 * Finds statements from elsewhere that allow more than those that the library wrote for features. The report calls the same wider.
 *
 * @param others the statements from elsewhere, of which those that deny under no condition take away what others allow
 * @param asked the statements of the library
 */
export function findBroaderStatements(
  others: readonly HeldStatement[], asked: readonly HeldStatement[], arns: readonly { readonly arn: string; readonly type: ResourceType }[],
): BroaderStatement[] {
  const denials = [...others, ...asked].filter(({ effect, conditions }) => effect === 'Deny' && conditions.length === 0);
  return others.filter(({ effect }) => effect === 'Allow').flatMap((statement) => arns.filter(({ arn }) => mayCover(statement, arn)).map(({ arn, type }) => {
    const here = (each: HeldStatement) => coversOrExcludes(each, arn);
    const [neededHere, deniedHere] = [asked.filter(({ effect }) => effect === 'Allow').filter(here), denials.filter(here)];
    const actions = listAllowedActions(type, statement).filter((action) => !deniedHere.some((denial) => coversAction(denial, action))
      && !neededHere.some((each) => coversAction(each, action) && areIncluded([statement.conditions], [each.conditions])));
    return { statement, arn, actions };
  })).filter(({ actions }) => actions.length > 0);
}

/** Returns true if a statement may allow an action of DynamoDB. */
export function mayAllowOnTables({ effect, actions: { negated, values } }: HeldStatement): boolean {
  return effect === 'Allow' && (negated || values.some((action) => /^(dynamodb:|[^:]*[*?])/i.test(action)));
}

/** Lists the actions of DynamoDB that a statement allows on a type of resource. AWS may authorize an unknown action on any type. */
function listAllowedActions(type: ResourceType, statement: HeldStatement): string[] {
  const known = Object.keys(ACTIONS).filter((action) => isDynamoDbAction(action) && ACTIONS[action].resourceTypes.includes(type));
  const named = statement.actions.negated ? [] : statement.actions.values.filter((action) => /^dynamodb:[^*?]+$/i.test(action) && !(action in NOT_ACTIONS));
  const others = named.map((action) => findActionTypes(action) ?? { action, types: [type] })
    .filter(({ action, types }) => !(action in ACTIONS) && types.includes(type)).map(({ action }) => action);
  return [...known.filter((action) => coversAction(statement, action)), ...others];
}

/** A policy variable may have any value. */
function mayCover(statement: HeldStatement, arn: string): boolean {
  const { resources } = statement;
  if (!resources || resources.negated || !resources.values.some(hasPolicyVariable)) return coversOrExcludes(statement, arn);
  const values = resources.values.map((pattern) => replacePolicyVariables(pattern));
  return coversResource({ ...statement, resources: { ...resources, values } }, arn);
}

/** Returns true if a statement applies to a resource. A statement with `NotResource` applies to what it doesn't name. */
function coversOrExcludes(statement: HeldStatement, arn: string): boolean {
  const { resources } = statement;
  if (!resources?.negated) return coversResource(statement, arn);
  const values = resources.values.filter((pattern) => !hasPolicyVariable(pattern));
  return !coversResource({ ...statement, resources: { negated: false, values } }, arn);
}

/** Returns true if statements of a boundary may let an action on a resource through. The resource may have wildcards. */
export function mayPass(bounds: readonly HeldStatement[], action: string, resource: string): boolean {
  const isAllowed = bounds.some((statement) => statement.effect === 'Allow' && coversAction(statement, action) && mayCoverPart(statement, resource));
  return isAllowed && !deniesWhole(bounds, action, resource);
}

/** Returns true if statements deny an action on all that a resource with wildcards matches, under no condition. */
export function deniesWhole(statements: readonly HeldStatement[], action: string, resource: string): boolean {
  return statements.some((statement) => statement.effect === 'Deny' && statement.conditions.length === 0
    && coversAction(statement, action) && coversWhole(statement, resource));
}

function mayCoverPart(statement: HeldStatement, resource: string): boolean {
  if (statement.resources?.negated) return coversOrExcludes(statement, resource);
  return overlaps(statement, resource);
}

/** Returns true if a statement applies to all that a resource with wildcards matches. */
function coversWhole(statement: HeldStatement, resource: string): boolean {
  if (statement.resources?.negated) return !overlaps(statement, resource);
  return coversResource(statement, resource);
}

function overlaps({ resources }: HeldStatement, resource: string): boolean {
  return resources?.values.some((pattern) => canMatchBoth(parseResource(replacePolicyVariables(pattern)), parseResource(resource))) ?? false;
}
