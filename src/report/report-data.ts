/**
 * The access report as data: what every grantee of an app may do with its tables, their keys and log groups, and why.
 *
 * docs/report-data.md describes the schema for readers of the JSON. A change that such a reader must know of is a new version.
 */

export const REPORT_VERSION = 1;

/**
 * What can be reached. `account` stands for what has no resource, as listing tables; `any` of a resource says that it stands
 * for all others of its kind, whether of the app or not.
 */
export type ResourceKind = 'table' | 'index' | 'stream' | 'backup' | 'export' | 'import' | 'key' | 'log group' | 'account';

export interface AccessReportData {
  readonly version: typeof REPORT_VERSION;
  /** Tables with what belongs to them, keys and log groups: those of the app, and those that its policies name. By id. */
  readonly resources: readonly ReportedResource[];
  /** Roles, users and groups of the app. By id. */
  readonly grantees: readonly ReportedGrantee[];
  /** Who reaches what. A grantee and a resource that have no entry have no access. By grantee, then by resource. */
  readonly accesses: readonly ReportedAccess[];
  /** The statements that accesses name, as they are written, by their names. */
  readonly statements: Readonly<Record<string, unknown>>;
  /** All actions that are looked for on each kind of resource: those that an access doesn't list are not granted. */
  readonly actions: Readonly<Record<ResourceKind, readonly string[]>>;
  /** What the report leaves out, as it can't be known before deployment or can't be read. */
  readonly unknown: readonly UnknownPart[];
}

export interface ReportedResource {
  /**
   * The construct path, without `/Resource` at its end; `<path>/index/<name>`, `<path>/stream`, `<path>/backup` and so on for
   * what belongs to a table; `@<Region>` behind it for one of several replicas; the ARN of what isn't of the app.
   */
  readonly id: string;
  readonly kind: ResourceKind;
  /** What it is called in sentences, as `Orders` or `index byStatus of Orders`. */
  readonly name: string;
  /** The id of the table that it belongs to. */
  readonly table?: string;
  /** Whether the app declares it. */
  readonly declared: boolean;
  /** Whether it stands for all others of its kind in the account. */
  readonly any?: boolean;
  /** The id of the table key: that of a table's encryption at rest, if it isn't one of AWS's. */
  readonly tableKey?: string;
}

export interface ReportedGrantee {
  /** The construct path of the role, user or group, without `/Resource` at its end. */
  readonly id: string;
  readonly kind: 'role' | 'user' | 'group';
  /** What it is called in sentences: by its function, if it has one, otherwise by itself. */
  readonly name: string;
  /** The construct paths of the functions that run with the role. */
  readonly functions: readonly string[];
  /** What was declared by cdk-dynamo-access, none of it where the grantee has its permissions from elsewhere. */
  readonly declared: readonly DeclaredAccess[];
  /** The names of its managed policies whose content the app doesn't have: what they allow isn't in the report. */
  readonly unknownPolicies: readonly string[];
  /** The name of its permissions boundary. */
  readonly boundary?: string;
  /** What would give the same by features. Only where something was granted by other means. */
  readonly suggestion?: Suggestion;
}

export interface DeclaredAccess {
  /** The construct path of the table; none for what isn't of a table, as logs. */
  readonly table?: string;
  /** The features, as they are written: `QUERY.onIndexes('byStatus')`. */
  readonly features: readonly string[];
  /** What is denied, as `DELETES`. */
  readonly denials: readonly string[];
}

export interface ReportedAccess {
  /** The id of the grantee. */
  readonly grantee: string;
  /** The id of the resource. */
  readonly resource: string;
  /** What is allowed; an action that is allowed in two ways stands in both. */
  readonly allowed: readonly AllowedActions[];
  /** What is denied, whatever allows it. */
  readonly denied: readonly DeniedActions[];
}

export interface AllowedActions {
  readonly actions: readonly string[];
  /** Patterns of actions that stand for more than the actions that are listed, as `dynamodb:*`. */
  readonly patterns: readonly string[];
  /** All of these must hold; none means in every request. */
  readonly conditions: readonly ReportedCondition[];
  /** On whose request by features; none where other statements allow it. */
  readonly asked: readonly Attribution[];
  /** The statements that allow it, as `Quickstart/Writer/ServiceRole/DefaultPolicy, statement 0`. */
  readonly statements: readonly string[];
  /** Whether the grantee declares features, and none of them needs this. */
  readonly wider: boolean;
}

export interface DeniedActions {
  readonly actions: readonly string[];
  readonly patterns: readonly string[];
  /** Denied only where all of these hold; none means in every request. */
  readonly conditions: readonly ReportedCondition[];
  readonly statements: readonly string[];
}

export interface ReportedCondition {
  /** A condition operator of IAM; `Resource` where a policy variable in the resource decides. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  /** The same in words, as `only through DynamoDB`. */
  readonly text: string;
}

/** A feature that asked for a permission, and why. */
export interface Attribution {
  /** The feature as it is written; `logs` and `fieldEncryption` for what isn't a table feature. */
  readonly feature: string;
  /** What it needs the permission for; nothing for features of the app's own. */
  readonly why?: string;
}

/** The same access by features of cdk-dynamo-access. */
export interface Suggestion {
  readonly accesses: readonly SuggestedAccess[];
  /** What the grantee could do without. */
  readonly drops: readonly Drop[];
}

export interface SuggestedAccess {
  /** The id of the table. */
  readonly table: string;
  /** The features, as they would be written. */
  readonly features: readonly string[];
  /** In words, the conditions that this is allowed under today: they would be the scope of the access. */
  readonly conditions: readonly string[];
}

export interface Drop {
  /**
   * - `without-effect`: AWS doesn't authorize the action on such a resource
   * - `any-index`: every index that the table may have, where the app knows those that it has
   * - `any-resource`: tables or keys that the app doesn't name
   * - `excess-key-action`: an action on the table key that reading and writing items don't need
   * - `any-request`: the table key outside of requests to DynamoDB
   * - `no-feature`: an action that is no feature's
   */
  readonly kind: 'without-effect' | 'any-index' | 'any-resource' | 'excess-key-action' | 'any-request' | 'no-feature';
  readonly actions: readonly string[];
  /** What is named: a resource by its id, or a resource as the statement has it. */
  readonly resource: string;
  readonly text: string;
}

export interface UnknownPart {
  /** Where it stands. */
  readonly path: string;
  readonly problem: string;
}
