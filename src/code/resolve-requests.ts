import { CodeCall, CodePlace, CodeReading, NamedResource, UnknownInCode } from './code-calls';
import { elementsOf, fieldOf } from './engine/contents';
import { ANSWER, RequestSite } from './engine/engine';
import { Atom, NO_VALUE, ObjectAtom, only, union, Value } from './engine/values';
import { lineAt, Located } from './ir';
import { readStatement } from './partiql';
import { HandlerRequests } from './read-handler';
import { removeDuplicates } from '../values/lists';

/** Turns the requests that were found into calls: each with its table and index, parts and verbs. */
export function resolveRequests({ requests, unreached, open, notRead }: HandlerRequests): CodeReading {
  if (notRead !== undefined) return { state: 'not read', calls: [], unreached: [], unknown: [{ kind: 'code', reason: notRead }] };
  const unknown = new Map<string, UnknownInCode>();
  const add = (each: UnknownInCode) => unknown.set(`${each.kind} ${each.at?.file} ${each.at?.line} ${each.reason}`, each);
  for (const { kind, at, reason } of open) add({ kind, reason, ...at ? { at: placeOf(at) } : {} });
  const calls = new Map<string, CodeCall>();
  for (const site of requests) {
    const found = new RequestReader(site).read();
    found.unknown.forEach(add);
    for (const call of found.calls) calls.set(JSON.stringify(call), call);
  }
  return {
    state: unknown.size === 0 ? 'complete' : 'open',
    calls: sortCalls([...calls.values()]),
    unreached: sortCalls(removeDuplicates(unreached.flatMap((site) => new RequestReader(site).read().calls))),
    unknown: [...unknown.values()],
  };
}

function sortCalls(calls: readonly CodeCall[]): CodeCall[] {
  return [...calls].sort((one, other) => compare(sortKey(one), sortKey(other)));
}

function sortKey({ at: { file, line }, operation, part, resource }: CodeCall): string {
  return `${file} ${String(line).padStart(7, '0')} ${operation} ${part} ${resource?.text}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function placeOf(at: Located): CodePlace {
  return { file: at.file.path, line: lineAt(at) };
}

/** The parameter that names the table, where it isn't `TableName`; null for operations that have no table. */
const TABLE_PARAMETERS: Readonly<Record<string, readonly string[] | null>> = {
  DescribeBackup: ['BackupArn'],
  DeleteBackup: ['BackupArn'],
  RestoreTableFromBackup: ['BackupArn'],
  RestoreTableToPointInTime: ['SourceTableName', 'SourceTableArn'],
  DescribeExport: ['ExportArn'],
  ExportTableToPointInTime: ['TableArn'],
  DescribeImport: ['ImportArn'],
  ImportTable: ['TableCreationParameters'],
  TagResource: ['ResourceArn'],
  UntagResource: ['ResourceArn'],
  ListTagsOfResource: ['ResourceArn'],
  GetResourcePolicy: ['ResourceArn'],
  PutResourcePolicy: ['ResourceArn'],
  DeleteResourcePolicy: ['ResourceArn'],
  DescribeStream: ['StreamArn'],
  GetShardIterator: ['StreamArn'],
  GetRecords: ['ShardIterator'],
  ListTables: null,
  ListBackups: null,
  ListExports: null,
  ListImports: null,
  ListGlobalTables: null,
  ListStreams: null,
  ListContributorInsights: null,
  DescribeLimits: null,
  DescribeEndpoints: null,
  Encrypt: ['KeyId'],
  Decrypt: ['KeyId'],
  GenerateDataKey: ['KeyId'],
  GenerateDataKeyWithoutPlaintext: ['KeyId'],
  ReEncrypt: ['DestinationKeyId'],
};

/** Of these, the ciphertext or the iterator may say which resource is meant, and a parameter needn't. */
const OPTIONAL = ['Decrypt', 'GetRecords'];
/** These name a thing that belongs to a table, by an ARN that only runs know. */
const BY_ARN = ['DescribeBackup', 'DeleteBackup', 'RestoreTableFromBackup', 'DescribeExport', 'DescribeImport'];

/** Reads one request. */
class RequestReader {
  private readonly calls: CodeCall[] = [];
  private readonly unknown: UnknownInCode[] = [];
  private readonly objects: readonly ObjectAtom[];
  private readonly isOpen: boolean;

  constructor(private readonly site: RequestSite) {
    const { objects, open } = findObjects(site.input.atoms);
    this.objects = objects;
    this.isOpen = open;
  }

  public read(): { readonly calls: readonly CodeCall[]; readonly unknown: readonly UnknownInCode[] } {
    const { operation } = this.site;
    switch (operation) {
      case 'TransactWriteItems': case 'TransactGetItems': this.readTransaction(); break;
      case 'BatchGetItem': case 'BatchWriteItem':
        if (this.site.table) this.readTable();
        else this.readBatch();
        break;
      case 'ExecuteStatement': this.readStatements(this.parameter('Statement')); break;
      case 'BatchExecuteStatement': this.readListOfStatements('Statements'); break;
      case 'ExecuteTransaction': this.readListOfStatements('TransactStatements'); break;
      default: this.readTable();
    }
    return { calls: this.calls, unknown: this.unknown };
  }

  private tell(kind: string, reason: string): void {
    this.unknown.push({ kind, at: placeOf(this.site.at), reason });
  }

  private add(call: Pick<CodeCall, 'part' | 'resource' | 'index'> & { readonly likely?: boolean }): void {
    const { service, operation, at, otherCredentials, unsure, via } = this.site;
    const { likely, ...rest } = call;
    this.calls.push({
      service,
      operation,
      ...withoutUndefined(rest),
      at: placeOf(at),
      sure: !unsure && likely !== true,
      otherCredentials: otherCredentials.size > 0 && !otherCredentials.has(false),
      ...via === undefined ? {} : { via },
    });
  }

  private parameter(name: string): Value {
    return union(...this.objects.map((object) => readField(object, name)));
  }

  private readTable(): void {
    const { operation, table } = this.site;
    const parameters = Object.hasOwn(TABLE_PARAMETERS, operation) ? TABLE_PARAMETERS[operation] : [/GlobalTable/.test(operation) ? 'GlobalTableName' : 'TableName'];
    if (parameters === null) return this.add({});
    const value = table?.atoms ?? union(...parameters.map((name) => this.parameter(name)));
    const tables = this.names(value, this.site.service === 'kms' ? 'key' : 'table');
    const indexes = this.readIndexes();
    for (const resource of tables) for (const index of indexes) this.add({ resource, index });
  }

  /** The names that a value may be; undefined for what isn't known, which is said. */
  private names(value: Value, kind: 'table' | 'key' | 'index'): (NamedResource | undefined)[] {
    const { operation } = this.site;
    const found = namesOf(value);
    if (found.why !== undefined && !OPTIONAL.includes(operation)) {
      const what = BY_ARN.includes(operation) ? 'table' : kind;
      this.tell(what, `the ${what} of ${operation}: ${this.isOpen && value.size === 0 ? 'its parameters aren\'t followed' : found.why}`);
    }
    return found.why === undefined ? found.names : [...found.names, undefined];
  }

  private readIndexes(): (NamedResource | undefined)[] {
    const { operation } = this.site;
    if (!['Query', 'Scan', 'SearchVectors'].includes(operation)) return [undefined];
    const value = this.parameter('IndexName');
    const mayHaveOne = this.isOpen || this.objects.some((object) => mayHoldMore(object));
    if (value.size === 0 && !mayHaveOne) return [undefined];
    if (value.size === 0) {
      this.tell('index', `the index of ${operation}: its parameters aren't followed`);
      return [undefined];
    }
    const always = this.objects.some((object) => readField(object, 'IndexName').size === 0) ? [undefined] : [];
    return [...this.names(value, 'index'), ...always];
  }

  private readTransaction(): void {
    const items = this.parameter('TransactItems');
    const { objects, open } = findObjects(elementsOf(items));
    const kinds = this.site.operation === 'TransactGetItems' ? ['Get'] : ['ConditionCheck', 'Delete', 'Put', 'Update'];
    let parts = 0;
    for (const item of objects) {
      for (const part of kinds) {
        const inner = findObjects(readField(item, part));
        if (inner.open) this.tell('parts', `a part of ${this.site.operation} isn't followed`);
        for (const each of inner.objects) {
          parts++;
          for (const resource of this.names(readField(each, 'TableName'), 'table')) this.add({ part, resource });
        }
      }
      if (mayHoldMore(item)) this.tell('parts', `a part of ${this.site.operation} isn't followed`);
    }
    if (open || parts === 0 || this.isOpen) this.tell('parts', `the parts of ${this.site.operation} aren't all followed`);
    if (parts === 0) this.add({});
  }

  private readBatch(): void {
    // what an answer leaves unprocessed is of the same tables
    const items = new Set([...this.parameter('RequestItems')].filter((atom) => atom.kind !== 'unknown' || atom.why !== ANSWER));
    if (items.size === 0 && this.parameter('RequestItems').size > 0) return;
    const { objects, open } = findObjects(items);
    const keys = objects.flatMap((object) => [...allKeys(object, new Set())]);
    const dynamic = objects.some((object) => mayHoldMore(object));
    if (open || dynamic || keys.length === 0) this.tell('table', `the tables of ${this.site.operation} aren't all followed`);
    if (keys.length === 0) return this.add({});
    for (const resource of this.names(new Set(keys), 'table')) this.add({ resource });
  }

  private readListOfStatements(name: string): void {
    const { objects, open } = findObjects(elementsOf(this.parameter(name)));
    if (open || objects.length === 0) this.tell('parts', `the statements of ${this.site.operation} aren't all followed`);
    this.readStatements(union(...objects.map((object) => readField(object, 'Statement'))));
  }

  private readStatements(statements: Value): void {
    if (statements.size === 0) this.tell('parts', `the statement of ${this.site.operation} isn't followed`);
    for (const statement of statements) {
      const { verb, table, index } = readStatement(statement);
      if (verb === undefined) this.tell('parts', `the statement of ${this.site.operation} isn't followed`);
      const [resource] = this.names(table, 'table');
      this.add({ part: verb, resource, ...index.size > 0 ? { index: this.names(index, 'index')[0] } : {} });
    }
  }
}

function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

/** The objects that a value may be, looked for in what isn't followed too; whether it may be something else. */
function findObjects(value: Value, seen = new Set<Atom>()): { objects: ObjectAtom[]; open: boolean } {
  const found = { objects: [] as ObjectAtom[], open: false };
  for (const atom of value) {
    if (seen.has(atom)) continue;
    seen.add(atom);
    if (atom.kind !== 'object') {
      found.open ||= atom.kind !== 'text';
      continue;
    }
    if (atom.type !== 'opaque') {
      found.objects.push(atom);
      continue;
    }
    const inner = findObjects(atom.contents.atoms, seen);
    found.objects.push(...inner.objects);
    found.open ||= inner.open || inner.objects.length === 0;
  }
  return found;
}

/** A field, of the object or of what was copied into it. */
function readField(object: ObjectAtom, name: string, seen = new Set<Atom>()): Value {
  if (seen.has(object)) return NO_VALUE;
  seen.add(object);
  const own = fieldOf(object, name);
  const copied = [...object.copied.atoms].map((each) => each.kind === 'object' ? each.type === 'opaque' ? union(...findObjects(only(each)).objects.map((inner) => readField(inner, name, seen)))
    : readField(each, name, seen) : own.size > 0 ? NO_VALUE : each.kind === 'unknown' ? only(each) : NO_VALUE);
  const inherited = object.type === 'instance' && own.size === 0 ? [...object.inherited.atoms].map((each) => each.kind === 'object' ? readField(each, name, seen) : NO_VALUE) : [];
  const found = union(own, ...copied, ...inherited);
  return found.size > 0 ? found : object.contents.atoms;
}

/** An object to which something was added that isn't followed. */
function mayHoldMore(object: ObjectAtom, seen = new Set<Atom>()): boolean {
  if (seen.has(object)) return false;
  seen.add(object);
  if (object.contents.atoms.size > 0) return true;
  return [...object.copied.atoms].some((each) => each.kind === 'unknown' || (each.kind === 'object' && (each.type === 'opaque' || mayHoldMore(each, seen))));
}

function allKeys(object: ObjectAtom, seen: Set<Atom>): Atom[] {
  if (seen.has(object)) return [];
  seen.add(object);
  return [...[...object.fields.values()].map(({ key }) => key), ...[...object.copied.atoms].flatMap((each) => each.kind === 'object' ? allKeys(each, seen) : [])];
}

/** The names that a value may be, and why it may be something else. */
function namesOf(value: Value): { readonly names: NamedResource[]; readonly why?: string } {
  const names = new Map<string, NamedResource>();
  let why = value.size === 0 ? 'no value reaches it' : undefined;
  for (const atom of value) {
    if (atom.kind === 'text' && atom.text === '') continue;
    if (atom.kind === 'text') {names.set(atom.text, { text: atom.text });} else if (atom.kind === 'variable') {names.set(`\${${atom.name}}`, { variable: atom.name, text: `\${${atom.name}}` });} else if (atom.kind === 'joined' && atom.parts.every(({ kind }) => kind !== 'unknown')) {
      const text = atom.parts.map((part) => part.kind === 'text' ? part.text : part.kind === 'variable' ? `\${${part.name}}` : '').join('');
      names.set(text, { text });
    } else {why = atom.kind === 'unknown' ? atom.why : atom.kind === 'joined' ? 'a text that is computed' : 'the result of something that isn\'t followed';}
  }
  if (names.size === 0) why ??= 'an empty text';
  return { names: [...names.values()], ...why === undefined ? {} : { why } };
}
