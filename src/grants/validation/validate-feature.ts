import { Token } from 'aws-cdk-lib';
import { findTextProblem } from '../../conditions/text-problem';
import { findCustomFeatureProblem } from '../../features/custom-feature';
import { requiresIndex, supportsIndexes } from '../../features/feature-needs';
import { TableFeature } from '../../features/table-feature';
import { findFirstProblem, Problem } from '../../problems/problem';

/** Finds what is wrong with a feature before the table is complete. */
export function findFeatureProblem(feature: TableFeature): Problem | undefined {
  if (feature._custom?.problem) return feature._custom.problem;
  const scope = feature._indexScope;
  if (scope.kind !== 'declared' && !supportsIndexes(feature)) {
    return {
      id: 'featureReach',
      value: `${feature} has an index scope, but ${feature.name} has no actions on indexes`,
      expected: 'an index scope only on features such as QUERY and SCAN',
      remedy: `write ${feature.name}`,
    };
  }
  if (scope.kind === 'table' && requiresIndex(feature)) {
    return {
      id: 'featureReach',
      value: `${feature} allows nothing, because ${feature.name} has only actions on indexes`,
      expected: 'the feature on indexes',
      remedy: `write ${feature.name}, or ${feature.name}.onIndexes('name')`,
    };
  }
  if (scope.kind === 'named') {
    const textProblem = findFirstProblem(scope.names, (name) => findTextProblem('the index name', name));
    if (textProblem) return textProblem;
    const twice = scope.names.find((name, index) => scope.names.indexOf(name) !== index);
    const malformed = scope.names.find((name) => !Token.isUnresolved(name) && !/^[a-zA-Z0-9_.-]{3,255}$/.test(name));
    if (scope.names.length === 0 || twice !== undefined || malformed !== undefined) {
      return {
        id: 'indexNames',
        value: describeIndexNames(feature, twice, malformed),
        expected: 'index names of 3 to 255 letters, digits and _ . - with each name once',
        remedy: 'correct the names, or write onAnyIndex() for all indexes that the table may have',
      };
    }
  }
  return feature._custom && findCustomFeatureProblem(feature.name, feature._permissions);
}

function describeIndexNames(feature: TableFeature, twice: string | undefined, malformed: string | undefined): string {
  if (twice !== undefined) return `${feature} has '${twice}' twice`;
  return malformed === undefined ? `${feature} names no index` : `${feature} has '${malformed}', which no index can have as its name`;
}
