import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { TableAccessOptions, TableAccessScope } from '../table-access';
import { findRegionsProblem } from './validate-access';
import { findFamilyNameProblem, findFamilyPermissionProblem } from './validate-family';
import { findFeatureProblem } from './validate-feature';
import { TableDenial } from '../../features/table-denial';
import { describeValue, findFirstProblem, Problem } from '../../problems/problem';
import { familyOf } from '../../resources/table-family';

/** Finds what is wrong with denials before the table is complete. */
export function findDenialsProblem(denials: readonly TableDenial[], { table, regions, ...scope }: Omit<TableAccessOptions, 'features'>): Problem | undefined {
  return findDenialListProblem(denials) ?? findNarrowedDenialProblem(table, scope)
    ?? findFamilyNameProblem(table)
    ?? findFirstProblem<TableDenial>(denials, (denial) => findDenialProblem(denial, table))
    ?? findRegionsProblem(regions);
}

function findDenialListProblem(denials: unknown): Problem | undefined {
  const expectation = { expected: 'at least one TableDenial, such as TableDenial.DELETES', remedy: 'name what is denied' };
  if (!Array.isArray(denials)) return { id: 'wrongType', value: `denials ${describeValue(denials)}`, ...expectation };
  if (denials.length === 0) return { id: 'emptyList', value: 'denials []', ...expectation };
  const wrong = denials.findIndex((denial) => !(denial instanceof TableDenial));
  if (wrong === -1) return undefined;
  return { id: 'wrongType', value: `denials ${describeValue(denials[wrong])}`, ...expectation };
}

function findNarrowedDenialProblem(table: ITableRef, scope: TableAccessScope): Problem | undefined {
  const narrowing = (['rows', 'attributes', 'conditions'] as const).find((option) => scope[option] !== undefined);
  if (narrowing !== undefined) {
    return {
      id: 'narrowedDenial',
      value: `${narrowing} beside a denial`,
      expected: 'a denial of whole tables, as DynamoDB denies what it is not sure of',
      remedy: `deny without ${narrowing}, and narrow what is allowed instead`,
    };
  }
  if (familyOf(table)?.tag) {
    return {
      id: 'narrowedDenial',
      value: `denials on ${table.node.path}, a family by tag`,
      expected: 'a table, or a family by prefix, as a denial by tag would end where the tag is taken away',
      remedy: 'deny it on these, or on each table',
    };
  }
  return undefined;
}

function findDenialProblem(denial: TableDenial, table: ITableRef): Problem | undefined {
  return denial._findProblem() ?? findFirstProblem(denial._features, (feature) => {
    const problem = findFeatureProblem(feature);
    if (problem || !familyOf(table)) return problem;
    return findFirstProblem(feature._permissions, (permission) => findFamilyPermissionProblem(feature, permission));
  });
}
