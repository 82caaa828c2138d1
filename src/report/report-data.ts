/**
 * The access report as data: the permissions of every grantee of an app on tables, their keys and log groups, and the reasons.
 *
 * docs/report-data.md describes the schema for readers of the JSON. A change that they must know about needs a new version.
 */

import { TableType } from '../features/table-parts';

export const REPORT_VERSION = 1;

/**
 * The kinds of resources. `account` is for actions without a resource, such as listing tables. A `role` is a resource of those that may
 * assume it. Its id is that of the grantee.
 */
export type ResourceKind = TableType | 'key' | 'log group' | 'account' | 'role';

export interface AccessReportData {
  readonly version: typeof REPORT_VERSION;
  /** Tables and what belongs to them, keys and log groups, if the app declares them or its policies name them. Sorted by id. */
  readonly resources: readonly ReportedResource[];
  /**
   * Roles, users and groups of the app, those outside of it that have policies of the app, and other principals that the policies of its
   * tables and keys allow something. Sorted by id.
   */
  readonly grantees: readonly ReportedGrantee[];
  /** One entry for each grantee and resource with access. Sorted by grantee and resource. */
  readonly accesses: readonly ReportedAccess[];
  /** The statements that accesses name, as the template has them, by their names. */
  readonly statements: Readonly<Record<string, unknown>>;
  /** All actions that the report looks for on each kind of resource. Actions that an access doesn't list are not granted. */
  readonly actions: Readonly<Record<ResourceKind, readonly string[]>>;
  /** Parts that the report leaves out because they can't be read or are known only at deployment. */
  readonly unknown: readonly UnknownPart[];
  /** The conditions, mappings and parameters of templates on which values that can't be known depend, by paths such as `Shop/Conditions.IsProd`. */
  readonly definitions: Readonly<Record<string, unknown>>;
}

export interface ReportedResource {
  /**
   * The construct path, without `/Resource` at its end. Resources of a table have `<path>/index/<name>`, `<path>/stream`,
   * `<path>/backup` and so on. A replica in another Region than its stack ends in `@<Region>`. Resources that the app doesn't declare have their ARN.
   */
  readonly id: string;
  readonly kind: ResourceKind;
  /** The name in sentences, for example `Orders` or `index byStatus of Orders`. */
  readonly name: string;
  /** The id of the table that the resource belongs to. */
  readonly table?: string;
  /** True if the app declares the resource. */
  readonly declared: boolean;
  /** True if the resource stands for all others of its kind, in the app or outside of it. */
  readonly any?: boolean;
  /** For a log group, the id of the resource that stands for the others. */
  readonly others?: string;
  /** The id of the customer managed key that encrypts the table at rest. */
  readonly tableKey?: string;
}

export interface ReportedGrantee {
  /**
   * The construct path of the role, user or group, without `/Resource` at its end. Another principal is described, for example
   * `account 111122223333`, `Service logs.amazonaws.com` or `anybody`.
   */
  readonly id: string;
  readonly kind: 'role' | 'user' | 'group' | 'principal';
  /** The name in sentences. A role of one function has the name of the function. */
  readonly name: string;
  /** The construct paths of the functions that run with the role. */
  readonly functions: readonly string[];
  /** The accesses that cdk-dynamo-access declares. Empty if the grantee has all permissions by other means. */
  readonly declared: readonly DeclaredAccess[];
  /** The names of its managed policies whose content the app doesn't have. Their permissions aren't in the report. */
  readonly unknownPolicies: readonly string[];
  /** The name of its permissions boundary. */
  readonly boundary?: string;
  /** True if the app doesn't have the content of the permissions boundary, which may allow less than the report says. */
  readonly unknownBoundary?: boolean;
  /** A hash of the permissions boundary, if it limits policies whose content isn't known. */
  readonly boundaryHash?: string;
  /** Who may assume a role. Undefined for users and groups. */
  readonly trust?: readonly ReportedTrust[];
  /** The features that would give the same access. Undefined if there are none, and if it has all permissions by features. */
  readonly suggestion?: Suggestion;
  /** The functions that run with the role, as far as their code was read. Undefined without the code, and for grantees without functions. */
  readonly code?: readonly ReadCode[];
}

/** The code of a function. Its calls are with the accesses of the role. */
export interface ReadCode {
  /** The construct path of the function. */
  readonly function: string;
  /** `complete`: there are no other calls; `open`: there may be; `not read`. */
  readonly state: 'complete' | 'open' | 'not read';
  /** The reasons why the code isn't known completely. */
  readonly unknown: readonly UnknownCode[];
}

export interface UnknownCode {
  readonly reason: string;
  /** The file in the code of the function. Undefined for a reason without a place. */
  readonly file?: string;
  readonly line?: number;
}

/** A principal that the trust policy of a role names. */
export interface ReportedTrust {
  /** For example `Service lambda.amazonaws.com`, `arn:aws:iam::111122223333:root` or `anybody`. */
  readonly principal: string;
  /** True if the statement denies that the principal assumes the role. */
  readonly denied: boolean;
  readonly conditions: readonly ReportedCondition[];
}

export interface DeclaredAccess {
  /** The construct path of the table. Undefined for permissions without a table, such as logs. */
  readonly table?: string;
  /** The features as they are written, for example `QUERY.onIndexes('byStatus')`. */
  readonly features: readonly string[];
  /** The denials, for example `DELETES`. */
  readonly denials: readonly string[];
}

export interface ReportedAccess {
  /** The id of the grantee. */
  readonly grantee: string;
  /** The id of the resource. */
  readonly resource: string;
  /** The allowed actions. An action that is allowed in two ways is in two entries. */
  readonly allowed: readonly AllowedActions[];
  /** The denied actions. A denial wins over all entries that allow the action. */
  readonly denied: readonly DeniedActions[];
  /** True if the grantee has the same access to all log groups that the resource stands for and that have no entry of their own. */
  readonly all?: boolean;
  /** The calls that need the allowed actions, with an entry for each action. Undefined without the code, and for grantees without functions. */
  readonly calls?: readonly ActionCalls[];
}

/** The calls in the code of a role's functions that need an action on a resource. */
export interface ActionCalls {
  readonly action: string;
  /**
   * - `called`: the code makes calls that need the action
   * - `made by AWS`: a service of AWS makes the request for the function
   * - `no call found`: all calls of all functions with the role are known, and none needs the action
   * - `unknown`: no call is known that needs the action, and there may be one
   */
  readonly status: 'called' | 'made by AWS' | 'no call found' | 'unknown';
  readonly calls: readonly CallInCode[];
  /** The request of the service, or the reason why there may be a call. */
  readonly text?: string;
}

export interface CallInCode {
  /** The construct path of the function. */
  readonly function: string;
  readonly file: string;
  readonly line: number;
  /** The operation, with the part of a transaction or the verb of a statement, for example `TransactWriteItems (Put)`. */
  readonly call: string;
  /** False if the call is only likely. */
  readonly sure: boolean;
}

export interface AllowedActions {
  readonly actions: readonly string[];
  /** Patterns that match more actions than the listed ones, for example `dynamodb:*`. */
  readonly patterns: readonly string[];
  /** All of these must be met. Empty means in every request. */
  readonly conditions: readonly ReportedCondition[];
  /** The features that need the actions. Empty if other statements allow them. */
  readonly asked: readonly Attribution[];
  /** The statements that allow it, for example `Quickstart/Writer/ServiceRole/DefaultPolicy, statement 0`. */
  readonly statements: readonly string[];
  /** True if the grantee declares features and none of them needs the actions. */
  readonly wider: boolean;
}

export interface DeniedActions {
  readonly actions: readonly string[];
  readonly patterns: readonly string[];
  /** Denied if all of these are met. Empty means in every request. */
  readonly conditions: readonly ReportedCondition[];
  readonly statements: readonly string[];
}

export interface ReportedCondition {
  /** A condition operator of IAM, or `Resource` if a policy variable in the resource is the condition. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  /** The same in words, for example `only through DynamoDB`. */
  readonly text: string;
}

/** A feature that needs a permission, and the reason. */
export interface Attribution {
  /** The feature as it is written. `logs` and `fieldEncryption` are not table features. */
  readonly feature: string;
  /** The reason. Undefined for custom features. */
  readonly why?: string;
}

/** The same access by features of cdk-dynamo-access. */
export interface Suggestion {
  readonly accesses: readonly SuggestedAccess[];
  /** Permissions that the grantee could do without. */
  readonly drops: readonly Drop[];
}

export interface SuggestedAccess {
  /** The id of the table. */
  readonly table: string;
  /** The features as they would be written. Together with the conditions, they allow the same as today, without what is `missing`. */
  readonly features: readonly string[];
  /** The actions of today that the features don't allow. Undefined if they allow all. */
  readonly missing?: readonly MissingActions[];
  /** The conditions today, in words. They would be the scope of the access. */
  readonly conditions: readonly string[];
  /** Features for the other actions. They allow more than the grantee may do today, or need an option. */
  readonly further?: readonly FurtherFeature[];
}

/** Actions on one resource that features don't allow. */
export interface MissingActions {
  /** The id of the table, or of what belongs to it. */
  readonly resource: string;
  readonly actions: readonly string[];
}

export interface FurtherFeature {
  readonly feature: string;
  /** The option that the feature needs, for example `exportTo`. */
  readonly option?: string;
  /** The actions on the table that it allows beyond those of today. */
  readonly beyond: readonly string[];
}

export interface Drop {
  /**
   * - `without-effect`: AWS doesn't authorize the action on such a resource
   * - `any-index`: every index that the table may get, although the app knows its indexes
   * - `any-resource`: tables or keys that the app doesn't name
   * - `excess-key-action`: an action on the table key that reading and writing items don't need
   * - `any-request`: the table key in requests that don't come through DynamoDB
   * - `no-feature`: an action that no feature needs
   */
  readonly kind: 'without-effect' | 'any-index' | 'any-resource' | 'excess-key-action' | 'any-request' | 'no-feature';
  readonly actions: readonly string[];
  /** The id of the resource, or the resource as the statement has it. */
  readonly resource: string;
  readonly text: string;
}

export interface UnknownPart {
  /** The path of the value, or the name of the statement. */
  readonly path: string;
  readonly problem: string;
  /** A hash of what the report doesn't read, so that a difference sees that it changes. */
  readonly hash?: string;
  /** The statements that can't be read completely, as the template has them. Undefined if the part is no statement. */
  readonly statements?: readonly unknown[];
}

/** One change between two reports. */
export interface Change {
  /** More access than before, less access, or access under other conditions. */
  readonly direction: 'more' | 'less' | 'other';
  /** The id of the grantee. */
  readonly grantee: string;
  /** The id of the resource. Undefined for changes that aren't about one resource. */
  readonly resource?: string;
  readonly actions: readonly string[];
  /** A sentence, for example `Writer may now delete items of Orders`. */
  readonly text: string;
}
