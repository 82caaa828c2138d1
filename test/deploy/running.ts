import { createHash } from 'crypto';
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Account } from './account';
import { LocalAws, unzip } from './local-aws';
import { Assembly } from '../../src/policy/read-assembly';
import { grantsOf, without } from '../proof/grants';
import { DeployedFunction } from '../proof/lambda';
import { Loopback } from '../proof/loopback';
import { nameOf, stagesOf } from '../proof/quickstart';

/** What came of a function that ran as it was read back. */
export interface Run {
  readonly function: string;
  /** The permissions that were asked for, where the endpoint of the proof authorized them. */
  readonly asked?: readonly string[];
  /** What was denied or went wrong. */
  readonly problems: readonly string[];
}

/**
 * Runs the functions of the quickstart as they were read back: their code, environment variables, log groups and the policies
 * of their roles, on tables and keys that are made as those that were found. The endpoint of the proof authorizes each request.
 *
 * @param assembly says which function is which
 */
export async function runDeployed(
  aws: LocalAws, loopback: Loopback, account: Account, assembly: Assembly, folder: string,
): Promise<Run[]> {
  const [roles, tables, keys, logGroups] = await Promise.all([
    account.roles().then(declaredIn(assembly.roles)),
    account.tables().then(declaredIn(assembly.tables)),
    account.keys().then(declaredIn(assembly.keys)),
    account.logGroups().then(declaredIn(assembly.logGroups)),
  ]);
  const functions = await deployedFunctions(aws, account, assembly, folder);
  const runs: Run[] = [];
  const encrypted = tables.map((table) => ({ ...table, key: table.key ?? declaredKey(assembly, table.arn) }));
  for (const stage of stagesOf(loopback, { roles, tables: encrypted, keys, logGroups }, functions)) {
    await stage.reset();
    const { observations, error } = await stage.run(stage.policies());
    const denied = observations.filter(({ allowed }) => !allowed).map(({ action, resource }) => `${action} on ${resource} was denied`);
    // whoever has one permission less must fail, or else nothing was enforced; the streams of the account, nobody lists here
    const first = grantsOf(stage.policies()).find(({ resource }) => resource !== '*')!;
    const lesser = await stage.run(without(stage.policies(), first));
    runs.push({
      function: stage.name,
      asked: [...new Set(observations.map(({ action, resource }) => `${action} on ${resource}`))],
      problems: [
        ...denied,
        ...(error ? [`${error.name}: ${error.message}`] : []),
        ...(lesser.error ? [] : [`it doesn't fail without ${first.action} on ${first.resource}`]),
      ],
    });
  }
  return runs;
}

/** The functions by their names in the code of the quickstart, with the code that was uploaded. */
async function deployedFunctions(
  aws: LocalAws, account: Account, assembly: Assembly, folder: string,
): Promise<Record<string, DeployedFunction>> {
  const configurations = await account.configurations();
  const entries = assembly.functions.map(async (record) => {
    const configuration = configurations.find(({ FunctionName }) => FunctionName === record.name)!;
    const [file, handler] = configuration.Handler!.split('.');
    const code = join(folder, nameOf(record));
    await download(aws, account, configuration.FunctionName!, configuration.CodeSha256!, code);
    return [nameOf(record), {
      role: configuration.Role!,
      logGroup: configuration.LoggingConfig!.LogGroup!,
      module: join(code, `${file}.mjs`),
      handler,
      environment: configuration.Environment?.Variables ?? {},
    }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** What was found of the quickstart, among the other examples. */
function declaredIn(declared: readonly { arn: string }[]): <T extends { arn: string }>(found: T[]) => T[] {
  return (found) => found.filter(({ arn }) => declared.some((each) => each.arn === arn));
}

/** The key of a table as the template declares it: MiniStack drops it, see dropped.ts. */
function declaredKey({ tables }: Assembly, arn: string): string | undefined {
  return tables.find((table) => table.arn === arn)?.key;
}

/** Gets the code of a function from the bucket of assets, and sees that it is what the function has. */
async function download(aws: LocalAws, account: Account, FunctionName: string, expected: string, folder: string): Promise<void> {
  const { Code } = await new LambdaClient(account.config).send(new GetFunctionCommand({ FunctionName }));
  const archive = await aws.download(Code!.Location!);
  const found = createHash('sha256').update(archive).digest('base64');
  if (found !== expected) throw new Error(`${FunctionName} has other code than the bucket of assets: ${expected}, not ${found}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}.zip`, archive);
  await unzip(`${folder}.zip`, folder);
}
