import { init, Z3_lbool } from 'z3-solver';
import { splitOperator } from '../../src/policy/condition-operators';
import { ConditionEntry } from '../../src/policy/policy-document';
import { splitNegation } from '../../src/policy/value-sets';

/** An SMT solver that finds requests of one key with one value, or without the key. */
export class Solver {
  public static async start(): Promise<Solver> {
    return new Solver(await init());
  }

  private constructor(private readonly z3: Awaited<ReturnType<typeof init>>) {}

  /** Tells whether a request meets some conditions on the key and not the others. */
  public async findsRequest(met: readonly ConditionEntry[], unmet: readonly ConditionEntry[]): Promise<'sat' | 'unsat' | 'unknown'> {
    const { Z3 } = this.z3;
    const context = Z3.mk_context(Z3.mk_config());
    const sort = met.concat(unmet).some(({ operator }) => operator.startsWith('Numeric')) ? 'Real' : 'String';
    const script = [
      '(declare-const present Bool)',
      `(declare-const value ${sort})`,
      `(assert (and true ${met.map(writeEntry).join(' ')}))`,
      `(assert (not (and true ${unmet.map(writeEntry).join(' ')})))`,
    ].join('\n');
    const solver = Z3.mk_solver(context);
    Z3.solver_inc_ref(context, solver);
    Z3.solver_from_string(context, solver, script);
    const answer = await Z3.solver_check(context, solver);
    Z3.solver_dec_ref(context, solver);
    Z3.del_context(context);
    if (answer === Z3_lbool.Z3_L_TRUE) return 'sat';
    return answer === Z3_lbool.Z3_L_FALSE ? 'unsat' : 'unknown';
  }

  public stop(): void {
    this.z3.em.PThread.terminateAllThreads();
  }
}

function writeEntry({ operator, values }: ConditionEntry): string {
  const { name: full, ifExists } = splitOperator(operator);
  const { name, negated } = splitNegation(full);
  if (name === 'Null') return `(or ${values.map((value) => value === 'true' ? isEmpty : `(not ${isEmpty})`).join(' ')})`;
  const matching = `(or ${values.map((value) => writeTest(name, value)).join(' ')})`;
  return `(ite present ${negated ? `(not ${matching})` : matching} ${ifExists || negated})`;
}

const isEmpty = '(or (not present) (= value ""))';
const COMPARISONS: Readonly<Record<string, string>> = {
  NumericEquals: '=', NumericLessThan: '<', NumericLessThanEquals: '<=', NumericGreaterThan: '>', NumericGreaterThanEquals: '>=',
};

function writeTest(name: string, value: string): string {
  if (name === 'StringEquals') return `(= value "${value}")`;
  if (name === 'StringLike') return `(str.in_re value (re.++ (str.to_re "") ${[...value].map(writeCharacter).join(' ')}))`;
  return `(${COMPARISONS[name]} value ${Number(value).toFixed(1)})`;
}

function writeCharacter(character: string): string {
  if (character === '*') return '(re.* re.allchar)';
  return character === '?' ? 're.allchar' : `(str.to_re "${character}")`;
}
