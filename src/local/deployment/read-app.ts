import { readStackFiles, StackFiles } from '../../policy/assembly-files';
import { AWS_MANAGED_POLICIES } from '../../policy/aws-managed-policies';
import { Assembly, readAssembly } from '../../policy/read-assembly';

/** Where stacks are that can be deployed to any account and Region, unless other stacks or the environment say more. */
const ANYWHERE = { account: '111122223333', region: 'us-east-1' };

/** Networks and the endpoints in them, whose ids policies name and CloudFormation makes up. */
const NETWORK_TYPES: Readonly<Record<string, string>> = { 'AWS::EC2::VPC': 'vpc', 'AWS::EC2::VPCEndpoint': 'vpce' };

/** An app as it would be deployed, and what has to be said of it. */
export interface LocalApp {
  readonly assembly: Assembly;
  readonly stacks: readonly StackFiles[];
  readonly notes: readonly string[];
}

/** Reads the folder that `cdk synth` wrote. Names that AWS would make up are invented, and always the same. */
export function readApp(directory: string): LocalApp {
  const stacks = readStackFiles(directory);
  const assembly = readAssembly(directory, {
    account: onlyOne(stacks.map(({ account }) => account)) ?? ANYWHERE.account,
    region: onlyOne(stacks.map(({ region }) => region)) ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? ANYWHERE.region,
    partition: 'aws',
    managedPolicies: AWS_MANAGED_POLICIES,
    known: Object.fromEntries(stacks.flatMap(networkNames)),
  });
  return { assembly, stacks, notes: stacks.flatMap(describeServerlessFunctions) };
}

function onlyOne(values: readonly (string | undefined)[]): string | undefined {
  const known = [...new Set(values.filter((value) => value !== undefined))];
  if (known.length === 1) return known[0];
  return undefined;
}

function networkNames({ stackName, template }: StackFiles): [string, string][] {
  return Object.entries(template.Resources ?? {}).filter(([, { Type }]) => Object.hasOwn(NETWORK_TYPES, Type))
    .map(([id, { Type }]) => [`${stackName}.${id}`, `${NETWORK_TYPES[Type]}-${id.toLowerCase()}`]);
}

/** The functions that only a transform of CloudFormation makes. Connectors and unknown policy templates give them nothing here. */
function describeServerlessFunctions({ path, template }: StackFiles): string[] {
  return Object.entries(template.Resources ?? {}).filter(([, { Type }]) => Type === 'AWS::Serverless::Function')
    .map(([id]) => `${path}/${id} is a function of SAM, whose role CloudFormation makes at deployment; `
      + 'it runs with the policies of the template that this tool can read');
}
