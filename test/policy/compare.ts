import { DIFFERENCES } from './differences';
import { Generated } from './generated-requests';
import { oracle, Verdict } from './oracle';
import { authorize } from '../../src/policy/evaluate';

/** How both decide on a request, and what explains it if they do not decide alike. */
export interface Comparison {
  readonly ours: Verdict;
  readonly theirs: Verdict;
  /** The names of known differences without which both decide alike; nothing if they can't explain it. */
  readonly because?: readonly string[];
}

export async function compare(generated: Generated): Promise<Comparison> {
  const { verdict: theirs, context } = await oracle(generated);
  const request = { ...generated.request, context };
  const ours = decide({ ...generated, request });
  return { ours, theirs, because: ours === theirs ? [] : await explain({ ...generated, request }) };
}

function decide({ policies, request }: Generated): Verdict {
  const { allowed, reason } = authorize(policies, request);
  if (allowed) return 'allowed';
  return reason === 'explicit-deny' ? reason : 'implicit-deny';
}

/** One difference that explains it, or else all together that could. */
async function explain(generated: Generated): Promise<string[] | undefined> {
  const names: string[] = [];
  let rest = generated;
  for (const { name, without } of DIFFERENCES) {
    const alone = without(generated);
    if (!alone) continue;
    if (await agree(alone)) return [name];
    names.push(name);
    rest = without(rest) ?? rest;
  }
  return await agree(rest) ? names : undefined;
}

async function agree(generated: Generated): Promise<boolean> {
  return decide(generated) === (await oracle(generated)).verdict;
}
