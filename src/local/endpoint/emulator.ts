/** What an emulator says to a request, as it is on the wire. */
export interface Emulated {
  readonly status: number;
  readonly body: string;
}

/** A program on loopback that answers, as DynamoDB does, what was authorized. */
export interface Emulator {
  readonly name: string;
  /** The operations that it doesn't know, and another emulator does. */
  readonly lacks: readonly string[];
  /** Sends a request on; who sends it no longer matters. */
  send(target: string, body: string): Promise<Emulated>;
  stop(): void;
}
