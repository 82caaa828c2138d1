import { runSimulation } from '@cloud-copilot/iam-simulate';
import { Generated } from './generated-requests';
import { ContextValues } from '../../src/policy/evaluate';

export type Verdict = 'allowed' | 'explicit-deny' | 'implicit-deny';

const VERDICTS: Readonly<Record<string, Verdict>> = {
  Allowed: 'allowed', ExplicitlyDenied: 'explicit-deny', ImplicitlyDenied: 'implicit-deny',
};

/** What another implementation of AWS's evaluation decides, and the condition keys that it takes for the request's. */
export async function oracle({ request, policies }: Generated): Promise<{ verdict: Verdict; context: ContextValues }> {
  const { identity, boundary, resource } = policies;
  const context = Object.entries(request.context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]);
  const simulation = await runSimulation({
    request: {
      principal: request.principal.arn,
      action: request.action,
      resource: { resource: request.resource, accountId: resource!.account },
      contextVariables: Object.fromEntries(context),
    },
    identityPolicies: identity.map((policy, index) => ({ name: `${index}`, policy })),
    permissionBoundaryPolicies: boundary && [{ name: 'boundary', policy: boundary }],
    resourcePolicy: resource?.document,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  }, {});
  if (simulation.resultType !== 'single') throw new Error(JSON.stringify(simulation));
  const ignored = simulation.result.ignoredContextKeys!;
  return {
    verdict: VERDICTS[simulation.overallResult],
    context: Object.fromEntries(Object.entries(request.context).filter(([key]) => !ignored.includes(key))),
  };
}
