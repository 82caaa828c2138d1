import { findDeclared, listUnused } from './declared-features';
import { LocalIdentity } from '../deployment/identities';
import { AggregatedObservation } from '../observations';
import { RunningApp } from '../running-app';

export const SUMMARY_VERSION = 1;

/** The requests to an app while a command ran, counted. docs/local.md describes the JSON. */
export interface LocalSummary {
  readonly version: typeof SUMMARY_VERSION;
  /** The functions, and the roles that asked for something. */
  readonly functions: readonly FunctionSummary[];
  /** How often other services were asked, by their names. */
  readonly refused: Readonly<Record<string, number>>;
  /** The operations that the emulator doesn't know. */
  readonly unanswered: readonly string[];
  /** Values that aren't known before deployment. */
  readonly notes: readonly string[];
  /** Problems that left something undone or undecided. */
  readonly errors: readonly string[];
}

export interface FunctionSummary {
  readonly name: string;
  readonly construct: string;
  /** How many requests needed how many permissions: each permission counts as often as it was needed. */
  readonly asked: number;
  /** Without the denials that tests expect. */
  readonly denied: readonly DeniedPermission[];
  /** The declared features that nothing used, by their tables. */
  readonly unused: readonly { readonly table: string; readonly features: readonly string[] }[];
}

export interface DeniedPermission {
  readonly operation: string;
  readonly action: string;
  /** The resource by its name in the app, or its ARN. */
  readonly resource: string;
  readonly reason: string;
  readonly count: number;
  /** The change that helps. */
  readonly remedy: string;
}

/** Summarizes the requests to an app until now. */
export function summarize(running: RunningApp): LocalSummary {
  const functions = running.identities.map((identity) => summarizeIdentity(running, identity))
    .filter(({ asked }, index) => asked > 0 || running.identities[index].function);
  return {
    version: SUMMARY_VERSION,
    functions,
    refused: Object.fromEntries([...running.aws.others.refused].sort()),
    unanswered: [...running.aws.dynamoDb.unanswered].sort(),
    notes: [...running.notes, ...running.identities.flatMap(({ name }) => running.describeEnvironment(name).notes)],
    errors: [...new Set([...running.errors, ...running.lostDenials])],
  };
}

function summarizeIdentity(running: RunningApp, identity: LocalIdentity): FunctionSummary {
  const observations = running.observations.get(identity.name)!.all();
  return {
    name: identity.name,
    construct: identity.construct,
    asked: observations.reduce((sum, { count }) => sum + count, 0),
    denied: observations.filter(({ allowed }) => !allowed).map((each) => summarizeDenial(running, each)),
    unused: listUnused(findDeclared(running.app, identity.role), observations),
  };
}

function summarizeDenial({ remedies }: RunningApp, observation: AggregatedObservation): DeniedPermission {
  const { operation, action, resource, reason, count, remedy = 'the permissions that it needs are not known here' } = observation;
  return { operation, action, resource: remedies.nameResource(resource), reason, count, remedy: remedy.replace(/^.*? on .*?: /, '') };
}
