import { Token } from 'aws-cdk-lib';
import { describeValue, findFirstProblem, Problem } from '../../problems/problem';

interface NameForm {
  readonly pattern: RegExp;
  readonly expected: string;
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const ROLE_NAME_FORMS: Readonly<Record<'roleName' | 'path' | 'description', NameForm>> = {
  roleName: { pattern: /^[\w+=,.@-]{1,64}$/, expected: '1 to 64 letters, digits and _ + = , . @ -' },
  path: { pattern: /^\/([!-~]{1,510}\/)?$/, expected: 'a path of at most 512 characters that begins and ends with a slash' },
  description: { pattern: /^[\t\n\r\x20-\x7e\xa1-\xff]{0,1000}$/, expected: 'at most 1,000 characters of Latin-1' },
};

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const ENVIRONMENT_VARIABLE: NameForm = {
  pattern: /^[a-zA-Z]\w+$/,
  expected: 'at least two letters, digits and _ with a letter first',
};

/** Variables that Lambda sets itself. */
const RESERVED_VARIABLES = [
  'AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_DEFAULT_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_LAMBDA_MAX_CONCURRENCY', 'AWS_LAMBDA_METADATA_API', 'AWS_LAMBDA_METADATA_TOKEN',
  'AWS_LAMBDA_RUNTIME_API', 'AWS_REGION', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'LAMBDA_RUNTIME_DIR', 'LAMBDA_TASK_ROOT',
];

export function findRoleNameProblem(names: Readonly<Partial<Record<keyof typeof ROLE_NAME_FORMS, string>>>): Problem | undefined {
  const values: Readonly<Partial<Record<string, string>>> = names;
  return findFirstProblem(Object.entries(ROLE_NAME_FORMS), ([option, form]) => findNameProblem(option, values[option], form));
}

export function findVariableNameProblem(name: string): Problem | undefined {
  if (!RESERVED_VARIABLES.includes(name)) return findNameProblem('environmentVariable', name, ENVIRONMENT_VARIABLE);
  return {
    id: 'malformedName',
    value: `environmentVariable is '${name}', which Lambda sets itself`,
    expected: 'another name',
    remedy: 'choose a name such as TABLE_NAME',
  };
}

function findNameProblem(option: string, value: string | undefined, { pattern, expected }: NameForm): Problem | undefined {
  if (value === undefined || Token.isUnresolved(value) || pattern.test(value)) return undefined;
  return {
    id: 'malformedName', value: `${option} is ${describeValue(value)}`, expected, remedy: `correct the value, or leave ${option} out`,
  };
}
