import { CfnOutput, CfnParameter, CfnResource, Environment, Fn, Stack, Stage } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { newApp, read } from './assemblies';
import { AccessAssertions, TableFeature } from '../../src';
import { ENV } from '../support/app';
import '../support/quiet';

/** Writes a value into a stack, and an expression for it into another. */
interface Way {
  readonly write: (data: Stack, value: string) => void;
  readonly refer: (logic: Stack) => unknown;
}

const WAYS: Record<string, Way> = {
  'an export': {
    write: (data, value) => { new CfnOutput(data, 'Out', { value, exportName: 'name' }); },
    refer: () => Fn.importValue('name'),
  },
  'a parameter of Systems Manager': {
    write: (data, value) => { new CfnResource(data, 'Ssm', { type: 'AWS::SSM::Parameter', properties: { Name: '/name', Value: value } }); },
    refer: (logic) => new CfnParameter(logic, 'Parameter', { type: 'AWS::SSM::Parameter::Value<String>', default: '/name' }).valueAsString,
  },
  'an output': {
    write: (data, value) => { new CfnOutput(data, 'Out', { value }); },
    refer: () => ({ 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'Out' } }),
  },
  'a value for other Regions': {
    write: (data, value) => {
      new CfnResource(data, 'Writer', { type: 'Custom::CrossRegionExportWriter', properties: { WriterProps: { exports: { '/name': value } } } });
    },
    refer: (logic) => new CfnResource(logic, 'Reader', { type: 'Custom::CrossRegionExportReader' }).getAtt('/name'),
  },
};

/** Reads the name of a role in each place, which another stack there gives. */
function readNames({ write, refer }: Way, places: readonly Construct[], values: readonly (string | undefined)[]) {
  places.forEach((place, index) => {
    const value = values[index];
    const suffix = Stage.isStage(place) && place.parentStage === undefined ? `${index}` : '';
    if (value !== undefined) write(new Stack(place, `Data${suffix}`, { stackName: 'data' }), value);
    const logic = new Stack(place, `Logic${suffix}`, { stackName: 'logic' });
    new CfnResource(logic, 'Role', { type: 'AWS::IAM::Role', properties: { RoleName: refer(logic) } });
  });
  const { roles, unresolved } = read(places[0].node.root as ReturnType<typeof newApp>);
  return { names: roles.map(({ name }) => name), problems: unresolved.map(({ problem }) => problem) };
}

describe.each(Object.entries(WAYS))('%s', (_name, way) => {
  test('that stages have under one name is that of the own stage', () => {
    const app = newApp();

    expect(readNames(way, [new Stage(app, 'Beta'), new Stage(app, 'Prod')], ['beta', 'prod'])).toEqual({ names: ['beta', 'prod'], problems: [] });
  });

  test('that only another stage has is that one', () => {
    const app = newApp();

    expect(readNames(way, [new Stage(app, 'Beta'), new Stage(app, 'Prod')], ['beta', undefined])).toEqual({ names: ['beta', 'beta'], problems: [] });
  });

  test('that two equally near stacks have is not known, unless both are the same', () => {
    const read2 = (...values: string[]) => {
      const app = newApp();
      return readNames(way, [app, app], values);
    };

    expect(read2('same', 'same')).toEqual({ names: ['same', 'same'], problems: [] });
    expect(read2('one', 'other').problems).toEqual(expect.arrayContaining([expect.stringMatching(/^several stacks of this assembly have /)]));
  });
});

test.each<[string | undefined, string]>([
  [undefined, 'own'], ['arn:aws:iam::444455556666:role/reader', 'theirs'],
])('an output of a stack that the role %s reads is of the account of the role', (role, expected) => {
  const app = newApp();
  const addData = (id: string, env: Environment) => {
    new CfnOutput(new Stack(app, id, { env, stackName: 'data' }), 'Out', { value: id });
  };
  addData('theirs', { ...ENV, account: '444455556666' });
  addData('own', ENV);
  const expression = { 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'Out', ...role !== undefined && { RoleArn: role } } };
  new CfnResource(new Stack(app, 'Logic', { env: ENV }), 'Role', { type: 'AWS::IAM::Role', properties: { RoleName: expression } });

  expect(read(app).roles.map(({ name }) => name)).toEqual([expected]);
});

test('an assertion on a stage is about the table whose ARN the stage exports', () => {
  const app = newApp();
  const stages = ['Beta', 'Prod'].map((id) => {
    const stage = new Stage(app, id);
    const data = new Stack(stage, 'Data', { stackName: 'data' });
    const orders = new Table(data, 'Orders', { tableName: `orders-${id.toLowerCase()}`, partitionKey: { name: 'pk', type: AttributeType.STRING } });
    new CfnOutput(data, 'Out', { value: orders.tableArn, exportName: 'orders-arn' });
    const logic = new Stack(stage, 'Logic', { stackName: 'logic' });
    const role = new Role(logic, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [Fn.importValue('orders-arn')] }));
    return { orders, logic, role };
  });
  const [beta, prod] = stages;
  const access = AccessAssertions.fromStack(prod.logic).of(prod.role);

  expect(() => access.cannot(TableFeature.READ_ITEM, prod.orders)).toThrow('Prod/Logic/Role is allowed dynamodb:GetItem on Prod/Data/Orders, by');
  expect(() => access.cannot(TableFeature.READ_ITEM, beta.orders)).not.toThrow();
});
