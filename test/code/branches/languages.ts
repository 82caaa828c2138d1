/** Writes the statements of a program in one language. */
export interface Language {
  readonly name: 'javascript' | 'python';
  readonly file: string;
  /** What a program begins with: the clients. */
  readonly start: readonly string[];
  /** The value that is not there. */
  readonly none: string;
  readonly test: (condition: number) => string;
  readonly text: (text: string) => string;
  readonly choose: (test: string, one: string, other: string) => string;
  readonly fallBack: (first: string, second: string) => string;
  readonly object: (entries: readonly (readonly [key: string, value: string])[], spreads?: readonly string[]) => string;
  readonly merge: (one: string, other: string) => string;
  readonly read: (object: string, key: string) => string;
  /** Reads a key that may be missing. */
  readonly readMissing: (object: string, key: string, fallback?: string) => string;
  readonly list: (elements: readonly string[]) => string;
  readonly declare: (name: string, value?: string) => string;
  /** Names of the module that the handler changes. */
  readonly useGlobals: (names: readonly string[]) => readonly string[];
  /** A copy without the index. */
  readonly omitIndex: (name: string, object: string) => string;
  readonly first: (list: string) => string;
  /** The first elements. */
  readonly take: (list: string) => string;
  readonly takeLast: (list: string) => string;
  /** A list of copies, each with more in it. */
  readonly mapAll: (list: string, more: string) => string;
  readonly writeMissing: (object: string, key: string, value: string) => string;
  /** Runs the body of the first test that holds. Without a break, JavaScript goes on with the next body. */
  readonly cases: (cases: readonly Case[], otherwise: readonly string[]) => readonly string[];
  /** A loop that runs its body once, and that may be left in between. */
  readonly once: (body: readonly string[], test: string, more: readonly string[]) => readonly string[];
  readonly call: (name: string, ...args: readonly string[]) => string;
  readonly assign: (name: string, value: string) => string;
  readonly write: (object: string, key: string, value: string) => string;
  readonly remove: (object: string, key: string) => string;
  readonly copyInto: (object: string, source: string) => string;
  readonly push: (list: string, value: string) => string;
  readonly if: (test: string, body: readonly string[], otherwise?: readonly string[]) => readonly string[];
  readonly forEach: (name: string, list: string, body: readonly string[]) => readonly string[];
  readonly attempt: (body: readonly string[], caught: readonly string[], last?: readonly string[]) => readonly string[];
  /** Throws under a condition. */
  readonly fail: (test: string) => readonly string[];
  readonly define: (name: string, params: readonly string[], body: readonly string[]) => readonly string[];
  /** A parameter with a default. */
  readonly optional: (name: string, fallback: string) => string;
  /** A function that is made where it is used, and that changes what is around it. */
  readonly closure: (name: string, body: readonly string[], changes: readonly string[]) => readonly string[];
  readonly leave: (value?: string) => string;
  readonly send: (operation: 'Query' | 'Scan', input: string) => string;
  /** A class that makes a request of what its constructor keeps. */
  readonly store: (name: string, body: readonly string[]) => readonly string[];
  /** Keeps a value in the instance. */
  readonly keep: (value: string) => string;
  readonly create: (name: string, ...args: readonly string[]) => string;
  readonly handler: (body: readonly string[]) => readonly string[];
}

type Case = readonly [test: string, body: readonly string[], breaks: boolean];

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
const quote = (text: string) => `'${text}'`;

export const JAVASCRIPT: Language = {
  name: 'javascript',
  file: 'index.js',
  start: [
    'const { DynamoDBClient } = require(\'@aws-sdk/client-dynamodb\');',
    'const { DynamoDBDocumentClient, QueryCommand, ScanCommand } = require(\'@aws-sdk/lib-dynamodb\');',
    'const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));',
  ],
  none: 'undefined',
  test: (condition) => `event.c${condition}`,
  text: quote,
  choose: (test, one, other) => `(${test} ? ${one} : ${other})`,
  fallBack: (first, second) => `(${first} ?? ${second})`,
  object: (entries, spreads = []) => {
    const written = [...spreads.map((each) => `...${each}`), ...entries.map(([key, value]) => `${key}: ${value}`)];
    return `{ ${written.join(', ')} }`;
  },
  merge: (one, other) => `{ ...${one}, ...${other} }`,
  read: (object, key) => `${object}.${key}`,
  readMissing: (object, key, fallback) => fallback === undefined ? `${object}?.${key}` : `(${object}?.${key} || ${fallback})`,
  list: (elements) => `[${elements.join(', ')}]`,
  declare: (name, value) => value === undefined ? `let ${name};` : `let ${name} = ${value};`,
  useGlobals: () => [],
  omitIndex: (name, object) => `let { IndexName: ${name}Index, ...${name} } = ${object};`,
  first: (list) => `(${list}[0] ?? {})`,
  take: (list) => `${list}.slice(0, 3)`,
  takeLast: (list) => `(${list}.pop() ?? {})`,
  mapAll: (list, more) => `${list}.map((each) => ({ ...each, ...${more} }))`,
  writeMissing: (object, key, value) => `${object}.${key} ??= ${value};`,
  cases: (cases, otherwise) => [
    'switch (true) {', ...cases.flatMap(([test, body, breaks]) => indent([`case ${test}:`, ...indent(body), ...breaks ? ['  break;'] : []])),
    ...indent(['default:', ...indent(otherwise)]), '}',
  ],
  once: (body, test, more) => ['while (true) {', ...indent([...body, `if (${test}) break;`, ...more, 'break;']), '}'],
  call: (name, ...args) => `${name}(${args.join(', ')});`,
  assign: (name, value) => `${name} = ${value};`,
  write: (object, key, value) => `${object}.${key} = ${value};`,
  remove: (object, key) => `delete ${object}.${key};`,
  copyInto: (object, source) => `Object.assign(${object}, ${source});`,
  push: (list, value) => `${list}.push(${value});`,
  if: (test, body, otherwise) => [`if (${test}) {`, ...indent(body), ...otherwise ? ['} else {', ...indent(otherwise)] : [], '}'],
  forEach: (name, list, body) => [`for (let ${name} of ${list}) {`, ...indent(body), '}'],
  attempt: (body, caught, last) => [
    'try {', ...indent(body), '} catch (error) {', ...indent(caught), ...last ? ['} finally {', ...indent(last)] : [], '}',
  ],
  fail: (test) => [`if (${test}) throw new Error('failed');`],
  define: (name, params, body) => [`function ${name}(${params.join(', ')}) {`, ...indent(body), '}'],
  optional: (name, fallback) => `${name} = ${fallback}`,
  closure: (name, body) => [`const ${name} = () => {`, ...indent(body), '};'],
  leave: (value) => value === undefined ? 'return;' : `return ${value};`,
  send: (operation, input) => `client.send(new ${operation}Command(${input}));`,
  keep: (value) => `this.name = ${value};`,
  store: (name, body) => [
    `class ${name} {`, '  constructor(event, name) {', ...indent(indent(body)), '  }',
    '  makeInput() {', '    return { TableName: \'T\', IndexName: this.name };', '  }', '}',
  ],
  create: (name, ...args) => `new ${name}(${args.join(', ')})`,
  handler: (body) => ['exports.handler = async (event) => {', ...indent(body), '};'],
};

export const PYTHON: Language = {
  name: 'python',
  file: 'main.py',
  start: ['import boto3', 'client = boto3.client(\'dynamodb\')'],
  none: 'None',
  test: (condition) => `event['c${condition}']`,
  text: quote,
  choose: (test, one, other) => `(${one} if ${test} else ${other})`,
  fallBack: (first, second) => `(${first} or ${second})`,
  object: (entries, spreads = []) => {
    const written = [...spreads.map((each) => `**${each}`), ...entries.map(([key, value]) => `'${key}': ${value}`)];
    return `{${written.join(', ')}}`;
  },
  merge: (one, other) => `(${one} | ${other})`,
  read: (object, key) => `${object}['${key}']`,
  readMissing: (object, key, fallback) => `${object}.get('${key}'${fallback === undefined ? '' : `, ${fallback}`})`,
  list: (elements) => `[${elements.join(', ')}]`,
  declare: (name, value) => `${name} = ${value ?? 'None'}`,
  useGlobals: (names) => names.length > 0 ? [`global ${names.join(', ')}`] : [],
  omitIndex: (name, object) => `${name} = {key: value for key, value in ${object}.items() if key != 'IndexName'}`,
  first: (list) => `(${list}[0] if ${list} else {})`,
  take: (list) => `${list}[:3]`,
  takeLast: (list) => `(${list}.pop() if ${list} else {})`,
  mapAll: (list, more) => `[{**each, **${more}} for each in ${list}]`,
  writeMissing: (object, key, value) => `${object}.setdefault('${key}', ${value})`,
  cases: (cases, otherwise) => [
    ...cases.flatMap(([test, body], index) => [`${index === 0 ? 'if' : 'elif'} ${test}:`, ...indent(orPass(body))]),
    'else:', ...indent(orPass(otherwise)),
  ],
  once: (body, test, more) => ['while True:', ...indent([...body, `if ${test}:`, '  break', ...more, 'break'])],
  call: (name, ...args) => `${name}(${args.join(', ')})`,
  assign: (name, value) => `${name} = ${value}`,
  write: (object, key, value) => `${object}['${key}'] = ${value}`,
  remove: (object, key) => `${object}.pop('${key}', None)`,
  copyInto: (object, source) => `${object}.update(${source})`,
  push: (list, value) => `${list}.append(${value})`,
  if: (test, body, otherwise) => [`if ${test}:`, ...indent(orPass(body)), ...otherwise ? ['else:', ...indent(orPass(otherwise))] : []],
  forEach: (name, list, body) => [`for ${name} in ${list}:`, ...indent(orPass(body))],
  attempt: (body, caught, last) => [
    'try:', ...indent(orPass(body)), 'except ValueError:', ...indent(orPass(caught)), ...last ? ['finally:', ...indent(orPass(last))] : [],
  ],
  fail: (test) => [`if ${test}:`, '  raise ValueError(\'failed\')'],
  define: (name, params, body) => [`def ${name}(${params.join(', ')}):`, ...indent(orPass(body))],
  optional: (name, fallback) => `${name}=${fallback}`,
  closure: (name, body, changes) => {
    const outer = changes.length > 0 ? [`nonlocal ${changes.join(', ')}`] : [];
    return [`def ${name}():`, ...indent([...outer, ...orPass(body)])];
  },
  leave: (value) => value === undefined ? 'return' : `return ${value}`,
  send: (operation, input) => `client.${operation.toLowerCase()}(**${input})`,
  keep: (value) => `self.name = ${value}`,
  store: (name, body) => [
    `class ${name}:`, '  name = None', '  def __init__(self, event, name):', ...indent(indent(orPass(body))),
    '  def makeInput(self):', '    return {\'TableName\': \'T\', \'IndexName\': self.name}',
  ],
  create: (name, ...args) => `${name}(${args.join(', ')})`,
  handler: (body) => ['def handler(event, context):', ...indent(orPass(body))],
};

function orPass(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return ['pass'];
  return lines;
}
