import { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { newApp } from './assemblies';
import { AccessAssertions, TableFeature } from '../../src';
import { listResourceMacros, listTemplateMacros } from '../../src/policy/macros';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { formatText } from '../../src/report/formats/text';
import { ENV, newTable } from '../support/app';
import '../support/quiet';

const newRole = (stack: Stack) => new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
const INCLUDE = { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/key' } };

test.each(['AWS::Serverless-2016-10-31', 'AWS::LanguageExtensions', 'AWS::CodeDeployBlueGreen', 'AWS::SecretsManager-2024-09-16'])('the transform %s leaves nothing unknown', (transform) => {
  expect(listTemplateMacros({ Transform: [transform] })).toEqual([]);
});

test.each([['Tagging'], [['AWS::Serverless-2016-10-31', 'Tagging']], [{ Name: 'Tagging' }], [[{ Name: 'Tagging' }]]])('the transform %j is a macro', (transform) => {
  expect(listTemplateMacros({ Transform: transform })).toMatchObject([{ place: 'Transform', name: 'the macro Tagging' }]);
});

test('a loop over resources is a macro of the template', () => {
  const Resources = { 'Fn::ForEach::Roles': ['Name', ['a', 'b'], {}] } as any;

  expect(listTemplateMacros({ Transform: 'AWS::LanguageExtensions', Resources }))
    .toEqual([{ place: 'Resources.Fn::ForEach::Roles', name: 'the loop Fn::ForEach::Roles', content: ['Name', ['a', 'b'], {}] }]);
});

test('an include beside resources is a macro of the template', () => {
  expect(listTemplateMacros({ Resources: { 'Fn::Transform': INCLUDE } as any }))
    .toEqual([{ place: 'Resources.Fn::Transform', name: 'the macro AWS::Include', content: INCLUDE }]);
});

test('a macro in a resource or in its properties is a macro of the resource', () => {
  expect(listResourceMacros('Role', { 'Fn::Transform': 'Own', 'Properties': { 'Fn::Transform': [INCLUDE] } })).toEqual([
    { place: 'Role.Fn::Transform', name: 'the macro Own', content: 'Own' },
    { place: 'Role.Properties.Fn::Transform', name: 'the macro AWS::Include', content: INCLUDE },
  ]);
});

test('the report names a macro under what isn\'t known, and with each role of the stack', () => {
  const app = newApp();
  const [changed, other] = ['Changed', 'Other'].map((id) => new Stack(app, id, { env: ENV }));
  changed.addTransform('Tagging');
  [changed, other].forEach((stack) => newRole(stack));

  expect(formatText(reportAssembly(app.synth().directory))).toBe([
    'Changed/Role may',
    '  - whatever the macro Tagging in Changed allows, which the app does not say',
    '',
    'Other/Role may do nothing with tables, keys or logs, as far as is known',
    '',
    'Not known',
    '  - Changed/Transform: the macro Tagging may add and change resources at deployment',
    '',
  ].join('\n'));
});

test('assertions can\'t tell what a role of another stack may do on a table whose policy a macro may change', () => {
  const app = newApp();
  const [changed, other] = ['Changed', 'Other'].map((id) => new Stack(app, id, { env: ENV }));
  changed.addTransform('Tagging');
  const table = newTable(changed, 'Orders', { tableName: 'orders' });
  const role = newRole(other);
  const access = AccessAssertions.fromStack(other).of(role);

  expect(() => access.cannot(TableFeature.SCAN, table)).toThrow(/^It is unknown whether .*, because that depends on the macro Tagging in Changed$/);
});

test('assertions pass on what the template of a stack with a macro allows', () => {
  const app = newApp();
  const stack = new Stack(app, 'Stack', { env: ENV });
  stack.addTransform('Tagging');
  const [table, role] = [newTable(stack, 'Orders'), newRole(stack)];
  table.grant(role, 'dynamodb:Scan');

  AccessAssertions.fromStack(stack).of(role).can(TableFeature.SCAN.onTable(), table);
});
