import { readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { Deployed, Deployment, readDeployable } from './deployment';
import { DeployedFunction, runHandler } from './lambda';
import { ClientConfig, Loopback } from './loopback';
import { Stage } from './stage';
import { recordsOf } from './workloads/stream-poller';
import { QuickstartStack } from '../../examples/quickstart/quickstart-stack';
import { Assembly, FunctionRecord } from '../../src/policy/read-assembly';

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
  const assembly = readDeployable(directory);
  return stagesOf(aws, assembly, functionsOf(assembly, template));
}

/** The functions of the quickstart, by their names in its code. */
export type QuickstartFunctions = Readonly<Record<string, DeployedFunction>>;

/** The stages of the three functions, with what was deployed. */
export function stagesOf(aws: Loopback, deployed: Deployed, functions: QuickstartFunctions): Stage[] {
  return Object.entries(WORK).map(([name, work]) => new QuickstartStage(aws, deployed, functions, name, work));
}

/** The name of a function in the code of the quickstart. */
export function nameOf({ origin }: FunctionRecord): string {
  return origin.constructPath!.split('/')[1];
}

function functionsOf({ functions, tables, keys }: Assembly, template: any): QuickstartFunctions {
  const find = (logicalId: string) => [...tables, ...keys].find(({ origin }) => origin.logicalId === logicalId)!;
  return Object.fromEntries(functions.map((record) => {
    const { Properties, Metadata } = template.Resources[record.origin.logicalId];
    const [file, handler] = Properties.Handler.split('.');
    // environment variables, of which some are the names or ARNs of tables and keys
    const environment = Object.entries<any>(Properties.Environment?.Variables ?? {}).map(([name, value]) =>
      [name, value.Ref ? find(value.Ref).name : value['Fn::GetAtt'] ? find(value['Fn::GetAtt'][0]).arn : value]);
    return [nameOf(record), {
      role: record.roles[0],
      logGroup: record.logGroups[0],
      module: join(ASSEMBLY, Metadata['aws:asset:path'], `${file}.mjs`),
      handler,
      environment: Object.fromEntries(environment),
    }];
  }));
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

/** A function of the quickstart: its handler as it is deployed. */
class QuickstartStage extends Stage {
  public readonly name: string;
  public readonly operations: readonly string[];
  private orderId = '';

  public constructor(
    aws: Loopback,
    deployed: Deployed,
    private readonly functions: QuickstartFunctions,
    private readonly functionName: string,
    private readonly doWork: Work,
  ) {
    super(aws, new Deployment(aws, deployed), deployed.roles.find(({ arn }) => arn === functions[functionName].role)!);
    this.name = `examples/quickstart: ${functionName}`;
    this.operations = doWork.operations;
  }

  protected async prepare(administrator: ClientConfig): Promise<void> {
    ({ orderId: this.orderId } = await runHandler(this.functions.Writer, administrator, ORDER));
  }

  protected work(config: ClientConfig): Promise<void> {
    return this.doWork.run(
      (functionName, payload) => runHandler(this.functions[functionName], config, payload),
      { customerId: ORDER.customerId, orderId: this.orderId },
      () => recordsOf({ config, streamArn: this.own().table.streamArn }),
    );
  }

  protected logGroup(): string {
    return this.functions[this.functionName].logGroup;
  }
}
