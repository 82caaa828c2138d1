import { LocalApp } from './read-app';
import { shortestNames } from './shortest-names';
import { getConstructPath } from '../../policy/assembly-resources';
import { PolicyDocument, PolicyType } from '../../policy/policy-document';
import { AttachedPolicy, FunctionRecord, RoleRecord } from '../../policy/read-assembly';
import { Caller } from '../endpoint/caller';
import { Network } from '../endpoint/network';
import { Context } from '../endpoint/permission';
import { withoutUnknown } from '../known-policies';

/** A role with its policies as far as they can be evaluated; one for each function that runs with it. */
export interface LocalIdentity extends Pick<Caller, 'arn' | 'account' | 'policies' | 'boundary' | 'network' | 'context'> {
  /** Its name in this run: `Reader`. */
  readonly name: string;
  readonly construct: string;
  readonly function?: FunctionRecord;
  readonly role: RoleRecord;
}

export interface Identities {
  readonly identities: readonly LocalIdentity[];
  readonly notes: readonly string[];
  /** Denials that can't be evaluated. */
  readonly lostDenials: readonly string[];
}

/** The functions of an app with their permissions, and its other roles. */
export function readCallers(app: LocalApp): Identities {
  const { functions, roles } = app.assembly;
  const notes: string[] = [];
  const policies = new Policies();
  const byArn = new Map(roles.map((role) => [role.arn, role]));
  const withFunctions = functions.filter(({ roles: [first, ...rest], hasUnknownRole, origin }) => {
    if (!byArn.has(first)) notes.push(`${getConstructPath(origin)} runs with a role that the app does not declare; its permissions are not known`);
    if (rest.length > 0 || (hasUnknownRole && byArn.has(first))) notes.push(`${getConstructPath(origin)} runs with one of several roles, which a condition chooses; here it has the first one`);
    return byArn.has(first);
  });
  const used = new Set(functions.map(({ roles: [first] }) => first));
  const others = roles.filter(({ arn }) => !used.has(arn));
  const names = shortestNames([...withFunctions, ...others].map(({ origin }) => getConstructPath(origin)));
  const nameIdentity = (role: RoleRecord, of: FunctionRecord | RoleRecord, sessionName: string): LocalIdentity => {
    const construct = getConstructPath(of.origin);
    return {
      name: names.get(construct)!,
      construct,
      role,
      account: role.account,
      arn: role.arn.replace(/:iam:/, ':sts:').replace(/:role\/(.*\/)?/, ':assumed-role/') + `/${sessionName}`,
      policies: role.policies.flatMap((policy) => policies.read(policy, 'identity', construct) ?? []),
      boundary: role.boundary && (policies.read(role.boundary, 'boundary', construct) ?? NOTHING),
      context: readPrincipalContext(app, role),
    };
  };
  const identities = [
    ...withFunctions.map((record) => {
      const identity = nameIdentity(byArn.get(record.roles[0])!, record, record.name);
      const context = { ...identity.context, 'lambda:SourceFunctionArn': record.arn };
      return { ...identity, function: record, context, network: findNetwork(app, record) };
    }),
    ...others.map((role) => nameIdentity(role, role, 'local')),
  ];
  return { identities, notes: [...notes, ...policies.notes], lostDenials: [...policies.lostDenials] };
}

/** A boundary of which nothing is known allows nothing here. */
const NOTHING: PolicyDocument = { Version: '2012-10-17', Statement: [] };

/** Reads policies, each once. */
class Policies {
  public readonly notes = new Set<string>();
  public readonly lostDenials = new Set<string>();

  public read({ name, arn, document }: AttachedPolicy, type: PolicyType, construct: string): PolicyDocument | undefined {
    if (!document) {
      this.notes.add(`${construct}: what the policy ${arn ?? name} allows is not known, as it is not of the app`);
      return undefined;
    }
    const known = withoutUnknown(document, type, `${construct}, ${name}`);
    known.leftOut.forEach((each) => this.notes.add(`${each}; nothing is allowed on it here`));
    known.lostDenials.forEach((each) => this.lostDenials.add(`${each}; what it denies is not denied here`));
    return known.document;
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
function readPrincipalContext({ assembly }: LocalApp, { arn, account, origin }: RoleRecord): Context {
  const tags = assembly.propertyAt<readonly { Key: string; Value: unknown }[]>(origin, 'Tags') ?? [];
  return {
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': account,
    'aws:PrincipalType': 'AssumedRole',
    ...Object.fromEntries(tags.flatMap(({ Key, Value }) =>
      typeof Value === 'string' ? [[`aws:PrincipalTag/${Key}`, Value]] : [])),
  };
}

/** The VPC of a function, where that has an endpoint for DynamoDB. */
function findNetwork({ assembly, stacks }: LocalApp, { origin }: FunctionRecord): Network | undefined {
  const { SubnetIds = [] } = assembly.propertyAt<{ SubnetIds?: readonly { Ref?: string }[] }>(origin, 'VpcConfig') ?? {};
  const subnet = SubnetIds[0]?.Ref;
  const resources = Object.entries(stacks.find(({ path }) => path === origin.stack)?.template.Resources ?? {});
  const vpc = subnet && assembly.propertyAt({ stack: origin.stack, logicalId: subnet }, 'VpcId');
  const endpoint = resources.find(([logicalId, { Type }]) => Type === 'AWS::EC2::VPCEndpoint'
    && assembly.propertyAt({ stack: origin.stack, logicalId }, 'VpcId') === vpc
    && /\.dynamodb"?\]*$/.test(JSON.stringify(assembly.propertyAt({ stack: origin.stack, logicalId }, 'ServiceName'))));
  if (typeof vpc !== 'string' || !endpoint) return undefined;
  return { vpc, vpcEndpoint: assembly.evaluateIn(origin.stack, { Ref: endpoint[0] }).value as string };
}
