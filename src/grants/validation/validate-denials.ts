import { TableAccessOptions } from '../table-access';
import { findRegionsProblem } from './validate-access';
import { findFamilyNameProblem, findFamilyPermissionProblem } from './validate-family';
import { findFeatureProblem } from './validate-feature';
import { TableDenial } from '../../features/table-denial';
import { describeValue, findFirstProblem, Problem } from '../../problems/problem';
import { familyOf } from '../../resources/table-family';

/** What is wrong with denials as they are written. */
export function findDenialsProblem(denials: readonly TableDenial[], { table, regions, ...scope }: Omit<TableAccessOptions, 'features'>): Problem | undefined {
  const isList = Array.isArray(denials);
  if (!isList || denials.length === 0 || denials.some((denial) => !(denial instanceof TableDenial))) {
    const stranger = isList ? denials.find((denial) => !(denial instanceof TableDenial)) : denials;
    return {
      id: isList && denials.length === 0 ? 'emptyList' : 'wrongType',
      value: `denials ${isList && denials.length === 0 ? '[]' : describeValue(stranger)}`,
      expected: 'at least one TableDenial, such as TableDenial.DELETES',
      remedy: 'name what is denied',
    };
  }
  const narrowing = (['rows', 'attributes', 'conditions'] as const).find((option) => scope[option] !== undefined);
  if (narrowing !== undefined) {
    return {
      id: 'narrowedDenial',
      value: `${narrowing} beside a denial`,
      expected: 'a denial of whole tables, as DynamoDB denies what it is not sure of',
      remedy: `deny without ${narrowing}, and narrow what is allowed instead`,
    };
  }
  const family = familyOf(table);
  if (family?.tag) {
    return {
      id: 'narrowedDenial',
      value: `denials on ${table.node.path}, a family by tag`,
      expected: 'a table, or a family by prefix, as a denial by tag would end where the tag is taken away',
      remedy: 'deny it on these, or on each table',
    };
  }
  return findFamilyNameProblem(table)
    ?? findFirstProblem<TableDenial>(denials, (denial) => denial._findProblem()
      ?? findFirstProblem(denial._features, (feature) => findFeatureProblem(feature)
        ?? (family && findFirstProblem(feature._permissions, (permission) => findFamilyPermissionProblem(feature, permission)))))
    ?? findRegionsProblem(regions);
}
