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
import { FunctionRecord } from '../../src/policy/read-assembly';

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
  new QuickstartStack(app, 'Quickstart');
  const { directory, stacks: [{ template }] } = app.synth();
  return Object.entries(WORK)
    .map(([name, work]) => new QuickstartStage(aws, new Deployment(aws, directory), template, name, work));
}

type Invoke = (functionName: string, payload: object) => Promise<any>;

/** What is done with a function, and the operations that this takes. */
interface Work {
  readonly operations: readonly string[];
  readonly run: (
    invoke: Invoke, order: { customerId: string; orderId: string }, records: () => Promise<unknown[]>,
  ) => Promise<void>;
}

const WORK: Readonly<Record<string, Work>> = {
  Writer: { operations: ['PutItem'], run: (invoke) => invoke('Writer', ORDER) },
  Reader: {
    operations: ['GetItem', 'Query'],
    run: async (invoke, order) => {
      const { note } = await invoke('Reader', order);
      const listed = await invoke('Reader', { status: 'PLACED' });
      if (note !== ORDER.note || listed.length !== 1) throw new Error(`read the note ${note} and ${listed.length} orders`);
    },
  },
  Consumer: {
    operations: ['DescribeStream', 'GetRecords', 'GetShardIterator'],
    run: async (invoke, _order, records) => {
      const { batchItemFailures } = await invoke('Consumer', { Records: await records() });
      if (batchItemFailures.length > 0) throw new Error('could not read all records');
    },
  },
};

/** A function of the quickstart: its handler as it is deployed, in a process of its own with its environment variables. */
class QuickstartStage extends Stage {
  public readonly name: string;
  public readonly operations: readonly string[];
  private orderId = '';

  private readonly declaration: FunctionRecord;

  public constructor(
    aws: Loopback,
    deployment: Deployment,
    private readonly template: any,
    functionName: string,
    private readonly doWork: Work,
  ) {
    const declaration = functionOf(deployment, functionName);
    super(aws, deployment, deployment.assembly.roles.find(({ arn }) => arn === declaration.role)!);
    this.name = `examples/quickstart: ${functionName}`;
    this.operations = doWork.operations;
    this.declaration = declaration;
  }

  protected async prepare(administrator: ClientConfig): Promise<void> {
    ({ orderId: this.orderId } = await this.invoke(administrator, 'Writer', ORDER));
  }

  protected work(config: ClientConfig): Promise<void> {
    return this.doWork.run(
      (functionName, payload) => this.invoke(config, functionName, payload),
      { customerId: ORDER.customerId, orderId: this.orderId },
      () => recordsOf({ config, streamArn: this.own().table.streamArn }),
    );
  }

  protected logGroup(): string {
    return this.declaration.logGroup;
  }

  private async invoke({ endpoint, region, credentials }: ClientConfig, functionName: string, payload: object): Promise<any> {
    const { Properties, Metadata } = this.template.Resources[functionOf(this.deployment, functionName).origin.logicalId];
    const [file, exported] = Properties.Handler.split('.');
    const code = join(ASSEMBLY, Metadata['aws:asset:path'], `${file}.mjs`);
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', '--input-type=module', '--eval', `
      console.log = () => undefined;
      const { ${exported}: handler } = await import(${JSON.stringify(code)});
      process.stdout.write(JSON.stringify(await handler(${JSON.stringify(payload)})));
    `], {
      env: {
        ...this.variablesOf(Properties.Environment?.Variables ?? {}),
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
    });
    return JSON.parse(stdout);
  }
  /** Environment variables, of which some are the names or ARNs of tables and keys. */
  private variablesOf(variables: Record<string, any>): Record<string, string> {
    const { tables, keys } = this.deployment.assembly;
    const find = (logicalId: string) => [...tables, ...keys].find(({ origin }) => origin.logicalId === logicalId)!;
    return Object.fromEntries(Object.entries(variables).map(([name, value]) =>
      [name, value.Ref ? find(value.Ref).name : value['Fn::GetAtt'] ? find(value['Fn::GetAtt'][0]).arn : value]));
  }
}

function functionOf({ assembly }: Deployment, name: string): FunctionRecord {
  return assembly.functions.find(({ origin }) => origin.constructPath?.startsWith(`Quickstart/${name}/`))!;
}
