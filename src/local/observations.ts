import { Observation } from './endpoint/caller';

/** Equal observations as one, with their number. */
export interface AggregatedObservation extends Omit<Observation, 'expectedBy'> {
  readonly count: number;
}

/** Counts what a caller asks for. It grows with the different permissions, not with the requests. */
export class Observations {
  private readonly counted = new Map<string, { observation: Observation; countRequest: number }>();

  /** @param expected gets the denials that a test expects, by the test's call */
  public constructor(private readonly expected: Map<string, string[]>) {}

  public push(...observations: Observation[]): void {
    for (const observation of observations) {
      if (!observation.allowed && observation.expectedBy !== undefined) this.expect(observation.expectedBy, observation.action);
      else this.countObservation(observation);
    }
  }

  public all(): AggregatedObservation[] {
    return [...this.counted.values()].map(({ observation, countRequest: countObservation }) => ({ ...observation, count: countObservation }));
  }

  private expect(call: string, action: string): void {
    this.expected.set(call, [...this.expected.get(call) ?? [], action]);
  }

  private countObservation(observation: Observation): void {
    const { operation, action, resource, allowed, reason, context } = observation;
    const key = JSON.stringify([operation, action, resource, allowed, reason, context['dynamodb:EnclosingOperation'], Object.keys(context)]);
    const known = this.counted.get(key);
    if (known) known.countRequest += 1;
    else this.counted.set(key, { observation, countRequest: 1 });
  }
}
