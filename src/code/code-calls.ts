/** A call that a function's code makes. */
export interface CodeCall {
  readonly service: 'dynamodb' | 'streams' | 'kms';
  /** The operation of the API, as `GetItem`. */
  readonly operation: string;
  /** A part of a transaction (`Put`), or the verb of a PartiQL statement (`SELECT`). */
  readonly part?: string;
  /** The table, or the key; none for operations that have none. */
  readonly resource?: NamedResource;
  readonly index?: NamedResource;
  readonly at: CodePlace;
  /** It is certain to be such a request, and not only likely. */
  readonly sure: boolean;
  /** The client has credentials of its own, so the function's role doesn't decide. */
  readonly otherCredentials: boolean;
  /** The library that makes the request. */
  readonly via?: string;
}

/** A name as the code has it: by an environment variable, as a text, or as a text with variables in it. */
export interface NamedResource {
  /** `process.env`'s name, if the name is the value of one variable. */
  readonly variable?: string;
  /** The text: `orders`, or `${STAGE}-orders`. */
  readonly text: string;
}

export interface CodePlace {
  readonly file: string;
  readonly line: number;
}

/** Something that can't be told from the code. */
export interface UnknownInCode {
  /** The kind of thing that isn't known: a `call`, the `table` or `index` of a call, the `parts` of a transaction, a `module`, ... */
  readonly kind: string;
  readonly at?: CodePlace;
  readonly reason: string;
}

/** The result of reading a function's code. */
export interface CodeReading {
  /**
   * - `complete`: there are no other calls
   * - `open`: there may be others, or some of these aren't known in all
   * - `not read`
   */
  readonly state: 'complete' | 'open' | 'not read';
  readonly calls: readonly CodeCall[];
  /** Calls in the same files that the handler doesn't reach. */
  readonly unreached: readonly CodeCall[];
  readonly unknown: readonly UnknownInCode[];
}
