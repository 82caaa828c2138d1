import { DynamoResourceType } from '../policy/dynamodb-actions';

/** Any text, any without a colon, and any without a slash, the latter two by characters that no ARN has. */
const ANY = '*';
const PART = '\0';
const NAME = '\x01';

const TABLE = `arn:${PART}:dynamodb:${PART}:${PART}:table/${NAME}`;

/** The ARNs of each type of resource. */
const FORMS: Readonly<Record<DynamoResourceType, string>> = {
  'table': TABLE,
  'index': `${TABLE}/index/${NAME}`,
  'stream': `${TABLE}/stream/${NAME}`,
  'backup': `${TABLE}/backup/${NAME}`,
  'export': `${TABLE}/export/${NAME}`,
  'import': `${TABLE}/import/${NAME}`,
  'global-table': `arn:${PART}:dynamodb::${PART}:global-table/${NAME}`,
};

/** Whether a resource of a policy, which may have wildcards and policy variables, can be a resource of this type. */
export function canBe(type: DynamoResourceType, resource: string): boolean {
  return overlapPatterns(toOpenPattern(resource), FORMS[type]);
}

/** Whether a resource of a policy can be one of a service. */
export function canBelongTo(service: 'dynamodb' | 'logs', resource: string): boolean {
  return overlapPatterns(toOpenPattern(resource), `arn:${PART}:${service}:${PART}:${PART}:${ANY}`);
}

/** Whether a resource of a policy can be one of DynamoDB. */
export function canBeDynamoDb(resource: string): boolean {
  return canBelongTo('dynamodb', resource);
}

/** Whether a resource of a policy can be this one. */
export function canMatch(resource: string, arn: string): boolean {
  return overlapPatterns(toOpenPattern(resource), arn);
}

/** Whether a resource of a policy stands for more than one table to one principal, apart from what lies below a table. */
export function matchesSeveralTables(resource: string): boolean {
  const [, region, name] = /^arn:[^:]*:dynamodb:([^:]*):[^:]*:table\/([^/]*)/.exec(replacePolicyVariables(resource, 'x')) ?? [];
  if (name === undefined) return true;
  return /[*?]/.test(region) || /[*?]/.test(name.replace(/[-_.]\*$/, ''));
}

/** What an ARN says besides partition, service, Region and account. */
export function shortenArn(arn: string): string {
  return arn.replace(/^arn(:[^:]*){4}:/, '');
}

/** A pattern with `*` for all that isn't known; `?` matches less, which takes nothing here. */
function toOpenPattern(pattern: string): string {
  return replacePolicyVariables(pattern, ANY).replace(/\?/g, ANY);
}

function replacePolicyVariables(pattern: string, value: string): string {
  return pattern.replace(/\$\{[^}]*\}/g, value);
}

/** Walks both patterns side by side; what stands for any text may end, or take what the other has next. */
function overlapPatterns(one: string, other: string): boolean {
  const seen = new Set<number>();
  const from = (i: number, j: number): boolean => {
    const place = i * (other.length + 1) + j;
    if (seen.has(place)) return false;
    seen.add(place);
    if (i === one.length && j === other.length) return true;
    return (isOpen(one[i]) && (from(i + 1, j) || (takesCharacter(one[i], other[j]) && from(i, j + 1))))
      || (isOpen(other[j]) && (from(i, j + 1) || (takesCharacter(other[j], one[i]) && from(i + 1, j))))
      || (one[i] === other[j] && from(i + 1, j + 1));
  };
  return from(0, 0);
}

function isOpen(character: string | undefined): boolean {
  return character === ANY || character === PART || character === NAME;
}

function takesCharacter(wildcard: string | undefined, next: string | undefined): boolean {
  return next !== undefined && !(wildcard === NAME && next === '/') && !(wildcard === PART && next === ':');
}
