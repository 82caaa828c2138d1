import { ByTarget, compare } from './compare';
import { block, codes, page } from './markdown';
import { guides, logPolicies, PeerPolicy, toolPolicies, toolSources } from '../../catalogue/policies';
import { plannedFor, Replacement, REPLACEMENTS } from '../../catalogue/replacements';
import { TableFeature } from '../../src/features/table-feature';

/** What stands in the place of the policies of other tools and of guides, and how it differs. */
export async function equivalentsPage(): Promise<string> {
  return page(
    '# In the place of other policies',
    'You have a SAM policy template, a CDK grant or a policy from a guide. This page lists the features that replace it. The differences are '
    + 'computed for a table with one index and a customer managed key:',
    [
      '- **dead**: the policy lists the action without effect. The action doesn\'t exist or AWS authorizes it on another resource type',
      '- **dropped**: only the policy allows it. If your function calls it, add the feature for it',
      '- **added**: only the features allow it. With the policy, requests fail',
      '- **tightened**: both allow it. The features allow it on fewer resources or under more conditions',
    ].join('\n'),
    'Tests rebuild each statement of the policies [of guides](../test/guides).',
    '## Tools',
    `Sources: ${toolSources().join(' and ')}.`,
    ...await Promise.all(toolPolicies().map(section)),
    '## Logs',
    ...await Promise.all(logPolicies().map(section)),
    ...(await Promise.all(guides().map(async ({ source, policies, wrong }) => [
      `## ${source}`,
      `Faults of the policy:\n\n${wrong.map((each) => `- ${each}`).join('\n')}`,
      ...await Promise.all(policies.map(section)),
    ]))).flat(),
  );
}

async function section({ name, grants }: PeerPolicy): Promise<string> {
  const replacement = REPLACEMENTS[name];
  const planned = plannedFor(replacement);
  const differences = planned === undefined ? [] : Object.entries(await compare(grants, planned))
    .flatMap(([kind, remarks]) => describe(kind, remarks));
  const same = planned !== undefined && differences.length === 0 ? ['Both allow the same.'] : [];
  return [`### ${name}`, ...written(replacement), ...replacement.note ? [replacement.note] : [], ...same,
    ...differences.length > 0 ? [differences.join('\n')] : []].join('\n\n');
}

function describe(kind: string, remarks: ByTarget): string[] {
  return Object.entries(remarks).map(([remark, actions]) => `- **${kind}** ${remark}: ${codes(actions)}`);
}

/** The option, with a line for each feature where one line would be too wide for the site. */
function writeFeatures(features: readonly TableFeature[]): string {
  const names = features.map((feature) => `TableFeature.${feature}`);
  const line = `features: [${names.join(', ')}],`;
  return line.length <= 80 ? line : `features: [\n${names.map((name) => `  ${name},\n`).join('')}],`;
}

function written({ features, fieldEncryption }: Replacement): string[] {
  const [scheme, mode] = fieldEncryption ?? [];
  const lines = [
    ...features ? [writeFeatures(features)] : [],
    ...scheme ? [`fieldEncryption: FieldEncryption.${scheme}(key, {`, `  mode: EncryptionMode.${mode},`, '}),'] : [],
  ];
  return lines.length > 0 ? [block('ts', lines.join('\n'))] : [];
}
