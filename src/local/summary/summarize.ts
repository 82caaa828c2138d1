import { findDeclared, listUnused } from './declared-features';
import { DeniedPermission, FunctionSummary, LocalSummary } from './local-summary';
import { LocalIdentity } from '../deployment/identities';
import { AggregatedObservation } from '../observations';
import { RunningApp } from '../running-app';

/** Summarizes the requests to an app until now. */
export function summarize(running: RunningApp): LocalSummary {
  const functions = running.identities.map((identity) => summarizeIdentity(running, identity))
    .filter(({ asked }, index) => asked > 0 || running.identities[index].function);
  return {
    version: 1,
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
