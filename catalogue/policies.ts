import { readFileSync } from 'fs';
import { join } from 'path';
import { FIELD_KEY, LOG_GROUP, TABLE, TABLE_KEY } from './placeholders';

/** One action on one resource, both of which may hold wildcards, as a policy allows it. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
}

/** A statement that others write. */
export interface PeerStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** A policy that others write, by the name that it is known by. */
export interface PeerPolicy {
  readonly name: string;
  readonly statements: readonly PeerStatement[];
  readonly grants: readonly Grant[];
}

const PEERS = JSON.parse(readFileSync(join(__dirname, 'peer-policies.json'), 'utf8'));
const GUIDES = JSON.parse(readFileSync(join(__dirname, 'guide-policies.json'), 'utf8'));

/** The resources that peer-policies.json has short names for. */
const RESOURCES: Readonly<Record<string, string>> = {
  'table': TABLE,
  'index/*': `${TABLE}/index/*`,
  'stream': `${TABLE}/stream/STREAM_LABEL`,
  'stream/*': `${TABLE}/stream/*`,
  'backup/*': `${TABLE}/backup/*`,
};

/** The names in the guides' examples, and the placeholders that stand for them. */
const EXAMPLES: readonly [RegExp, string][] = [
  [/^arn:aws:dynamodb:[^:]+:\d+:table\/(users|SampleTable)$/, TABLE],
  [/^arn:aws:dynamodb:REGION:ACCOUNT:table\/PROJECT_NAMESPACE\*$/, `${TABLE}*`],
  [/^arn:aws:kms:[a-z].*$/, FIELD_KEY],
  [/^arn:aws:logs:[^:]+:\d+:\*$/, 'arn:aws:logs:REGION:ACCOUNT:*'],
  [/<log group arn>/, LOG_GROUP],
  [/^<log group Arn \(ends :\*\)>$/, `${LOG_GROUP}:*`],
  [/<fn log group>/, '/aws/lambda/FUNCTION'],
  [/<partition>/, 'aws'],
  [/<region>/, 'REGION'],
  [/<account>/, 'ACCOUNT'],
];

function placeholder(resource: string): string {
  return EXAMPLES.reduce((text, [name, stand]) => text.replace(name, stand), RESOURCES[resource] ?? resource);
}

function peerPolicy(name: string, written: readonly PeerStatement[]): PeerPolicy {
  const statements = written.map(({ actions, resources }) => ({
    actions: actions.map((action) => action.replace(' (optional)', '')),
    resources: resources.map(placeholder),
  }));
  const grants = statements.flatMap(({ actions, resources }) =>
    actions.flatMap((action) => resources.map((resource) => ({ action, resource }))));
  return { name, statements, grants };
}

/** Where the policies of tools were read. */
export function toolSources(): string[] {
  return Object.values(PEERS.sources);
}

/** The policies of tools for tables; those of CDK with what it grants on the table's customer managed key. */
export function toolPolicies(): PeerPolicy[] {
  return Object.entries<any>(PEERS.profiles)
    .filter(([name]) => !name.startsWith('pydynox'))
    .map(([name, statements]) => peerPolicy(name, [...statements, ...onKey(name)]));
}

function onKey(name: string): PeerStatement[] {
  const [, granted] = /^CDK .*grant(Read|Write|ReadWrite|Full)(Data|Access)/.exec(name) ?? [];
  if (!granted) return [];
  return [{ actions: PEERS.kms[granted === 'Read' ? 'CDK read' : 'CDK write/readWrite/fullAccess'], resources: [TABLE_KEY] }];
}

/** The policies of tools for the logs of a function. */
export function logPolicies(): PeerPolicy[] {
  return Object.entries<any>(PEERS.logs).map(([name, statement]) => peerPolicy(name, [statement]));
}

/** A guide: its policies, and what is wrong with them today in the words of whoever looked. */
export interface Guide {
  readonly source: string;
  readonly policies: readonly PeerPolicy[];
  readonly wrong: readonly string[];
}

export function guides(): Guide[] {
  return Object.entries<any>(GUIDES).filter(([key]) => key !== 'note').map(([, guide]) => ({
    source: guide.source,
    policies: Object.entries<any>(guide).filter(([, value]) => value[0]?.Effect === 'Allow').map(([name, statements]) => peerPolicy(
      name, statements.map(({ Action, Resource }: any) => ({ actions: [Action].flat(), resources: [Resource].flat() })),
    )),
    wrong: guide['wrong today'],
  }));
}
