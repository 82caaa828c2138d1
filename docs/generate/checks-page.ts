import { block, code, link, page, table, toHeading } from './markdown';
import { getRuleId, Rule } from '../../src/checks/rule';
import { RULES } from '../../src/checks/rules';

const PLUGIN = `Validations.of(app).addPlugins(new DynamoAccessChecks(app));
`;

const ACKNOWLEDGE = `Validations.of(role).acknowledge({ id: 'cdk-dynamo-access:any-index', reason: 'indexes come and go' });
`;

/** Every rule of the checks. */
export function checksPage(): string {
  return page(
    '# Checks',
    'What is known to go wrong with access to DynamoDB tables, found in policies that anybody wrote: by hand, from a guide, by the '
    + 'grants of CDK or of other libraries. A validation plugin of CDK looks at every identity policy of an app each time it is synthesized:',
    example(PLUGIN),
    'Each finding names the statement, why it is wrong, and the features to write instead. **Errors** are what isn\'t what it seems to be: '
    + 'it allows nothing, or isn\'t limited. They fail the synthesis. **Warnings** are what is more than is needed, or may be less: they '
    + 'don\'t. What is as it should be is acknowledged, with the reason, on a construct for all that is below it:',
    example(ACKNOWLEDGE),
    'Without a line in the app, `npx cdk-dynamo-access check cdk.out` says the same of an app that is synthesized already, and ends with 1 if it finds anything. An app that has lived with grants of aws-cdk-lib will have errors: look at them by the command first.',
    '',
    'Not looked at: policies of resources (tables, keys, buckets), and what can\'t be known before deployment, such as the ARN in a '
    + 'parameter. Of the policies that other apps declare, AWS\'s own for functions are known.',
    table(['rule', 'severity', 'finds'], RULES.map((rule) => [toHeading(rule.name), rule.severity, rule.title])),
    ...RULES.map(ruleSection),
  );
}

function ruleSection(rule: Rule): string {
  return [
    `## ${rule.name}`,
    `${rule.title}. ${rule.reason}`,
    `Instead: ${rule.remedy}.`,
    `Acknowledged as ${code(getRuleId(rule))}. ${link('Source', rule.see)}.`,
  ].join('\n\n');
}

function example(text: string): string {
  return block('ts fixture=checks', text.trimEnd());
}
