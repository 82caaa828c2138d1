import { execFile } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';
import { App } from 'aws-cdk-lib';
import { Deployment } from './deployment';
import { ClientConfig, Loopback } from './loopback';
import { Stage } from './stage';
import { recordsOf } from './workloads/stream-poller';
import { QuickstartStack } from '../../examples/quickstart/quickstart-stack';

const ROOT = join(__dirname, '..', '..');
const EXAMPLE = join(ROOT, 'examples', 'quickstart');
const ORDER = { customerId: 'c', productId: 'p', note: 'a note' };

/** Inside the project, so that the handlers find the SDK, which Lambda's runtime has. */
const ASSEMBLY = join(ROOT, 'test-reports', 'quickstart.out');

/** The stages of the three functions of the quickstart. */
export function quickstartStages(aws: Loopback): Stage[] {
  const app = new App({
    context: {
      ...JSON.parse(readFileSync(join(EXAMPLE, 'cdk.json'), 'utf8')).context,
      'aws:cdk:enable-path-metadata': true,
      'aws:cdk:enable-asset-metadata': true,
    },
    outdir: ASSEMBLY,
  });
  const stack = new QuickstartStack(app, 'Quickstart');
  const { template } = app.synth().getStackArtifact(stack.artifactId);
  return Object.entries(WORK).map(([name, work]) => new QuickstartStage(aws, template, name, work));
}

type Invoke = (functionName: string, payload: object) => Promise<any>;
type Work = (invoke: Invoke, order: { customerId: string; orderId: string }, records: () => Promise<unknown[]>) => Promise<void>;

/** What is done with each function. */
const WORK: Readonly<Record<string, Work>> = {
  Writer: (invoke) => invoke('Writer', ORDER),
  Reader: async (invoke, order) => {
    const { note } = await invoke('Reader', order);
    const listed = await invoke('Reader', { status: 'PLACED' });
    if (note !== ORDER.note || listed.length !== 1) throw new Error(`read the note ${note} and ${listed.length} orders`);
  },
  Consumer: async (invoke, _order, records) => {
    const { batchItemFailures } = await invoke('Consumer', { Records: await records() });
    if (batchItemFailures.length > 0) throw new Error('could not read all records');
  },
};

/** A function of the quickstart: its handler as it is deployed, in a process of its own with its environment variables. */
class QuickstartStage extends Stage {
  public readonly name: string;
  private orderId = '';

  public constructor(aws: Loopback, private readonly template: any, private readonly functionName: string, private readonly doWork: Work) {
    const deployment = new Deployment(aws, `Quickstart${functionName}`, template);
    super(aws, `Quickstart${functionName}`, deployment, template.Resources[functionIdOf(template, functionName)].Properties.Role['Fn::GetAtt'][0]);
    this.name = `examples/quickstart: ${functionName}`;
  }

  protected async prepare(administrator: ClientConfig): Promise<void> {
    ({ orderId: this.orderId } = await this.invoke(administrator, 'Writer', ORDER));
  }

  protected work(config: ClientConfig): Promise<void> {
    return this.doWork(
      (functionName, payload) => this.invoke(config, functionName, payload),
      { customerId: ORDER.customerId, orderId: this.orderId },
      () => recordsOf({ config, streamArn: this.own().table.streamArn }),
    );
  }

  protected logGroup(): string {
    const id = functionIdOf(this.template, this.functionName);
    return this.deployment.propertiesOf(id).LoggingConfig?.LogGroup ?? `/aws/lambda/${this.deployment.valueOf({ Ref: id })}`;
  }

  private async invoke({ endpoint, region, credentials }: ClientConfig, functionName: string, payload: object): Promise<any> {
    const id = functionIdOf(this.template, functionName);
    const { Handler, Environment } = this.deployment.propertiesOf(id);
    const [file, exported] = Handler.split('.');
    const code = join(ASSEMBLY, this.template.Resources[id].Metadata['aws:asset:path'], `${file}.mjs`);
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', '--input-type=module', '--eval', `
      console.log = () => undefined;
      const { ${exported}: handler } = await import(${JSON.stringify(code)});
      process.stdout.write(JSON.stringify(await handler(${JSON.stringify(payload)})));
    `], {
      env: {
        ...Environment?.Variables,
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
    });
    return JSON.parse(stdout);
  }
}

function functionIdOf(template: any, name: string): string {
  return Object.keys(template.Resources).find((id) =>
    template.Resources[id].Type === 'AWS::Lambda::Function' && template.Resources[id].Metadata['aws:cdk:path'] === `Quickstart/${name}/Resource`)!;
}
