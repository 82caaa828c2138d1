import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ENV } from '../support/app';

/** The resources of a template, by their logical ids. */
export type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown; readonly Metadata?: unknown }>>;

/** A cloud assembly with one stack of these resources, as `cdk synth` would write it. */
export function writeAssembly(resources: Resources, environment = `aws://${ENV.account}/${ENV.region}`, sections: object = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'cdk.out'));
  writeFileSync(join(directory, 'Stack.template.json'), JSON.stringify({ ...sections, Resources: resources }));
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({
    version: '53.0.0',
    artifacts: {
      Stack: { type: 'aws:cloudformation:stack', environment, properties: { templateFile: 'Stack.template.json' } },
    },
  }));
  return directory;
}

export const ARN = {
  table: (name: string) => `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/${name}`,
  key: (id: string) => `arn:aws:kms:${ENV.region}:${ENV.account}:key/Stack-${id}`,
  role: (name: string) => `arn:aws:iam::${ENV.account}:role/${name}`,
};

/** A table by its name, which is its logical id as well. */
export function table(name: string, properties: object = {}): Resources {
  return {
    [name]: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: name, KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }], ...properties } },
  };
}

export function index(name: string): object {
  return { IndexName: name, KeySchema: [{ AttributeName: name, KeyType: 'HASH' }] };
}

export function key(id: string, properties: object = {}): Resources {
  return { [id]: { Type: 'AWS::KMS::Key', Properties: properties } };
}

/** A role by its name, with one policy of these statements. */
export function role(name: string, statements: readonly object[], properties: object = {}): Resources {
  return {
    [name]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: name,
        AssumeRolePolicyDocument: {},
        Policies: [{ PolicyName: 'Inline', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
        ...properties,
      },
    },
  };
}

export function allow(actions: string | string[], resources: unknown, condition?: object): object {
  return { Effect: 'Allow', Action: actions, Resource: resources, ...condition ? { Condition: condition } : {} };
}

export function deny(actions: string | string[], resources: unknown, condition?: object): object {
  return { ...allow(actions, resources, condition), Effect: 'Deny' };
}
