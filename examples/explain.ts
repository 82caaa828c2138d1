/**
 * Says in plain words what each function of a synthesized app may do, read from the templates:
 *
 *     tsx examples/explain.ts cdk.out
 */
import { readFileSync } from 'fs';
import { join } from 'path';

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, any>;
  readonly Metadata?: Record<string, string>;
}
interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

class StackExplainer {
  constructor(
    private readonly stackName: string,
    private readonly resources: Record<string, Resource>,
    private readonly metadata: Record<string, { type: string; data: any }[]>,
  ) {}

  public explain(): string {
    return this.ofType('AWS::Lambda::Function').map(([id, fn]) => {
      const roleId = fn.Properties!.Role['Fn::GetAtt']?.[0];
      const policies = this.ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')
        .filter(([, policy]) => JSON.stringify(policy.Properties!.Roles).includes(`"${roleId}"`));
      const lines = policies.flatMap(([, policy]) => policy.Properties!.PolicyDocument.Statement as Statement[])
        .map((statement) => `  - ${this.sentence(statement)}`);
      const managed = (this.resources[roleId]?.Properties?.ManagedPolicyArns ?? [])
        .map((arn: unknown) => `  - whatever ${this.readable(arn).split('/').pop()} allows`);
      const features = policies.flatMap(([policyId]) => this.featuresOf(policyId));
      const asked = features.length > 0 ? `    (asked for: ${features.join(', ')})\n` : '';
      return `${this.nameOf(id)} may\n${[...lines, ...managed].join('\n')}\n${asked}`;
    }).join('\n');
  }

  /** One statement in words: who reads it needs no IAM. */
  private sentence({ Action, Resource: resource, Condition = {} }: Statement): string {
    const actions = [Action].flat().map((action) => action.split(':')[1].replace(/(?!^)[A-Z]/g, (c) => ` ${c}`).toLowerCase());
    const resources = [resource].flat().map((each) => this.place(each));
    const conditions = Object.values(Condition).flatMap((block) => Object.entries(block))
      .map(([key, value]) => this.condition(key, value));
    return [actions.join(', '), ...new Set(resources), ...conditions].join(' · ');
  }

  private place(resource: unknown): string {
    if (resource === '*') return 'anywhere in the account: IAM knows no narrower place for this';
    const [name, index] = this.readable(resource).split('/index/');
    if (index) return `index ${index} of ${name}`;
    return name.replace(/\.(Arn|StreamArn)$/, (_, attribute) => attribute === 'StreamArn' ? ', its stream' : '');
  }

  private condition(key: string, value: unknown): string {
    if (key === 'kms:ViaService') return 'only through DynamoDB';
    if (key === 'dynamodb:EnclosingOperation') return `only inside ${[value].flat().join(', ')}`;
    if (key.startsWith('kms:EncryptionContext:')) return `only for ${key.split(':')[2]} = ${this.readable(value)}`;
    return `only if ${key} is ${this.readable(value)}`;
  }

  private readable(value: unknown): string {
    if (typeof value !== 'object' || value === null) return String(value);
    const [[key, inner]] = Object.entries(value as Record<string, any>);
    switch (key) {
      case 'Ref': return this.nameOf(inner);
      case 'Fn::GetAtt': return `${this.nameOf(inner[0])}.${inner[1]}`;
      case 'Fn::Join': return inner[1].map((part: unknown) => this.readable(part)).join(inner[0]).replace(/\.Arn\b/, '');
      default: return JSON.stringify(value);
    }
  }

  /** The construct path of a resource within its stack, as `Orders` or `WriterAccess/LogGroup`. */
  private nameOf(id: string): string {
    const path = this.resources[id]?.Metadata?.['aws:cdk:path'] ?? id;
    return path.replace(`${this.stackName}/`, '').replace(/\/Resource$/, '');
  }

  private featuresOf(policyId: string): string[] {
    const path = this.resources[policyId].Metadata?.['aws:cdk:path'].replace(/\/Resource$/, '');
    return (this.metadata[`/${path}`] ?? [])
      .filter(({ type }) => type === 'cdk-dynamo-access:access')
      .flatMap(({ data }) => data.features ?? []);
  }

  private ofType(...types: string[]): [string, Resource][] {
    return Object.entries(this.resources).filter(([, { Type }]) => types.includes(Type));
  }
}

/** What each function of a synthesized app may do. */
export function explain(assembly: string): string {
  const read = (file: string) => JSON.parse(readFileSync(join(assembly, file), 'utf8'));
  return Object.entries<any>(read('manifest.json').artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([name, { properties, additionalMetadataFile, metadata }]) => new StackExplainer(
      name,
      read(properties.templateFile).Resources,
      additionalMetadataFile ? read(additionalMetadataFile) : metadata ?? {},
    ).explain())
    .join('\n');
}

if (require.main === module) process.stdout.write(explain(process.argv[2] ?? 'cdk.out'));
