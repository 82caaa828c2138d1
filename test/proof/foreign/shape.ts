import { readByEndpoint } from './reading';
import { RecordedRequest } from './recorder';

/** Parameters that authorization doesn't look at, and that differ from run to run. */
const RANDOM = ['ClientRequestToken', 'ClientToken', 'ExclusiveStartShardId', 'NextToken', 'SequenceNumber', 'ShardId'];

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** How a request names tables and indexes, each with the name as its group. */
const TABLE_NAMES = [
  /"(?:Source|Target)?TableName":"([^":/]+)"/g, /"RequestItems":\{"([^":/]+)"/g, /:table\/([^"/|\\:]+)/g, /(?:FROM|INTO|UPDATE) \\"([^"\\:]+)\\"/g,
];
const OTHER_NAMES = [/:key\/([\w-]+)/g, /"S3Bucket":"([^"]+)"/g];
const INDEX_NAMES = [/"IndexName":"([^"]+)"/g, /\\"\.\\"([^"\\]+)\\"/g];
const REGIONS = [/\b([a-z]{2}-[a-z]+-\d)\b/g];
const ACCOUNTS = [/\b(\d{12})\b/g];

/**
 * Finds the shape of a request: the same request with numbered names and values in the place of those that differ from role to role and from
 * run to run. Names and values that are the same stay the same, so that the shape asks for the same permissions.
 */
export function findShape({ tables, ...request }: RecordedRequest): RecordedRequest {
  const parameters = replaceValues(request.parameters);
  let text = JSON.stringify({ ...request, parameters, tables: findUsedTables({ ...request, parameters, tables }) });
  text = numberNames(text, TABLE_NAMES, 'Table');
  text = numberNames(text, INDEX_NAMES, 'Index');
  text = numberNames(text, OTHER_NAMES, 'other-');
  text = replaceNames(text, REGIONS, ['eu-west-1', 'us-east-1', 'ap-south-1']);
  text = replaceNames(text, ACCOUNTS, ['111122223333', '444455556666', '555566667777']);
  return JSON.parse(text);
}

/** The tables that a permission for the request names, with those of their indexes that the request names. */
function findUsedTables(request: RecordedRequest): RecordedRequest['tables'] {
  const text = JSON.stringify(request.parameters);
  const used = Object.keys(readByEndpoint(request)).map((permission) => permission.split(' on ')[1].split('/index/')[0]);
  return Object.fromEntries(Object.entries(request.tables).filter(([arn]) => used.includes(arn)).map(([arn, { partitionKey, indexes }]) => [arn, {
    partitionKey, indexes: Object.fromEntries(Object.entries(indexes).filter(([name]) => text.includes(name))),
  }]));
}

function numberNames(text: string, patterns: readonly RegExp[], prefix: string): string {
  const names = findNames(text, patterns);
  return replaceNames(text, patterns, names.map((_, index) => `${prefix}${index + 1}`));
}

/** Replaces each name that one of the patterns finds, wherever it stands as a whole, by the one at its place in the order of appearance. */
function replaceNames(text: string, patterns: readonly RegExp[], replacements: readonly string[]): string {
  const names = findNames(text, patterns);
  if (names.length > replacements.length) throw new Error(`more names than the shape of a request has: ${names.join(', ')}`);
  const anyName = new RegExp(`(?<![\\w.-])(${names.map((name) => name.replace(/[.]/g, '\\.')).join('|')})(?![\\w.-])`, 'g');
  return names.length === 0 ? text : text.replace(anyName, (name) => replacements[names.indexOf(name)]);
}

function findNames(text: string, patterns: readonly RegExp[]): string[] {
  const found = patterns.flatMap((pattern) => [...text.matchAll(pattern)]).sort((a, b) => a.index - b.index);
  return [...new Set(found.map(([, name]) => name))];
}

/** Numbers the values of attributes in the order in which they appear. */
function replaceValues(parameters: RecordedRequest['parameters']): RecordedRequest['parameters'] {
  const values: string[] = [];
  const numberOf = (value: string) => {
    const known = TIME.test(value) ? 'a time' : value; // two times may be the same, or not
    return values.includes(known) ? values.indexOf(known) + 1 : values.push(known);
  };
  return replaceIn(parameters, numberOf);
}

type NumberOf = (value: string) => number;

function replaceIn(value: any, numberOf: NumberOf, name = ''): any {
  if (Array.isArray(value)) return value.map((each) => replaceIn(each, numberOf));
  if (typeof value === 'string') return replaceText(value, numberOf, name);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([key]) => !RANDOM.includes(key));
  const [[type, content] = ['', undefined], ...others] = entries;
  if (others.length === 0 && /^([SNB]S?|M|L|NULL|BOOL)$/.test(type)) return { [type]: replaceValue(type, content, numberOf) };
  return Object.fromEntries(entries.map(([key, each]) => [key, replaceIn(each, numberOf, key)]));
}

/** A value of an attribute: IAM compares scalars, and no others. */
function replaceValue(type: string, content: any, numberOf: NumberOf): unknown {
  switch (type) {
    case 'S': return `v${numberOf(content)}`;
    case 'N': return `${numberOf(content)}`;
    case 'B': return Buffer.from(`v${numberOf(content)}`).toString('base64');
    case 'M': return {};
    case 'L': return [];
    default: return type.endsWith('S') ? [] : true;
  }
}

function replaceText(text: string, numberOf: NumberOf, name: string): string {
  if (name === 'ShardIterator') return `${text.split('|')[0]}|1|AAAA`;
  if (name !== 'Statement') return text;
  // the literals of a statement, but for the names of an inserted item's attributes
  return text.replace(/'((?:[^']|'')*)'(\s*:)?/g, (literal, value, colon) =>
    colon ? literal : `'v${numberOf(value.replaceAll('\'\'', '\''))}'`);
}
