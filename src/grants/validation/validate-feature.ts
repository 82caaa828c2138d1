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
      value: `feature ${feature}`,
      expected: 'a feature that reaches indexes, such as QUERY or SCAN, before a call that says which',
      remedy: `write ${feature.name}`,
    };
  }
  if (scope.kind === 'table' && requiresIndex(feature)) {
    return {
      id: 'featureReach',
      value: `feature ${feature}`,
      expected: 'a feature with actions on the table, as these are on indexes alone',
      remedy: `write ${feature.name}, or ${feature.name}.onIndexes('name')`,
    };
  }
  if (scope.kind === 'named') {
    const textProblem = findFirstProblem(scope.names, (name) => findTextProblem('index name', name));
    if (textProblem) return textProblem;
    const twice = scope.names.find((name, index) => scope.names.indexOf(name) !== index);
    const malformed = scope.names.find((name) => !Token.isUnresolved(name) && !/^[a-zA-Z0-9_.-]{3,255}$/.test(name));
    if (scope.names.length === 0 || twice !== undefined || malformed !== undefined) {
      return {
        id: 'indexNames',
        value: `feature ${feature}`,
        expected: 'the names of indexes, each once, of 3 to 255 letters, digits, and _ . -',
        remedy: 'name the indexes, or use onAnyIndex() for all that the table may have',
      };
    }
  }
  return feature._custom && findCustomFeatureProblem(feature.name, feature._permissions);
}
