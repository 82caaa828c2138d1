import { Fn, Stack, Tags } from 'aws-cdk-lib';
import { AccountPrincipal, CompositePrincipal, FederatedPrincipal, IPrincipal, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { AccessCondition, RowScope, TableAccessGrants, TableAccessScope, TableFeature } from '../../src';
import { ENV, newStack, newTable } from '../support/app';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const LAMBDA = new ServicePrincipal('lambda.amazonaws.com');
const COGNITO = new FederatedPrincipal('cognito-identity.amazonaws.com', {}, 'sts:AssumeRoleWithWebIdentity');
const TAG = '${aws:PrincipalTag/TenantId}';

function warnings(assumedBy: IPrincipal, scope: TableAccessScope, change: (role: Role) => void = () => undefined): string[] {
  const stack = newStack({}, ENV);
  const role = new Role(stack, 'Role', { assumedBy });
  change(role);
  TableAccessGrants.fromTable(newTable(stack, 'Table'), scope).features(role, TableFeature.READ_ITEM);
  return warningsOf(stack);
}

const rows = (value: string): TableAccessScope => ({ rows: RowScope.ofValues(value) });
const describeWarning = (variable: string, reason: string) => `/Stack/Table: the sessions of Stack/Role never have the policy variable ${variable}: `
  + `${reason}; expected a variable that has a value in the requests of the role, because the access allows nothing otherwise; use another variable or a `
  + 'literal value, or acknowledge this warning if the value comes from outside of the app [ack: cdk-dynamo-access:variableWithoutValue]';

test.each<[string, IPrincipal, string, string]>([
  ['the tag of a role that Lambda alone assumes', LAMBDA, TAG, 'Lambda alone assumes the role, without session tags, and the role has no tag TenantId'],
  ['the name of a user', new AccountPrincipal('111122223333'), '${aws:username}', 'only users have it'],
  ['an identity of SAML for a role of Lambda', LAMBDA, '${saml:sub}', 'no SAML provider assumes the role'],
  ['an identity of SAML for a role of Cognito', COGNITO, '${saml:sub}', 'no SAML provider assumes the role'],
  ['an identity of Cognito for a role of Lambda', LAMBDA, '${cognito-identity.amazonaws.com:sub}', 'cognito-identity.amazonaws.com does not assume the role'],
])('a role has a warning for %s', (_name, assumedBy, variable, reason) => {
  expect(warnings(assumedBy, rows(variable))).toEqual([describeWarning(variable, reason)]);
});

test('a role has a warning for a variable of a condition', () => {
  const conditions = [AccessCondition.of('StringEquals', 'aws:SourceVpc', TAG)];

  expect(warnings(LAMBDA, { conditions })).toEqual([expect.stringContaining('variableWithoutValue')]);
});

const NOTHING = () => undefined;

test.each<[string, IPrincipal, TableAccessScope, (role: Role) => void]>([
  ['the tag of a role that has it', LAMBDA, rows(TAG), (role) => Tags.of(role).add('TenantId', '7')],
  ['the tag of a role that an account assumes, which may pass it', new AccountPrincipal('111122223333'), rows(TAG), NOTHING],
  ['the tag of a role that several assume', new CompositePrincipal(LAMBDA, new AccountPrincipal('111122223333')), rows(TAG), NOTHING],
  ['the tag of a role that a federation assumes', COGNITO, rows(TAG), NOTHING],
  ['an identity of Cognito for a role that it assumes', COGNITO, rows('${cognito-identity.amazonaws.com:sub}'), NOTHING],
  ['an identity of SAML for a role that SAML assumes', new FederatedPrincipal('arn:aws:iam::111122223333:saml-provider/office', {}, 'sts:AssumeRoleWithSAML'),
    rows('${saml:sub}'), NOTHING],
  ['an identity of a provider that only the deployment knows', new FederatedPrincipal(Fn.importValue('Provider'), {}, 'sts:AssumeRoleWithWebIdentity'),
    rows('${token.actions.githubusercontent.com:sub}'), NOTHING],
  ['a variable with a default', LAMBDA, rows("${aws:PrincipalTag/TenantId, 'none'}"), NOTHING],
  ['an account, which every request has', LAMBDA, rows('${aws:PrincipalAccount}'), NOTHING],
])('a role has no warning for %s', (_name, assumedBy, scope, change) => {
  expect(warnings(assumedBy, scope, change)).toEqual([]);
});

test('a user has no warning for its name', () => {
  const stack: Stack = newStack({}, ENV);
  TableAccessGrants.fromTable(newTable(stack, 'Table'), rows('${aws:username}')).features(new User(stack, 'User'), TableFeature.READ_ITEM);

  expect(warningsOf(stack)).toEqual([]);
});
