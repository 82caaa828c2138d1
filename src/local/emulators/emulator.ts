/** The answer of an emulator to a request, as it is on the wire. */
export interface Emulated {
  readonly status: number;
  readonly body: string;
}

/** Which of an emulator's databases a request is for. Requests of different databases don't see each other's tables. */
export interface Database {
  /** Letters and digits: DynamoDB Local refuses other access keys. */
  readonly owner: string;
  readonly region: string;
}

/** A program on loopback that answers requests, after they were authorized, as DynamoDB does. */
export interface Emulator {
  readonly name: string;
  /** The operations that it doesn't know, and another emulator does. */
  readonly lacks: readonly string[];
  /** Sends a request on; who sends it no longer matters. Throws `EmulatorFailure` if the emulator doesn't answer. */
  send(target: string, body: string, database: Database): Promise<Emulated>;
  stop(): void;
}

/** Says why an emulator can't be started, or doesn't answer any more. */
export class EmulatorFailure extends Error {}
