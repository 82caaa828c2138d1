/** What actions do, in words that go before what they do it to: `put items into` Orders. */
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
  'dynamodb:DeleteBackup': 'delete',
  'dynamodb:DeleteResourcePolicy': 'delete the resource policy of',
  'dynamodb:DeleteTable': 'delete',
  'dynamodb:DescribeStream': 'describe',
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
};

/** What actions do to a resource: `query and delete items of Orders`; by their names, where those say it as well. */
export function describeActions(actions: readonly string[], resource: string): string {
  return `${joinWords(actions.map((action) => PHRASES[action] ?? `do ${action} on`))} ${resource}`;
}

const VERBS: readonly [verb: string, actions: RegExp][] = [
  ['reads', /^(dynamodb:(BatchGetItem|ConditionCheckItem|ExportTable.*|GetItem|GetRecords|PartiQLSelect|Query|Scan|SearchVectors)|kms:Decrypt)$/],
  ['writes', /^(dynamodb:(BatchWriteItem|DeleteItem|PartiQL(Delete|Insert|Update)|PutItem|UpdateItem)|kms:(Encrypt|GenerateDataKey)|logs:Put.*)$/],
  ['describes', /:(Describe|Get|List)/],
  ['manages', /./],
];

/** What actions come to: reads and writes of items and fields; what else there is, in short. */
export function summarizeActions(actions: readonly string[]): string[] {
  const found = new Set(actions.map((action) => VERBS.find(([, pattern]) => pattern.test(action))![0]));
  return VERBS.map(([verb]) => verb).filter((verb) => found.has(verb) && !(verb === 'describes' && found.has('reads')));
}

/** `1 table`, `2 tables`. */
export function pluralize(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : noun.endsWith('x') ? `${noun}es` : `${noun}s`}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}
