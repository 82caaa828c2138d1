import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import { CODE, ENOUGH, functionResources, trust } from './function-app';
import { AccessAssertions } from '../../src';
import { checkAssembly } from '../../src/checks/check-assembly';
import { run } from '../../src/cli/run';
import { ReportedFunction } from '../../src/code';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { allow, ARN, Resources, role, writeAssembly } from '../report/templates';

const DELETE = allow('dynamodb:DeleteItem', ARN.table('Orders'));
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const getArn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** A function that runs with the role `Role` or with another one. Only the first role has all permissions that the code needs. */
function listResources(other: unknown): Resources {
  const asset = mkdtempSync(join(tmpdir(), 'asset'));
  writeFileSync(join(asset, 'index.mjs'), CODE);
  return {
    ...functionResources(asset, ENOUGH, { Role: { 'Fn::If': ['Maybe', getArn('Role'), other] } }),
    ...role('Second', [ENOUGH[1], DELETE], { AssumeRolePolicyDocument: trust('lambda.amazonaws.com'), ManagedPolicyArns: [BASIC] }),
  };
}

const TWO_ROLES = listResources(getArn('Second'));

function reportFunction(resources: Resources): ReportedFunction {
  return JSON.parse(run(['features', writeAssembly(resources), '--why', '--format', 'json']).output).functions[0];
}

describe('a function that runs with one of two roles', () => {
  test('is reported with both', () => {
    const { grantees } = reportAssembly(writeAssembly(TWO_ROLES));

    expect(grantees.map(({ id, functions }) => [id, functions])).toEqual([['Stack/Role', ['Stack/Handler']], ['Stack/Second', ['Stack/Handler']]]);
  });

  test('has calls that are denied if one of the roles denies them', () => {
    expect(reportFunction(TWO_ROLES).denied.map(({ action }) => action)).toEqual(['dynamodb:PutItem']);
  });

  test('has the permissions of both, and those that no call needs', () => {
    const { granted, neverCalled } = reportFunction(TWO_ROLES);

    expect(granted!.filter(({ kind }) => kind !== 'log group').map(({ action, status }) => [action, status])).toEqual([
      ['dynamodb:PutItem', 'called'], ['dynamodb:Query', 'called'], ['dynamodb:DeleteItem', 'no call found'], ['dynamodb:Query', 'called'],
    ]);
    expect(neverCalled.map(({ action }) => action)).toEqual(['dynamodb:DeleteItem']);
  });

  test('is a function of the role that a check of its policies names', () => {
    const second = { ...TWO_ROLES.Second, Metadata: { 'aws:cdk:path': 'Stack/Second/Resource' } };

    expect(checkAssembly(writeAssembly({ ...TWO_ROLES, Second: second })).map(({ id, origin }) => [id, origin?.logicalId]))
      .toContainEqual(['cdk-dynamo-access:managed-logs-policy', 'Second']);
  });

  test('has no assertions by its logical id, but by those of its roles', () => {
    const template = { toJSON: () => ({ Resources: TWO_ROLES }), hasResource: () => undefined } as unknown as Template;
    const assertions = AccessAssertions.fromTemplate(template, { account: '111122223333', region: 'eu-west-1' });

    expect(() => assertions.ofLogicalId('Handler')).toThrow('only CloudFormation knows which role the function Handler runs with; '
      + 'expected one role; assert each of the roles: Role, Second');
    expect(() => assertions.ofLogicalId('Second').allows('dynamodb:DeleteItem', ARN.table('Orders'))).not.toThrow();
  });
});

describe('a function that runs with a role of the app or with one that is imported', () => {
  const resources = listResources({ 'Fn::ImportValue': 'RoleArn' });

  test('has an unknown role in the report', () => {
    expect(reportAssembly(writeAssembly(resources)).unknown.map(({ path }) => path)).toContain('Stack/Handler.Properties.Role.Fn::If.2');
  });

  test('has no assertions by its logical id', () => {
    const template = { toJSON: () => ({ Resources: resources }), hasResource: () => undefined } as unknown as Template;

    expect(() => AccessAssertions.fromTemplate(template).ofLogicalId('Handler')).toThrow('assert each of the roles: Role');
  });
});
