import { ByTarget, compare } from './compare';
import { block, codes, page } from './markdown';
import { guides, logPolicies, PeerPolicy, toolPolicies, toolSources } from '../../catalogue/policies';
import { plannedFor, Replacement, REPLACEMENTS } from '../../catalogue/replacements';

/** What stands in the place of the policies of other tools and of guides, and how it differs. */
export async function equivalentsPage(): Promise<string> {
  return page(
    '# In the place of other policies',
    'What to list instead of a SAM policy template, a grant of CDK, or a policy that a guide tells to copy. The differences are '
    + 'computed, action by action, for a table with one index that is encrypted under a customer managed key:',
    [
      '- **dead**: the policy names it in vain: there is no such action, or AWS authorizes it on another type of resource',
      '- **dropped**: the policy allows it, the features don\'t; if a function calls it, it lists the feature that reaches it',
      '- **added**: the features allow it, the policy doesn\'t, so that something fails with the policy',
      '- **tightened**: both allow it, the features on fewer resources or under more conditions',
    ].join('\n'),
    'Tests rebuild the policies of guides [statement by statement](../test/guides).',
    '## Tools',
    `As in ${toolSources().join(' and ')}.`,
    ...await Promise.all(toolPolicies().map(section)),
    '## Logs',
    ...await Promise.all(logPolicies().map(section)),
    ...(await Promise.all(guides().map(async ({ source, policies, wrong }) => [
      `## ${source}`,
      `What is wrong with it today:\n\n${wrong.map((each) => `- ${each}`).join('\n')}`,
      ...await Promise.all(policies.map(section)),
    ]))).flat(),
  );
}

async function section({ name, grants }: PeerPolicy): Promise<string> {
  const replacement = REPLACEMENTS[name];
  const planned = plannedFor(replacement);
  const differences = planned === undefined ? [] : Object.entries(await compare(grants, planned))
    .flatMap(([kind, remarks]) => describe(kind, remarks));
  const same = planned !== undefined && differences.length === 0 ? ['The same.'] : [];
  return [`### ${name}`, ...written(replacement), ...replacement.note ? [replacement.note] : [], ...same,
    ...differences.length > 0 ? [differences.join('\n')] : []].join('\n\n');
}

function describe(kind: string, remarks: ByTarget): string[] {
  return Object.entries(remarks).map(([remark, actions]) => `- **${kind}** ${remark}: ${codes(actions)}`);
}

function written({ features, fieldEncryption }: Replacement): string[] {
  const [scheme, mode] = fieldEncryption ?? [];
  const lines = [
    ...features ? [`features: [${features.map((feature) => `TableFeature.${feature}`).join(', ')}],`] : [],
    ...scheme ? [`fieldEncryption: FieldEncryption.${scheme}(key, { mode: EncryptionMode.${mode} }),`] : [],
  ];
  return lines.length > 0 ? [block('ts', lines.join('\n'))] : [];
}
