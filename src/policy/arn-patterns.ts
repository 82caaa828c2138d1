import { canMatchBoth, Pattern, PatternItem, Wildcard } from './pattern';
import { replacePolicyVariables } from './policy-variables';
import { parseResource } from './text-pattern';
import { TABLE_PARTS } from '../features/table-parts';
import { makeLookup } from '../values/lookup';

/** Any text without a colon. */
const PART: Wildcard = { repeats: true, except: ':' };
/** Any text without a slash. */
const NAME: Wildcard = { repeats: true, except: '/' };
const ANY: Wildcard = { repeats: true };

/** The code of a Region, such as `us-east-1`. A wildcard may span parts of an ARN, so that a service in a pattern could be taken for a Region. */
const REGION = [PART, '-', PART];
/** An account has 12 digits. */
const ACCOUNT = Array.from({ length: 12 }, (): Wildcard => ({ repeats: false, except: ':' }));

const TABLE = [...startArn('dynamodb'), 'table/', NAME];

const LOG_GROUP = [...startArn('logs'), 'log-group:', PART];

/** The form of the ARNs of each type of resource. */
const ARN_FORMS = makeLookup<Pattern>({
  'table': makeForm(...TABLE),
  ...Object.fromEntries(TABLE_PARTS.map((part) => [part, makeForm(...TABLE, `/${part}/`, NAME)])),
  'global-table': makeForm('arn:', PART, ':dynamodb::', ...ACCOUNT, ':global-table/', NAME),
  'key': makeForm(...startArn('kms'), 'key/', NAME),
  'alias': makeForm(...startArn('kms'), 'alias/', ANY),
  'log-group': makeForm(...LOG_GROUP),
  'log-stream': makeForm(...LOG_GROUP, ':log-stream:', PART),
  'other': makeForm(...startArn('logs'), ANY),
});

const DYNAMODB_FORM = makeForm(...startArn('dynamodb'), ANY);

/** The forms of the ARNs of keys, of log groups, and of tables and what belongs to them. */
const REPORTED_FORMS: readonly Pattern[] = [
  makeForm(...startArn('kms'), 'key/', PART),
  makeForm(...startArn('logs'), 'log-group:', ANY),
  makeForm(...TABLE, ANY),
];

/** The parts of an ARN before the resource. */
function startArn(service: string): (string | Wildcard)[] {
  return ['arn:', PART, `:${service}:`, ...REGION, ':', ...ACCOUNT, ':'];
}

function makeForm(...parts: (string | Wildcard)[]): Pattern {
  return new Pattern(parts.flatMap((part): PatternItem[] => typeof part === 'string' ? [...part] : [part]));
}

/** Tells whether a resource of a policy, with its wildcards and policy variables, can be of a type of `ACTION_TYPES`. */
export function canBe(type: string, resource: string): boolean {
  const form = ARN_FORMS[type];
  return form !== undefined && hasForm(resource, form);
}

/** Tells whether a resource of a policy can be a table, something that belongs to one, a key or a log group. Aliases of keys are none. */
export function canBeReported(resource: string): boolean {
  return REPORTED_FORMS.some((form) => hasForm(resource, form));
}

export function canBeDynamoDb(resource: string): boolean {
  return hasForm(resource, DYNAMODB_FORM);
}

/** Tells whether a resource of a policy can match an ARN, or one of those that a pattern stands for. */
export function canMatch(resource: string, arn: string): boolean {
  return canMatchBoth(parseOpen(resource), parseOpen(arn));
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

/** Tells whether a resource can have a form. Rules ask for each action again. */
function hasForm(resource: string, form: Pattern): boolean {
  const pattern = parseOpen(resource);
  const answers = formsByPattern.get(pattern) ?? new Map<Pattern, boolean>();
  formsByPattern.set(pattern, answers);
  const answer = answers.get(form) ?? canMatchBoth(pattern, form);
  answers.set(form, answer);
  return answer;
}

const formsByPattern = new WeakMap<Pattern, Map<Pattern, boolean>>();

/** Parses a resource of a policy. A policy variable in it may have any value. */
function parseOpen(resource: string): Pattern {
  return parseResource(replacePolicyVariables(resource));
}
