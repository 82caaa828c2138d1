import { ENV } from '../../support/app';

/** What the conditions and parameters of a template are at one deployment. */
export interface Deployment {
  readonly conditions: Readonly<Record<string, boolean>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties: any;
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': ENV.account, 'AWS::Partition': 'aws', 'AWS::Region': ENV.region, 'AWS::URLSuffix': 'amazonaws.com', 'AWS::StackName': 'Stack',
};

const NAMES: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
};

const PLACE = `${ENV.region}:${ENV.account}`;
const ARNS: Readonly<Record<string, (name: string) => string>> = {
  'AWS::DynamoDB::Table': (name) => `arn:aws:dynamodb:${PLACE}:table/${name}`,
  'AWS::DynamoDB::GlobalTable': (name) => `arn:aws:dynamodb:${PLACE}:table/${name}`,
  'AWS::IAM::ManagedPolicy': (name) => `arn:aws:iam::${ENV.account}:policy/${name}`,
  'AWS::IAM::Role': (name) => `arn:aws:iam::${ENV.account}:role/${name}`,
  'AWS::KMS::Key': (name) => `arn:aws:kms:${PLACE}:key/${name}`,
  'AWS::Lambda::Function': (name) => `arn:aws:lambda:${PLACE}:function:${name}`,
  'AWS::Logs::LogGroup': (name) => `arn:aws:logs:${PLACE}:log-group:${name}:*`,
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
};

/**
 * The resources of a template as CloudFormation would make them: without intrinsic functions, and with invented names. Shares nothing with
 * what writes and reads policies.
 */
export class Instance {
  private readonly resolved = new Map<string, Resource>();

  constructor(private readonly template: any, private readonly deployment: Deployment) {}

  public resource(id: string): Resource {
    const known = this.resolved.get(id);
    if (known) return known;
    const { Type, Properties = {} } = this.template.Resources[id];
    const resource = { Type, Properties: this.resolve(Properties) ?? {} };
    this.resolved.set(id, resource);
    return resource;
  }

  public ids(...types: string[]): string[] {
    return Object.keys(this.template.Resources).filter((id) => types.includes(this.template.Resources[id].Type));
  }

  public name(id: string): string {
    const { Type, Properties = {} } = this.template.Resources[id];
    const name = this.resolve(Properties[NAMES[Type]]);
    return typeof name === 'string' ? name : `Stack-${id}`;
  }

  public arn(id: string): string {
    return ARNS[this.template.Resources[id].Type](this.name(id));
  }

  public resolve(node: any): any {
    if (Array.isArray(node)) return node.map((each) => this.resolve(each)).filter((each) => each !== undefined);
    if (typeof node !== 'object' || node === null) return node;
    const [[name, argument] = ['', undefined], ...others] = Object.entries<any>(node);
    if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return this.intrinsic(name, argument);
    const entries = Object.entries(node).map(([key, value]) => [key, this.resolve(value)] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }

  private intrinsic(name: string, argument: any): unknown {
    switch (name) {
      case 'Ref': return this.ref(argument);
      case 'Fn::GetAtt': return this.attribute(...(Array.isArray(argument) ? argument : argument.split('.')) as [string, string]);
      case 'Fn::If': return this.resolve(argument[this.deployment.conditions[argument[0]] ? 1 : 2]);
      case 'Fn::Join': return this.resolve(argument[1]).join(argument[0]);
      case 'Fn::FindInMap': return this.template.Mappings[argument[0]][argument[1]][argument[2]];
      case 'Fn::Select': return this.resolve(argument[1])[Number(argument[0])];
      case 'Fn::Split': return this.resolve(argument[1]).split(argument[0]);
      case 'Fn::Sub': {
        const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
        return text.replace(/\$\{([^}]*)\}/g, (_: string, key: string) => {
          if (key in variables) return this.resolve(variables[key]);
          return key.includes('.') ? this.attribute(...key.split('.') as [string, string]) : this.ref(key);
        });
      }
      default: throw new Error(`${name} isn't instantiated`);
    }
  }

  private ref(id: string): unknown {
    if (id === 'AWS::NoValue') return undefined;
    if (id in PSEUDO) return PSEUDO[id];
    if (id in this.deployment.parameters) return this.deployment.parameters[id];
    if (!this.template.Resources[id]) throw new Error(`the template has no ${id}`);
    return this.template.Resources[id].Type === 'AWS::IAM::ManagedPolicy' ? this.arn(id) : this.name(id);
  }

  private attribute(id: string, name: string): unknown {
    const { Type } = this.template.Resources[id];
    if (name === 'StreamArn') {
      if (this.resource(id).Properties.StreamSpecification === undefined) throw new Error(`${id} has no stream, so its ARN can't be deployed`);
      return `${this.arn(id)}/stream/2000-01-01T00:00:00.000`;
    }
    if (name === 'Arn' || Type === 'AWS::IAM::ManagedPolicy') return this.arn(id);
    return `${id}.${name}`;
  }
}
