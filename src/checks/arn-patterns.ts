import { DynamoResourceType } from '../policy/dynamodb-actions';

/** Stands for any text. */
const ANY = '*';
/** Stands for any text without a colon. It is a character that no ARN has. */
const PART = '\0';
/** Stands for any text without a slash. It is a character that no ARN has. */
const NAME = '\x01';

const TABLE = `arn:${PART}:dynamodb:${PART}:${PART}:table/${NAME}`;

/** The form of the ARNs of each type of resource. */
const ARN_FORMS: Readonly<Record<DynamoResourceType, string>> = {
  'table': TABLE,
  'index': `${TABLE}/index/${NAME}`,
  'stream': `${TABLE}/stream/${NAME}`,
  'backup': `${TABLE}/backup/${NAME}`,
  'export': `${TABLE}/export/${NAME}`,
  'import': `${TABLE}/import/${NAME}`,
  'global-table': `arn:${PART}:dynamodb::${PART}:global-table/${NAME}`,
};

/** Tells whether a resource of a policy, with its wildcards and policy variables, can be of this type. */
export function canBe(type: DynamoResourceType, resource: string): boolean {
  return overlapPatterns(toOpenPattern(resource), ARN_FORMS[type]);
}

/** Tells whether a resource of a policy can belong to a service. */
export function canBelongTo(service: 'dynamodb' | 'logs', resource: string): boolean {
  return overlapPatterns(toOpenPattern(resource), `arn:${PART}:${service}:${PART}:${PART}:${ANY}`);
}

export function canBeDynamoDb(resource: string): boolean {
  return canBelongTo('dynamodb', resource);
}

/** Tells whether a resource of a policy can match an ARN. */
export function canMatch(resource: string, arn: string): boolean {
  return overlapPatterns(toOpenPattern(resource), arn);
}

/** Tells whether a resource of a policy matches several tables for one principal. Wildcards below a table don't count. */
export function matchesSeveralTables(resource: string): boolean {
  const [, region, name] = /^arn:[^:]*:dynamodb:([^:]*):[^:]*:table\/([^/]*)/.exec(replacePolicyVariables(resource, 'x')) ?? [];
  if (name === undefined) return true;
  return /[*?]/.test(region) || /[*?]/.test(name.replace(/[-_.]\*$/, ''));
}

/** Removes the partition, service, Region and account of an ARN. */
export function shortenArn(arn: string): string {
  return arn.replace(/^arn(:[^:]*){4}:/, '');
}

/** Replaces policy variables and `?` by `*`, which matches more. */
function toOpenPattern(pattern: string): string {
  return replacePolicyVariables(pattern, ANY).replace(/\?/g, ANY);
}

function replacePolicyVariables(pattern: string, value: string): string {
  return pattern.replace(/\$\{[^}]*\}/g, value);
}

/** Walks along both patterns. A wildcard either ends, or takes the next character of the other pattern. */
function overlapPatterns(one: string, other: string): boolean {
  const seen = new Set<number>();
  const canOverlapFrom = (i: number, j: number): boolean => {
    const position = i * (other.length + 1) + j;
    if (seen.has(position)) return false;
    seen.add(position);
    if (i === one.length && j === other.length) return true;
    return (isPlaceholder(one[i]) && (canOverlapFrom(i + 1, j) || (takesCharacter(one[i], other[j]) && canOverlapFrom(i, j + 1))))
      || (isPlaceholder(other[j]) && (canOverlapFrom(i, j + 1) || (takesCharacter(other[j], one[i]) && canOverlapFrom(i + 1, j))))
      || (one[i] === other[j] && canOverlapFrom(i + 1, j + 1));
  };
  return canOverlapFrom(0, 0);
}

function isPlaceholder(character: string | undefined): boolean {
  return character === ANY || character === PART || character === NAME;
}

function takesCharacter(wildcard: string | undefined, next: string | undefined): boolean {
  return next !== undefined && !(wildcard === NAME && next === '/') && !(wildcard === PART && next === ':');
}
