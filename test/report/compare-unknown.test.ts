import { allow, ARN, deny, Resources, role, table, writeAssembly } from './templates';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { formatMarkdown } from '../../src/report/formats/markdown';
import { formatText } from '../../src/report/formats/text';

const ORDERS = ARN.table('Orders');
const IMPORT = { 'Fn::ImportValue': 'Other' };
const PROBLEM = 'the statement: Resource: {"Fn::ImportValue":"Other"}, because no stack of this assembly exports Other in the same account and Region';
const ANYTHING = allow('dynamodb:GetItem', '*');
const LIMIT = 'arn:aws:iam::222222222222:policy/Limit';

function report(statements: readonly object[], properties: object = {}) {
  return reportAssembly(writeAssembly({ ...table('Orders'), ...role('Writer', statements, properties) }));
}

function texts(before: ReturnType<typeof report>, after: ReturnType<typeof report>): string[] {
  return compareReports(before, after).map(({ direction, text }) => `${direction}: ${text}`);
}

test.each<[string, object, object]>([
  ['its actions', allow('dynamodb:GetItem', IMPORT), allow('dynamodb:*', IMPORT)],
  ['a condition', allow('dynamodb:*', IMPORT, { Bool: { 'aws:SecureTransport': 'true' } }), allow('dynamodb:*', IMPORT)],
  ['its effect', deny('dynamodb:*', IMPORT), allow('dynamodb:*', IMPORT)],
])('a statement with an unknown resource that changes in %s may allow more', (_name, before, after) => {
  expect(texts(report([before]), report([after]))).toEqual([`more: Stack/Writer, statement 0 may allow more, which cannot be told: ${PROBLEM} (content f1767f854f297e37)`]);
});

test('a statement with an unknown resource is said with its content, so that an accepted change accepts no other one', () => {
  const [reads, everything, twice] = [['dynamodb:GetItem'], ['dynamodb:*'], ['dynamodb:GetItem', 'dynamodb:GetItem']]
    .map((actions) => texts(report([]), report(actions.map((action) => allow(action, IMPORT))))[0]);

  expect(new Set([reads, everything, twice]).size).toBe(3);
  expect(texts(report([]), report([allow('dynamodb:GetItem', IMPORT)]))).toEqual([reads]);
});

describe.each<[string, (...statements: object[]) => Resources, string]>([
  ['a table', (...Statement) => table('Orders', { ResourcePolicy: { PolicyDocument: { Version: '2012-10-17', Statement } } }), 'policy of Orders'],
  ['a key', (...Statement) => ({ Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Version: '2012-10-17', Statement } } } }), 'policy of key Key'],
  ['a role with a boundary', (...statements) => ({
    ...role('Writer', statements, { PermissionsBoundary: { Ref: 'Limit' } }),
    Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [allow('*', '*')] } } },
  }), 'Stack/Writer'],
])('an unknown statement of %s', (_name, make, path) => {
  const other = { Ref: 'Other' };
  const reportStatements = (...statements: object[]) => reportAssembly(writeAssembly({ ...table('Orders'), ...make(...statements) }, undefined, { Parameters: { Other: { Type: 'String' } } }));
  const describeNew = (actions: string) => texts(reportStatements(), reportStatements({ ...allow(actions, other), ...path.startsWith('policy') && { Resource: '*', Principal: { AWS: other } } }));

  test('is said with its content too', () => {
    const [reads, everything] = ['dynamodb:GetItem', 'dynamodb:*'].map(describeNew);

    expect(reads).toEqual([expect.stringMatching(new RegExp(`^more: ${path}, statement 0 may allow more, .*, because .* \\(content [0-9a-f]{16}\\)$`))]);
    expect(everything).not.toEqual(reads);
    expect(describeNew('dynamodb:GetItem')).toEqual(reads);
  });
});

test('a denial of an unknown resource that is gone may allow more', () => {
  expect(texts(report([ANYTHING, deny('dynamodb:*', IMPORT)]), report([ANYTHING])))
    .toEqual([`more: Stack/Writer, statement 1 may no longer deny something, which cannot be told: ${PROBLEM} (content eefa67bebfc95563)`]);
});

test('an allowing statement with an unknown resource that is gone allows no more', () => {
  expect(texts(report([ANYTHING, allow('dynamodb:*', IMPORT)]), report([ANYTHING]))).toEqual([]);
});

test('an unknown statement that stays is no change', () => {
  expect(texts(report([deny('dynamodb:*', IMPORT)]), report([deny('dynamodb:*', IMPORT)]))).toEqual([]);
});

describe.each<[string, string, (value: unknown) => object]>([
  ['a managed policy', 'Writer.Properties.ManagedPolicyArns.0', (value) => role('Writer', [], { ManagedPolicyArns: [value] })],
  ['a permissions boundary', 'Writer.Properties.PermissionsBoundary', (value) => role('Writer', [ANYTHING], { PermissionsBoundary: value })],
  ['the role of a function', 'Run.Properties.Role', (Role) => ({ Run: { Type: 'AWS::Lambda::Function', Properties: { Role } } })],
  ['the role of a policy', 'Allow.Properties.Roles.0', (value) => (
    { Allow: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'Allow', Roles: [value], PolicyDocument: { Version: '2012-10-17', Statement: [ANYTHING] } } } })],
])('%s that is known only at deployment', (_name, path, make) => {
  const reportValue = (value: unknown) => reportAssembly(writeAssembly({
    ...table('Orders'), ...make(value), ReadOnly: { Type: 'Custom::Policy' }, Admin: { Type: 'Custom::Policy' },
  }));
  const [one, other] = ['{{resolve:ssm:/policies/readonly}}', '{{resolve:ssm:/policies/admin}}'].map(reportValue);
  const MORE = new RegExp(`^more: Stack/${path} may allow more, which cannot be told: .* \\(content [0-9a-f]{16}\\)$`);

  test('may allow more by another dynamic reference', () => {
    expect(texts(one, other)).toEqual([expect.stringMatching(MORE)]);
  });

  test('may allow more by the attribute of another custom resource', () => {
    expect(texts(...(['ReadOnly', 'Admin'].map((id) => reportValue({ 'Fn::GetAtt': [id, 'Arn'] })) as [typeof one, typeof one]))).toEqual([expect.stringMatching(MORE)]);
  });

  test('is no change if it stays', () => {
    expect(texts(one, one)).toEqual([]);
  });
});

test('an unknown policy that is gone may have denied something', () => {
  expect(texts(report([ANYTHING], { ManagedPolicyArns: [LIMIT] }), report([ANYTHING])))
    .toEqual([`more: Writer may now do what ${LIMIT} denies, and may no longer do what it allows, which the app does not say`]);
});

describe('an unknown permissions boundary', () => {
  const limited = report([ANYTHING], { PermissionsBoundary: LIMIT });

  test('is less access when it is new', () => {
    expect(texts(report([ANYTHING]), limited)).toEqual([`less: Writer is now limited by the permissions boundary ${LIMIT}`]);
  });

  test('is more access when it is gone', () => {
    expect(texts(limited, report([ANYTHING]))).toEqual([`more: Writer is no longer limited by the permissions boundary ${LIMIT}`]);
  });

  test('is a limit in the text, and gives nothing', () => {
    expect(formatText(limited)).toContain(`  - nothing beyond what the permissions boundary ${LIMIT} allows, which the app does not say\n`);
    expect(formatText(report([], { PermissionsBoundary: LIMIT }))).toBe('Writer may do nothing with tables, keys or logs\n');
  });

  test('is a limit in Markdown', () => {
    expect(formatMarkdown(limited)).toContain(`role \`Stack/Writer\` within the permissions boundary \`${LIMIT}\`, whose content the app does not say`);
  });
});

describe('variables of policies', () => {
  const reportVersion = (Version: string, statement: object) => report([], { Policies: [{ PolicyName: 'Inline', PolicyDocument: { Version, Statement: [statement] } }] });

  test.each<[string, object, string]>([
    ['a condition', allow('dynamodb:GetItem', ORDERS, { StringEquals: { 'aws:PrincipalTag/user': '${aws:username}' } }), 'more: Writer may read items of Orders, '
      + 'now only if aws:PrincipalTag/user is ${aws:username}, before only if aws:PrincipalTag/user is ${$}{aws:username}'],
    ['a resource', allow('dynamodb:GetItem', ARN.table('${aws:username}')), 'more: Writer may now read items of Orders, '
      + `only where the resource is ${ARN.table('${aws:username}')}`],
  ])('in %s are plain text before the version that has them', (_name, statement, expected) => {
    expect(texts(reportVersion('2008-10-17', statement), reportVersion('2012-10-17', statement))).toContain(expected);
  });

  test('an excluded table whose name is a variable may be any, so that an excluded one is newly allowed', () => {
    const allBut = (name: string) => ({ Effect: 'Allow', Action: 'dynamodb:GetItem', NotResource: ARN.table(name) });

    expect(texts(report([allBut('Secret')]), report([allBut('${aws:username}')])))
      .toContain(`more: Writer may now read items of resources other than ${ARN.table('${aws:username}')} (dynamodb:GetItem)`);
  });
});

test('Markdown says that what is not granted is so as far as is known, for a grantee with a policy that is not known', () => {
  const markdown = formatMarkdown(report([allow('dynamodb:GetItem', ORDERS)], { ManagedPolicyArns: [LIMIT] }));

  expect(markdown).toContain('Not granted on Orders, as far as is known: BatchGetItem,');
  expect(formatMarkdown(report([], { ManagedPolicyArns: [LIMIT] }))).toContain('No access, as far as is known.');
});

test('Markdown says that nothing is granted where everything is known', () => {
  expect(formatMarkdown(report([]))).toContain('No access.');
});

describe('a choice at deployment', () => {
  const choose = (condition: string, ...values: unknown[]) => report([{ 'Fn::If': [condition, ...values] }]);
  const statement = allow('dynamodb:GetItem', ORDERS);
  const nothing = { Ref: 'AWS::NoValue' };

  test('by another condition may allow more', () => {
    expect(texts(choose('IsDev', statement, nothing), choose('IsProd', statement, nothing))).toEqual([
      'more: Writer may read items of Orders, now only if Stack/Writer.Properties.Policies.0.PolicyDocument.Statement.0 says so at deployment (IsProd), '
        + 'before only if Stack/Writer.Properties.Policies.0.PolicyDocument.Statement.0 says so at deployment (IsDev)',
    ]);
  });

  test('with the opposite outcome may allow more', () => {
    expect(texts(choose('IsDev', statement, nothing), choose('IsDev', nothing, statement)).map((text) => text.slice(0, 5))).toEqual(['more:']);
  });

  test('that stays is no change', () => {
    expect(texts(choose('IsDev', statement, nothing), choose('IsDev', statement, nothing))).toEqual([]);
  });
});

describe('the condition of a resource', () => {
  const is = (stage: string) => ({ 'Fn::Equals': [{ Ref: 'Stage' }, stage] });
  const SECTIONS = { Parameters: { Stage: { Type: 'String' } }, Conditions: { IsDev: is('dev'), IsProd: is('prod'), Never: { 'Fn::Equals': ['a', 'b'] } } };
  const SHARED = { ResourcePolicy: { PolicyDocument: { Version: '2012-10-17', Statement: [{ ...ANYTHING, Principal: { AWS: '222222222222' } }] } } };
  const WRITER = role('Writer', [allow('dynamodb:GetItem', ORDERS)]);
  const reportUnder = (id: string, Condition: string | undefined, orders = table('Orders', SHARED)) => {
    const resources: Resources = { ...WRITER, ...orders };
    return reportAssembly(writeAssembly({ ...resources, [id]: { ...resources[id], ...{ Condition } } }, undefined, SECTIONS));
  };
  const others = (id: string) => `more: the permissions that depend on Stack/${id}.Condition may be others:`;

  test.each(['Writer', 'Orders'])('may allow more if it is another one: %s', (id) => {
    expect(texts(reportUnder(id, 'IsDev'), reportUnder(id, 'IsProd'))).toEqual([`${others(id)} it is now "IsProd", before "IsDev"`]);
  });

  test.each(['Writer', 'Orders'])('may allow more if it is gone: %s', (id) => {
    expect(texts(reportUnder(id, 'IsDev'), reportUnder(id, undefined))).toEqual([`${others(id)} it is now none, before "IsDev"`]);
  });

  test.each(['Writer', 'Orders'])('allows no more if it is new: %s', (id) => {
    expect(texts(reportUnder(id, undefined), reportUnder(id, 'IsDev'))).toEqual([]);
  });

  test('allows no more if the resource goes too', () => {
    expect(texts(reportUnder('Writer', 'IsDev'), reportUnder('Writer', 'Never'))).toEqual(['less: Writer may no longer read items of Orders']);
  });

  test('is no change on a table that has no policy', () => {
    expect(texts(reportUnder('Orders', 'IsDev', table('Orders')), reportUnder('Orders', 'IsProd', table('Orders')))).toEqual([]);
  });
});

describe('a definition in the template that decides at deployment', () => {
  const IS = (stage: string) => ({ 'Fn::Equals': [{ Ref: 'Stage' }, stage] });
  const FOUND = { 'Fn::FindInMap': ['Tables', { Ref: 'Stage' }, 'arn'] };
  const CONDITIONAL = { 'Fn::If': ['IsOpen', allow('dynamodb:GetItem', ORDERS), { Ref: 'AWS::NoValue' }] };
  const define = (statement: object, sections: object) => reportAssembly(
    writeAssembly({ ...table('Orders'), ...role('Writer', [statement]) }, undefined, { Parameters: { Stage: { Type: 'String' } }, ...sections }));

  test('may allow more if a condition changes under its name', () => {
    const [before, after] = ['test', 'prod'].map((stage) => define(CONDITIONAL, { Conditions: { IsOpen: IS(stage) } }));

    expect(texts(before, after)).toEqual(['more: the permissions that depend on Stack/Conditions.IsOpen may be others: '
      + 'it is now {"Fn::Equals":[{"Ref":"Stage"},"prod"]}, before {"Fn::Equals":[{"Ref":"Stage"},"test"]}']);
  });

  test('may allow more if a condition changes that its condition names', () => {
    const [before, after] = ['test', 'prod'].map((stage) => define(CONDITIONAL, { Conditions: { IsOpen: { 'Fn::Not': [{ Condition: 'Closed' }] }, Closed: IS(stage) } }));

    expect(texts(before, after).map((text) => text.slice(0, 58))).toEqual(['more: the permissions that depend on Stack/Conditions.Clos']);
  });

  test('may allow more if a mapping changes whose key is not known', () => {
    const [before, after] = ['Orders', '*'].map((name) => define(allow('dynamodb:GetItem', FOUND), { Mappings: { Tables: { prod: { arn: ARN.table(name) } } } }));

    expect(texts(before, after).map((text) => text.slice(0, 57))).toEqual(['more: the permissions that depend on Stack/Mappings.Table']);
  });

  test('may allow more if the default of a parameter in its condition changes', () => {
    const [before, after] = ['test', 'prod'].map((Default) => define(CONDITIONAL, { Parameters: { Stage: { Type: 'String', Default } }, Conditions: { IsOpen: IS('prod') } }));

    expect(texts(before, after).map((text) => text.slice(0, 59))).toEqual(['more: the permissions that depend on Stack/Parameters.Stage']);
  });

  test('is no change if no permission depends on it', () => {
    const [before, after] = ['test', 'prod'].map((stage) => define(allow('dynamodb:GetItem', ORDERS), { Conditions: { IsOpen: IS(stage) } }));

    expect(texts(before, after)).toEqual([]);
  });
});

test('a permission that a condition decides is said with the definition of the condition, so that an accepted change accepts no other one', () => {
  const reportStage = (stage: string, statements: readonly object[]) => reportAssembly(writeAssembly({ ...table('Orders'), ...role('Writer', statements) }, undefined, {
    Parameters: { Stage: { Type: 'String' } }, Conditions: { IsOpen: { Condition: 'Is' }, Is: { 'Fn::Equals': [{ Ref: 'Stage' }, stage] } },
  }));
  const describeNew = (stage: string) => texts(reportStage(stage, []), reportStage(stage, [{ 'Fn::If': ['IsOpen', allow('dynamodb:GetItem', ORDERS), { Ref: 'AWS::NoValue' }] }]));

  expect(describeNew('dev')).toEqual([expect.stringMatching(/^more: Writer may now read items of Orders, only if \S+ says so at deployment \(IsOpen\) \(content [0-9a-f]{16}\)$/)]);
  expect(describeNew('dev')).not.toEqual(describeNew('prod'));
});
