import { App, Stack, Stage } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { formatText } from '../../src/report/formats/text';
import { newApp } from '../policy/assemblies';
import { addIndexes, newTable } from '../support/app';
import '../support/quiet';

/** A stage whose table, role, function and managed policy have the same names in each stage. */
function addStage(app: App, id: string, action: string): void {
  const stage = new Stage(app, id);
  const data = new Stack(stage, 'Data');
  const table = newTable(data, 'Orders', { tableName: 'orders' });
  const code = new Stack(stage, 'Code');
  const role = new Role(code, 'Role', { roleName: 'writer', assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const { tableArn } = Table.fromTableName(code, 'Named', 'orders');
  role.addToPolicy(new PolicyStatement({ actions: [action], resources: [tableArn, `${tableArn}/index/late`] }));
  new ManagedPolicy(code, 'Managed', { managedPolicyName: 'shared', roles: [role], statements: [new PolicyStatement({ actions: [action], resources: [`${table.tableArn}/backup/*`] })] });
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['logs:PutLogEvents'], resources: ['*'] }));
  new CfnFunction(code, 'Fn', { functionName: 'fn', role: role.roleArn, code: { zipFile: ' ' }, handler: 'index.handler', runtime: 'nodejs22.x' });
}

describe.each([['Dev', 'Prod'], ['Prod', 'Dev']])('stages whose resources have the same ARNs, in the order %s, %s', (...order) => {
  const app = newApp();
  for (const id of order) addStage(app, id, id === 'Dev' ? 'dynamodb:Query' : 'dynamodb:DeleteBackup');
  const report = reportAssembly(app.synth().directory);

  test('have the accesses of their own roles', () => {
    const found = report.accesses.map(({ grantee, resource, allowed }) => [grantee, resource, allowed.flatMap(({ actions }) => actions).join()].join(' '));

    expect(found.filter((each) => !each.includes('log'))).toEqual([
      'Dev/Code/Role Dev/Data/Orders dynamodb:Query',
      'Dev/Code/Role Dev/Data/Orders/index/late dynamodb:Query',
      'Prod/Code/Role Prod/Data/Orders/backup dynamodb:DeleteBackup',
    ]);
  });

  test('have their own functions', () => {
    expect(report.grantees.map(({ id, functions }) => [id, functions])).toEqual([
      ['Dev/Code/Role', ['Dev/Code/Fn']], ['Prod/Code/Role', ['Prod/Code/Fn']],
    ]);
  });

  test('may write to all log groups where a statement says so', () => {
    expect(formatText(report).match(/write to [^·]*/g)).toEqual(['write to any log group ', 'write to any log group ']);
  });
});

describe('an index that only the table of the other stage has', () => {
  const listReached = (part: string, hasOwnTable = true) => {
    const app = newApp();
    for (const id of ['Beta', 'Prod']) {
      const stack = new Stack(new Stage(app, id), 'Shop');
      if (id === 'Prod') addIndexes(newTable(stack, 'Orders', { tableName: 'orders' }), 'byDate');
      else if (hasOwnTable) newTable(stack, 'Orders', { tableName: 'orders' });
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${Table.fromTableName(stack, 'Named', 'orders').tableArn}/index/${part}`] }));
    }
    return reportAssembly(app.synth().directory).accesses.map(({ grantee, resource }) => `${grantee} ${resource}`);
  };

  test('is out of reach, as the stages are in other accounts', () => {
    expect(listReached('*')).toEqual(['Prod/Shop/Role Prod/Shop/Orders/index/byDate']);
  });

  test('may be added to the own table if a statement names it', () => {
    expect(listReached('byDate')).toEqual(['Beta/Shop/Role Beta/Shop/Orders/index/byDate', 'Prod/Shop/Role Prod/Shop/Orders/index/byDate']);
  });

  test('is in reach of a stage without such a table', () => {
    expect(listReached('*', false)).toEqual(['Beta/Shop/Role Prod/Shop/Orders/index/byDate', 'Prod/Shop/Role Prod/Shop/Orders/index/byDate']);
  });
});
