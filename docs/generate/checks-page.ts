import { block, code, link, page, table, toHeading } from './markdown';
import { CODE_RULES, CodeRule } from '../../src/checks/code-rules';
import { getRuleId, Rule } from '../../src/checks/rule';
import { RULES } from '../../src/checks/rules';

const PLUGIN = `Validations.of(app).addPlugins(new DynamoAccessChecks(app));
`;

const ACKNOWLEDGE = `Validations.of(role).acknowledge({
  id: 'cdk-dynamo-access:any-index',
  reason: 'indexes come and go',
});
`;

/** Every rule of the checks. */
export function checksPage(): string {
  return page(
    '# Checks',
    'The checks find known faults in all policies of your app, whoever wrote them. Add the validation plugin to run them at each synthesis:',
    example(PLUGIN),
    'Each finding names the statement, the reason and the features to write instead. **Errors** fail the synthesis: a statement allows nothing '
    + 'or its limits have no effect. **Warnings** don\'t fail it: a statement allows more than needed or may allow less. Acknowledge a finding '
    + 'that is intended. It is then acknowledged for the construct and its children:',
    example(ACKNOWLEDGE),
    '`npx cdk-dynamo-access check cdk.out` checks a synthesized app without the plugin. It exits with 1 if it finds anything. Apps with grants of '
    + 'aws-cdk-lib usually have findings. Look at them with the command before you add the plugin.',
    'The checks read the policies of roles, users and groups, of tables and streams, and of the keys of tables. They don\'t read policies '
    + 'of other resources. They skip values that are known only at deployment, such as an ARN in a parameter. AWS\'s managed policies for '
    + 'functions, DynamoDB and logs are known.',
    'CDK prints the id of a finding with two colons, such as `cdk-dynamo-access::any-index`. You can acknowledge this id or the id of this page.',
    'The command reads the acknowledgements in the synthesized app. CDK writes those on the app and on stages to no file. To acknowledge a '
    + 'finding for the command too, do it on the stack, the role or another construct in a stack.',
    `The last three rules compare code with permissions. They need \`new DynamoAccessChecks(app, { code: true })\`, see ${link('code', 'code.md')}. `
    + 'Their findings never fail the synthesis.',
    table(['rule', 'severity', 'finds'], ALL_RULES.map((rule) => [toHeading(rule.name), rule.severity, rule.title])),
    ...ALL_RULES.map(ruleSection),
  );
}

const ALL_RULES: readonly (Rule | CodeRule)[] = [...RULES, ...CODE_RULES];

function ruleSection(rule: Rule | CodeRule): string {
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
