import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { TableAccessOptions, TableAccessScope } from '../table-access';
import { findRegionsProblem } from './validate-access';
import { findFamilyNameProblem, findFamilyPermissionProblem } from './validate-family';
import { findFeatureProblem } from './validate-feature';
import { TableDenial } from '../../features/table-denial';
import { findFirstProblem, Problem } from '../../problems/problem';
import { refuseType } from '../../problems/shape';
import { findFamily } from '../../resources/table-family';

/** Finds what is wrong with denials before the table is complete. */
export function findDenialsProblem(denials: readonly TableDenial[], { table, regions, ...scope }: Omit<TableAccessOptions, 'features'>): Problem | undefined {
  return findDenialListProblem(denials) ?? findNarrowedDenialProblem(table, scope)
    ?? findFamilyNameProblem(table)
    ?? findFirstProblem<TableDenial>(denials, (denial) => findDenialProblem(denial, table))
    ?? findRegionsProblem(regions);
}

function findDenialListProblem(denials: unknown): Problem | undefined {
  const expectation = { expected: 'a list of denials, such as [TableDenial.DELETES]', remedy: 'write at least one TableDenial in brackets' };
  if (!Array.isArray(denials)) return refuseType('denials', denials, expectation);
  if (denials.length === 0) return { id: 'emptyList', value: 'denials is an empty list', ...expectation };
  const wrong = denials.findIndex((denial) => !(denial instanceof TableDenial));
  if (wrong === -1) return undefined;
  return refuseType(`denials[${wrong}]`, denials[wrong], expectation);
}

function findNarrowedDenialProblem(table: ITableRef, scope: TableAccessScope): Problem | undefined {
  const narrowing = (['rows', 'attributes', 'conditions'] as const).find((option) => scope[option] !== undefined);
  if (narrowing !== undefined) {
    return {
      id: 'narrowedDenial',
      value: `${narrowing} cannot limit a denial`,
      expected: 'a denial of the whole table',
      remedy: `remove ${narrowing} from the denial, and limit the access instead`,
    };
  }
  if (findFamily(table)?.tag) {
    return {
      id: 'narrowedDenial',
      value: `a denial is on ${table.node.path}, a family of tables by tag`,
      expected: 'a table or a family by prefix, because a denial by tag ends when the tag is removed',
      remedy: 'deny the actions on a family by prefix or on each table',
    };
  }
  return undefined;
}

function findDenialProblem(denial: TableDenial, table: ITableRef): Problem | undefined {
  return denial._findProblem() ?? findFirstProblem(denial._features, (feature) => {
    const problem = findFeatureProblem(feature);
    if (problem || !findFamily(table)) return problem;
    return findFirstProblem(feature._permissions, (permission) => findFamilyPermissionProblem(feature, permission));
  });
}
