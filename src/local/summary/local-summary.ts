/** The requests to an app while a command ran, counted. docs/local.md describes the JSON. */
export interface LocalSummary {
  readonly version: 1;
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
