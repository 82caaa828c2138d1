import { Token } from 'aws-cdk-lib';
import { findTextProblem } from '../../conditions/text-problem';
import { findCustomFeatureProblem } from '../../features/custom-feature';
import { requiresIndex, supportsIndexes } from '../../features/feature-needs';
import { TableFeature } from '../../features/table-feature';
import { findFirstProblem, Problem } from '../../problems/problem';

/** What is wrong with a feature as it is written. */
export function findFeatureProblem(feature: TableFeature): Problem | undefined {
  if (feature._custom?.problem) return feature._custom.problem;
  const reach = feature._indexScope;
  if (reach.kind !== 'declared' && !supportsIndexes(feature)) {
    return {
      id: 'featureReach',
      value: `feature ${feature}`,
      expected: 'a feature that reaches indexes, such as QUERY or SCAN, before a call that says which',
      remedy: `write ${feature.name}`,
    };
  }
  if (reach.kind === 'table' && requiresIndex(feature)) {
    return {
      id: 'featureReach',
      value: `feature ${feature}`,
      expected: 'a feature with actions on the table, as these are on indexes alone',
      remedy: `write ${feature.name}, or ${feature.name}.onIndexes('name')`,
    };
  }
  if (reach.kind === 'named') {
    const stranger = findFirstProblem(reach.names, (name) => findTextProblem('index name', name));
    if (stranger) return stranger;
    const twice = reach.names.find((name, index) => reach.names.indexOf(name) !== index);
    const malformed = reach.names.find((name) => !Token.isUnresolved(name) && !/^[a-zA-Z0-9_.-]{3,255}$/.test(name));
    if (reach.names.length === 0 || twice !== undefined || malformed !== undefined) {
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
