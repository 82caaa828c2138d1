import { CfnCondition, CfnParameter, CfnResource, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import { CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnPolicy, CfnRole, Effect, ManagedPolicy, PermissionsBoundary, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { AccessAssertions, TableFeature } from '../../src';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { newApp } from '../policy/assemblies';
import { ENV, newTable } from '../support/app';
import '../support/quiet';

const SCANS = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'dynamodb:Scan', Resource: '*' }] };

const LOGS_ONLY = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

const URL = 'https://bucket/template.json';

/** Adds a resource that isn't read, and gives it values. */
function give(stack: Stack, type: string, properties: Record<string, unknown>): void {
  new CfnResource(stack, 'Unread', { type, properties });
}

const parameter = (stack: Stack, type?: string) => new CfnParameter(stack, 'Parameter', { type });
const declarationOf = (role: Role) => role.node.defaultChild as CfnRole;

function condition(stack: Stack): string {
  return new CfnCondition(stack, 'Maybe', { expression: Fn.conditionEquals(parameter(stack), 'x') }).logicalId;
}

function choice(stack: Stack, value: unknown): unknown {
  return { 'Fn::If': [stack.resolve(condition(stack)), value, { Ref: 'AWS::NoValue' }] };
}

const CASES: Record<string, (stack: Stack, role: Role, table: Table) => void> = {
  'a managed policy by Fn::ImportValue': (stack, role) => role.addManagedPolicy(ManagedPolicy.fromManagedPolicyArn(stack, 'M', Fn.importValue('Arn'))),
  'a managed policy by a parameter': (stack, role) => role.addManagedPolicy(ManagedPolicy.fromManagedPolicyArn(stack, 'M', parameter(stack).valueAsString)),
  'a managed policy by a parameter with a default': (stack, role) => role.addManagedPolicy(
    ManagedPolicy.fromManagedPolicyArn(stack, 'M', new CfnParameter(stack, 'P', { default: LOGS_ONLY }).valueAsString)),
  'a managed policy by a parameter of SSM': (stack, role) =>
    role.addManagedPolicy(ManagedPolicy.fromManagedPolicyArn(stack, 'M', StringParameter.valueForStringParameter(stack, '/x'))),
  'a list of managed policies by a parameter': (stack, role) =>
    declarationOf(role).addPropertyOverride('ManagedPolicyArns', { Ref: stack.resolve(parameter(stack, 'CommaDelimitedList').logicalId) }),
  'a managed policy under a condition': (stack, role) =>
    declarationOf(role).addPropertyOverride('ManagedPolicyArns', [choice(stack, 'arn:aws:iam::aws:policy/AdministratorAccess')]),
  'inline policies under a condition': (stack, role) =>
    declarationOf(role).addPropertyOverride('Policies', choice(stack, [{ PolicyName: 'p', PolicyDocument: SCANS }])),
  'a statement under a condition': (stack, role) => declarationOf(role).addPropertyOverride('Policies', [
    { PolicyName: 'p', PolicyDocument: { ...SCANS, Statement: [choice(stack, SCANS.Statement[0])] } },
  ]),
  'a statement under a condition on a parameter with a default': (stack, role) => {
    const stage = new CfnParameter(stack, 'Stage', { default: 'test' });
    new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(stage, 'prod') });
    declarationOf(role).addPropertyOverride('Policies', [
      { PolicyName: 'p', PolicyDocument: { ...SCANS, Statement: [{ 'Fn::If': ['IsProd', SCANS.Statement[0], { Ref: 'AWS::NoValue' }] }] } },
    ]);
  },
  'a statement whose effect and actions are under a condition': (stack, role) => {
    const name = condition(stack);
    declarationOf(role).addPropertyOverride('Policies', [{
      PolicyName: 'p',
      PolicyDocument: {
        ...SCANS,
        Statement: [{ Effect: { 'Fn::If': [name, 'Allow', 'Deny'] }, Action: { 'Fn::If': [name, 'dynamodb:Scan', 'dynamodb:GetItem'] }, Resource: '*' }],
      },
    }]);
  },
  'a policy whose roles are under a condition': (stack, role) => new CfnPolicy(stack, 'P', { policyName: 'p', policyDocument: SCANS })
    .addPropertyOverride('Roles', choice(stack, [{ Ref: stack.resolve(declarationOf(role).logicalId) }])),
  'a policy whose role is a parameter': (stack) => {
    new CfnPolicy(stack, 'P', { policyName: 'p', policyDocument: SCANS, roles: [parameter(stack).valueAsString] });
  },
  'a policy whose role is a parameter with a default': (stack) => {
    new CfnPolicy(stack, 'P', { policyName: 'p', policyDocument: SCANS, roles: [new CfnParameter(stack, 'Name', { default: 'Other' }).valueAsString] });
  },
  'a policy under a condition': (stack, role) => {
    new CfnPolicy(stack, 'P', { policyName: 'p', policyDocument: SCANS, roles: [role.roleName] }).addOverride('Condition', condition(stack));
  },
  'a policy in a nested stack under a condition': (stack, role) => {
    const nested = new NestedStack(stack, 'Nested');
    nested.nestedStackResource!.addOverride('Condition', condition(stack));
    new CfnPolicy(nested, 'P', { policyName: 'p', policyDocument: SCANS, roles: [role.roleName] });
  },
  'a nested stack from elsewhere that gets the name of the role': (stack, { roleName }) => give(stack, 'AWS::CloudFormation::Stack', { TemplateURL: URL, Parameters: { roleName } }),
  'a nested stack from elsewhere that gets the ARN of the role in a list': (stack, { roleArn }) =>
    give(stack, 'AWS::CloudFormation::Stack', { TemplateURL: URL, Parameters: { Roles: Fn.join(',', ['arn:aws:iam::222222222222:role/x', roleArn]) } }),
  'a module that gets the role if a choice says so': (stack, { roleName }) => give(stack, 'My::Org::Thing::MODULE', { Role: choice(stack, roleName) }),
  'a stack set that gets the role': (stack, { roleName }) =>
    give(stack, 'AWS::CloudFormation::StackSet', { Parameters: [{ ParameterKey: 'Role', ParameterValue: roleName }] }),
  'an application of SAM that gets the role': (stack, { roleName }) => give(stack, 'AWS::Serverless::Application', { Location: './a.yaml', Parameters: { roleName } }),
  'a connector of SAM that gets the role': (stack, { roleName }) =>
    give(stack, 'AWS::Serverless::Connector', { Source: { Type: 'AWS::Lambda::Function', RoleName: roleName }, Destination: { Id: 'Orders' }, Permissions: ['Read'] }),
  'a connector of SAM that names a function of the role': (stack, { roleArn }) => {
    new CfnResource(stack, 'Run', { type: 'AWS::Lambda::Function', properties: { Role: roleArn } });
    give(stack, 'AWS::Serverless::Connector', { Source: { Id: 'Run' }, Destination: { Id: 'Orders' }, Permissions: ['Read'] });
  },
  'a connector of SAM in a function of the role': (stack, { roleArn }) => new CfnResource(stack, 'Run', { type: 'AWS::Lambda::Function', properties: { Role: roleArn } })
    .addOverride('Connectors', { Read: { Properties: { Destination: { Id: 'Orders' }, Permissions: ['Read'] } } }),
  'a resource policy whose principal is a parameter': (stack, _role, table) => (table.node.defaultChild as CfnTable).addPropertyOverride('ResourcePolicy', {
    PolicyDocument: { ...SCANS, Statement: [{ ...SCANS.Statement[0], Principal: { AWS: { Ref: stack.resolve(parameter(stack).logicalId) } } }] },
  }),
  'a macro': (stack) => stack.addTransform('Tagging'),
  'an include among the transforms': (stack) => stack.addTransform('AWS::Include'),
  'an include in a role': (_stack, role) => declarationOf(role).addPropertyOverride('Fn::Transform', { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } }),
  'an include in a table': (_stack, _role, table) => (table.node.defaultChild as CfnTable).addPropertyOverride('Fn::Transform', { Name: 'AWS::Include' }),
  'a macro in a policy': (stack, role) => new CfnPolicy(stack, 'P', { policyName: 'p', policyDocument: SCANS, users: ['ann'] })
    .addPropertyOverride('Fn::Transform', [{ Name: 'Attach', Parameters: { Role: role.roleName } }]),
  'a resource policy under a condition': (stack, _role, table) => (table.node.defaultChild as CfnTable).addPropertyOverride('ResourcePolicy',
    choice(stack, { PolicyDocument: { ...SCANS, Statement: [{ ...SCANS.Statement[0], Principal: '*' }] } })),
};

function build(change: (stack: Stack, role: Role, table: Table) => void) {
  const app = newApp();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const table = newTable(stack, 'Orders');
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  change(stack, role, table);
  return { app, stack, table, role };
}

describe.each(Object.entries(CASES))('%s', (_name, change) => {
  const { app, stack, table, role } = build(change);
  const access = AccessAssertions.fromStack(stack);

  test('leaves open what isn\'t allowed otherwise', () => {
    expect(() => access.of(role).cannot(TableFeature.SCAN, table)).toThrow(/^It is unknown whether Stack\/Role is allowed dynamodb:Scan on Stack\/Orders, because that depends on ./);
  });

  test('allows nothing for sure', () => {
    expect(() => access.of(role).can(TableFeature.SCAN, table)).toThrow();
  });

  test('is in the report', () => {
    const { grantees: [grantee], accesses, unknown } = reportAssembly(app.synth().directory);
    const conditions = accesses.flatMap(({ allowed }) => allowed).flatMap((each) => each.conditions).map(({ operator }) => operator);

    expect(grantee.unknownPolicies.length > 0 || conditions.includes('Fn::If') || unknown.some(({ problem }) => /^the (macro|statement: Effect)/.test(problem)) || unknown.some(({ problem }) => problem.includes('Principal'))).toBe(true);
  });
});

test('a policy under the condition of its role is the role\'s', () => {
  const { stack, table, role } = build((within, grantee) => {
    const name = condition(within);
    declarationOf(grantee).addOverride('Condition', name);
    new CfnPolicy(within, 'P', { policyName: 'p', policyDocument: SCANS, roles: [grantee.roleName] }).addOverride('Condition', name);
  });

  AccessAssertions.fromStack(stack).of(role).can(TableFeature.SCAN, table);
});

describe('a nested stack under a condition', () => {
  const nest = (stack: Stack, fill: (nested: NestedStack) => void) => {
    const nested = new NestedStack(stack, 'Nested');
    nested.nestedStackResource!.addOverride('Condition', 'Maybe');
    fill(nested);
  };
  const scan = (scope: Stack, { roleName }: Role) => new CfnPolicy(scope, 'P', { policyName: 'p', policyDocument: SCANS, roles: [roleName] });

  test('exists whenever a role under the same condition exists', () => {
    const { stack, table, role } = build((within, grantee) => {
      declarationOf(grantee).addOverride('Condition', condition(within));
      nest(within, (nested) => scan(nested, grantee));
    });

    AccessAssertions.fromStack(stack).of(role).can(TableFeature.SCAN, table);
  });

  test('exists whenever a role in it exists', () => {
    let inner!: Role;
    const { stack, table } = build((within) => {
      condition(within);
      nest(within, (nested) => {
        inner = new Role(nested, 'Inner', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
        scan(nested, inner);
      });
    });

    AccessAssertions.fromStack(stack).of(inner).can(TableFeature.SCAN, table);
  });

  test('doesn\'t deny anything for sure', () => {
    const { stack, table, role } = build((within, grantee) => {
      condition(within);
      grantee.addToPolicy(new PolicyStatement({ actions: ['dynamodb:Scan'], resources: ['*'] }));
      nest(within, (nested) => new CfnPolicy(nested, 'P', {
        policyName: 'p', roles: [grantee.roleName], policyDocument: { ...SCANS, Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] },
      }));
    });

    expect(() => AccessAssertions.fromStack(stack).of(role).cannot(TableFeature.SCAN, table)).toThrow('Stack/Role is allowed dynamodb:Scan on Stack/Orders, by');
  });
});

test.each<[string, (stack: Stack, role: Role) => void]>([
  ['a nested stack from elsewhere that gets another role', (stack, { roleName }) =>
    give(stack, 'AWS::CloudFormation::Stack', { TemplateURL: URL, Parameters: { Role: `${roleName}-2`, Other: 'reader' } })],
  ['a nested stack from elsewhere that gets the logical id of the role', (stack, role) =>
    give(stack, 'AWS::CloudFormation::Stack', { TemplateURL: URL, Parameters: { Role: declarationOf(role).logicalId } })],
  ['a policy of CloudWatch Logs that names the role', (stack, { roleArn }) =>
    give(stack, 'AWS::Logs::ResourcePolicy', { PolicyName: 'p', PolicyDocument: stack.toJsonString({ ...SCANS, Statement: [{ ...SCANS.Statement[0], Principal: { AWS: roleArn } }] }) })],
  ['a connector of SAM between other resources', (stack) =>
    give(stack, 'AWS::Serverless::Connector', { Source: { Id: 'Other' }, Destination: { Id: 'Orders' }, Permissions: ['Read'] })],
])('%s leaves nothing open for the role', (_name, change) => {
  const { stack, table, role } = build(change);

  expect(() => AccessAssertions.fromStack(stack).of(role).cannot(TableFeature.SCAN, table)).not.toThrow();
});

test('a policy that another Region\'s parameter names has to allow the action to matter', () => {
  const { stack, table, role } = build((within) => {
    new CfnPolicy(within, 'P', {
      policyName: 'p', roles: [parameter(within).valueAsString], policyDocument: { ...SCANS, Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
    });
  });

  expect(() => AccessAssertions.fromStack(stack).of(role).cannot(TableFeature.SCAN, table)).not.toThrow();
});

test('what the known policies allow can be asserted beside an unknown managed policy', () => {
  const { stack, table, role } = build((_stack, each, orders) => {
    orders.grantReadData(each);
    each.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
  });
  const access = AccessAssertions.fromStack(stack).of(role);

  access.can(TableFeature.SCAN, table);

  expect(() => access.cannot(TableFeature.PUT_ITEM, table)).toThrow(/^It is unknown whether/);
});

describe('beside an unknown managed policy', () => {
  const addUnknown = (stack: Stack, role: Role) => role.addManagedPolicy(ManagedPolicy.fromManagedPolicyArn(stack, 'M', 'arn:aws:iam::111122223333:policy/Unknown'));
  const deny = (role: Role, conditions?: Record<string, unknown>) =>
    role.addToPolicy(new PolicyStatement({ effect: Effect.DENY, actions: ['dynamodb:*'], resources: ['*'], conditions }));
  const bound = (stack: Stack, role: Role, actions: string[]) => PermissionsBoundary.of(role)
    .apply(new ManagedPolicy(stack, 'Boundary', { statements: [new PolicyStatement({ actions, resources: ['*'] })] }));
  const restrictEndpoints = { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } };

  test.each<[string, (stack: Stack, role: Role) => void]>([
    ['a known denial', (_stack, role) => deny(role)],
    ['a known permissions boundary without the action', (stack, role) => bound(stack, role, ['s3:*'])],
    ['a known denial beside a macro in the table', (stack, role) => {
      deny(role);
      (stack.node.findChild('Orders').node.defaultChild as CfnTable).addPropertyOverride('Fn::Transform', { Name: 'AWS::Include' });
    }],
  ])('%s decides', (_name, limit) => {
    const { stack, table, role } = build((within, grantee) => {
      addUnknown(within, grantee);
      limit(within, grantee);
    });

    expect(() => AccessAssertions.fromStack(stack).of(role).cannot(TableFeature.SCAN, table)).not.toThrow();
  });

  test.each<[string, (stack: Stack, role: Role) => void]>([
    ['a denial under a condition', (_stack, role) => deny(role, restrictEndpoints)],
    ['a permissions boundary with the action', (stack, role) => bound(stack, role, ['dynamodb:Scan'])],
    ['a denial that a macro may remove', (stack, role) => {
      deny(role);
      stack.addTransform('Tagging');
    }],
  ])('%s does not decide', (_name, limit) => {
    const { stack, table, role } = build((within, grantee) => {
      addUnknown(within, grantee);
      limit(within, grantee);
    });

    expect(() => AccessAssertions.fromStack(stack).of(role).cannot(TableFeature.SCAN, table))
      .toThrow(/^It is unknown whether Stack\/Role is allowed dynamodb:Scan on Stack\/Orders, because that depends on arn:aws:iam::111122223333:policy\/Unknown/);
  });
});

describe('a session of a role that the policy of the table names', () => {
  const { stack, table, role } = build((within, grantee, orders) => {
    (orders.node.defaultChild as CfnTable).resourcePolicy = {
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:sts::${within.account}:assumed-role/${grantee.roleName}/nightly` },
          Action: 'dynamodb:Scan',
          Resource: '*',
        }],
      },
    };
    new Role(within, 'Other', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  });
  const access = AccessAssertions.fromStack(stack);

  test('may do what the policy allows, so the role isn\'t denied it', () => {
    expect(() => access.of(role).denies('dynamodb:Scan', table.tableArn)).toThrow(/^Stack\/Role is allowed dynamodb:Scan on Stack\/Orders, by\n {2}statement 0 of the policy of Stack\/Orders: /);
  });

  test('is not every session of the role', () => {
    expect(() => access.of(role).allows('dynamodb:Scan', table.tableArn)).toThrow('Stack/Role is not allowed dynamodb:Scan on Stack/Orders');
  });

  test('gives other roles nothing', () => {
    expect(() => access.of(stack.node.findChild('Other') as Role).denies('dynamodb:Scan', table.tableArn)).not.toThrow();
  });
});

test('a dynamic reference in the ARN of a statement is not known to be another table', () => {
  const { stack, table, role } = build((_within, grantee) => grantee.addToPolicy(new PolicyStatement({
    actions: ['dynamodb:PutItem'], resources: [`arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/{{resolve:ssm:/name}}`],
  })));

  expect(() => AccessAssertions.fromStack(stack).of(role).denies('dynamodb:PutItem', table.tableArn)).toThrow(/^It is unknown whether/);
});

describe('a role that the policies of a table and its stream allow everything', () => {
  const { stack, table, role } = build((_within, grantee, orders) => {
    const declaration = orders.node.defaultChild as CfnTable;
    const policyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: grantee.roleArn }, Action: '*', Resource: '*' }] };
    declaration.resourcePolicy = { policyDocument };
    declaration.streamSpecification = { streamViewType: 'KEYS_ONLY', resourcePolicy: { policyDocument } };
  });
  const access = AccessAssertions.fromStack(stack).of(role);

  test.each<[string, string]>([['CreateTable', ''], ['DeleteBackup', '/backup/01'], ['RestoreTableFromBackup', '']])('is not allowed %s, which no resource policy gives', (name, part) => {
    expect(() => access.denies(`dynamodb:${name}`, table.tableArn + part)).not.toThrow();
    expect(() => access.allows(`dynamodb:${name}`, table.tableArn + part)).toThrow('is not allowed');
  });

  test('may do on the table what the policy of a table can give', () => {
    expect(() => access.allows('dynamodb:Scan', table.tableArn)).not.toThrow();
  });

  test('may read the stream', () => {
    expect(() => access.can(TableFeature.STREAM_READ, table)).not.toThrow();
  });

  test('is not known to be allowed to read a stream whose label only the deployment knows', () => {
    const said = /^It is unknown whether Stack\/Role is allowed dynamodb:GetRecords on the stream of Stack\/Orders, because that depends on the policy of the stream of Stack\/Orders$/;
    const stream = `${table.tableArn}/stream/2026-01-01T00:00:00.000`;

    expect(() => access.allows('dynamodb:GetRecords', stream)).toThrow(said);
    expect(() => access.denies('dynamodb:GetRecords', stream)).toThrow(said);
  });
});
