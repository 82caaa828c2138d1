import { partition } from '../values/lists';

/** Descriptions of actions that precede the name of a resource, for example `put items into` Orders. */
const PHRASES: Readonly<Record<string, string>> = {
  'dynamodb:BatchGetItem': 'read items in batches from',
  'dynamodb:BatchWriteItem': 'put and delete items in batches in',
  'dynamodb:ConditionCheckItem': 'check conditions on items of',
  'dynamodb:DeleteItem': 'delete items of',
  'dynamodb:GetItem': 'read items of',
  'dynamodb:PutItem': 'put items into',
  'dynamodb:Query': 'query',
  'dynamodb:Scan': 'scan',
  'dynamodb:SearchVectors': 'search',
  'dynamodb:UpdateItem': 'update items of',
  'dynamodb:PartiQLDelete': 'delete items by PartiQL in',
  'dynamodb:PartiQLInsert': 'insert items by PartiQL into',
  'dynamodb:PartiQLSelect': 'select items by PartiQL from',
  'dynamodb:PartiQLUpdate': 'update items by PartiQL in',
  'dynamodb:CreateBackup': 'back up',
  'dynamodb:CreateTable': 'create',
  'dynamodb:DeleteResourcePolicy': 'delete the resource policy of',
  'dynamodb:DeleteTable': 'delete',
  'dynamodb:DescribeStream': 'list the shards of',
  'dynamodb:DescribeTable': 'describe',
  'dynamodb:ExportTableToPointInTime': 'export',
  'dynamodb:GetRecords': 'read the records of',
  'dynamodb:GetShardIterator': 'find a place in',
  'dynamodb:GetResourcePolicy': 'read the resource policy of',
  'dynamodb:ListBackups': 'list the backups of',
  'dynamodb:ListStreams': 'list the streams of',
  'dynamodb:ListTables': 'list the tables of',
  'dynamodb:PutResourcePolicy': 'change the resource policy of',
  'dynamodb:TagResource': 'tag',
  'dynamodb:UpdateTable': 'change the settings of',
  'kms:CreateGrant': 'create grants of',
  'kms:Decrypt': 'decrypt with',
  'kms:DescribeKey': 'describe',
  'kms:Encrypt': 'encrypt with',
  'kms:GenerateDataKey': 'generate data keys with',
  'logs:CreateLogGroup': 'create',
  'logs:CreateLogStream': 'create log streams in',
  'logs:PutLogEvents': 'write to',
  'sts:AssumeRole': 'assume',
};

/** The number of actions that are named of many. */
const FIRST_ACTIONS = 3;
/** More actions at once are summarized instead of described. */
const MANY_ACTIONS = 6;

/** Describes actions on a resource, or counts them if they are many. With `withNames`, it also lists those that it counts. */
export function describeSomeActions(actions: readonly string[], resource: string, withNames = false): string {
  if (!isSummarized(actions)) return describeActions(actions, resource);
  const names = withNames ? actions.map(removeService) : shortenActions(actions);
  return `${summarizeForOne(actions)} ${resource} (${names.join(', ')})`;
}

/** Names the first of many actions and counts all, without their service. */
export function shortenActions(actions: readonly string[]): string[] {
  if (!isSummarized(actions)) return actions.map(removeService);
  return [...actions.slice(0, FIRST_ACTIONS).map(removeService), `... ${actions.length} actions`];
}

/** Summarizes actions as verbs after `may`. */
function summarizeForOne(actions: readonly string[]): string {
  return joinWords(summarizeActions(actions).map((verb) => verb.replace(/s$/, '')));
}

/** Tells whether actions are too many to describe each. */
export function isSummarized(actions: readonly string[]): boolean {
  return actions.length > MANY_ACTIONS;
}

/** Removes `other` from the name of a resource that stands for all others, for example `any other table`. */
export function removeOther(name: string): string {
  return name.replace(/\bany other\b/, 'any');
}

/** Removes the service from the name of an action. */
export function removeService(action: string): string {
  return action.replace(/^\w+:/, '');
}

/** Describes actions on resources of several services, with their names, because services have the same words for some of their actions. */
export function describeActionsOnSeveral(actions: readonly string[], resources: string): string {
  const names = `(${actions.join(', ')})`;
  if (isSummarized(actions)) return `${summarizeForOne(actions)} ${resources} ${names}`;
  return `${describeActions(actions, resources)} ${names}`;
}

/** Describes actions on a resource, for example `query and delete items of Orders`. */
function describeActions(actions: readonly string[], resource: string): string {
  const [known, unknown] = partition(actions, (action) => action in PHRASES);
  const [patterns, names] = partition(unknown, (action) => action.includes(' '));
  const used = names.slice(0, 1).map(() => `use ${joinWords(names.map(removeService))} on`);
  return `${joinWords([...known.map((action) => PHRASES[action]), ...used, ...patterns.map((action) => `do ${action} on`)])} ${resource}`;
}

const VERB_PATTERNS: readonly [verb: string, actions: RegExp][] = [
  ['reads', /^(dynamodb:(BatchGetItem|ConditionCheckItem|ExportTable.*|GetItem|GetRecords|PartiQLSelect|Query|Scan|SearchVectors)|kms:Decrypt)$/],
  ['writes', /^(dynamodb:(BatchWriteItem|DeleteItem|PartiQL(Delete|Insert|Update)|PutItem|UpdateItem)|kms:(Encrypt|GenerateDataKey)|logs:Put.*)$/],
  ['describes', /:(Describe|Get|List)/],
  ['manages', /./],
];

/** Summarizes actions by verbs. `describes` is left out if something is read as well. */
export function summarizeActions(actions: readonly string[]): string[] {
  const found = new Set(actions.map((action) => VERB_PATTERNS.find(([, pattern]) => pattern.test(action))![0]));
  return VERB_PATTERNS.map(([verb]) => verb).filter((verb) => found.has(verb) && !(verb === 'describes' && found.has('reads')));
}

/** Formats a count, for example `1 table` or `2 tables`. */
export function pluralize(count: number, noun: string): string {
  if (count === 1) return `${count} ${noun}`;
  return `${count} ${noun}${noun.endsWith('x') ? 'es' : 's'}`;
}

/** Joins words, for example `a, b and c`. */
export function joinWords(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/** Finds the resource that stands for all log groups, for the one that stands for the log groups of functions. */
export function findAllLogGroups(id: string): string | undefined {
  const broader = id.replace(/^any log group of functions/, 'any log group');
  return broader === id ? undefined : broader;
}
