/** The AWS SDKs: what they do is known from their tables. */
export const SDKS = /^(@aws-sdk\/|@smithy\/|@aws-crypto\/|aws_encryption_sdk$|aws-sdk($|\/)|boto3$|botocore$|aiobotocore$|aioboto3$|mypy_boto3_|types_boto3)/;

/** These make signed requests that no table of an SDK shows. */
export const SIGNS_REQUESTS = /^(@smithy\/signature-v4|@aws-sdk\/signature-v4.*|aws4|aws4fetch|aws4-axios|aws-sigv4-fetch|requests_aws4auth|requests_auth_aws_sigv4)$/;

/** These start other programs or threads, whose code isn't followed. */
export const STARTS_PROGRAMS = /^(node:)?(child_process|worker_threads|vm|cluster)$|^(subprocess|ctypes|runpy)$/;

/** Libraries that use DynamoDB on their own account, with the client profile of this library that has their calls. */
export const WITH_PROFILE: readonly [pattern: RegExp, uses: string][] = [
  [/^electrodb$/, 'ElectroDB: see ClientProfile.electrodb()'],
  [/^dynamoose$/, 'dynamoose: see ClientProfile.dynamoose()'],
  [/^dynamodb-toolbox(\/.*)?$/, 'DynamoDB-Toolbox: see ClientProfile.dynamodbToolbox()'],
  [/^pynamodb(\..*)?$/, 'PynamoDB: see ClientProfile.pynamodb()'],
  [/^pydynox(\..*)?$/, 'pydynox: see ClientProfile.pydynox()'],
  [/^@aws-lambda-powertools\/idempotency(\/.*)?$/, 'the idempotency utility of Powertools for AWS Lambda: see ClientProfile.powertoolsIdempotency()'],
  [/^@aws-lambda-powertools\/parameters\/dynamodb$/, 'the DynamoDB parameters of Powertools for AWS Lambda: see ClientProfile.powertoolsParameters()'],
  [/^aws_lambda_powertools\.utilities\.idempotency/, 'the idempotency utility of Powertools for AWS Lambda: see ClientProfile.powertoolsIdempotency()'],
  [/^aws_lambda_powertools\.utilities\.parameters/, 'the parameters of Powertools for AWS Lambda, which may be in DynamoDB: see ClientProfile.powertoolsParameters()'],
];

/** Tells whether a library, or what it gives, may make requests to DynamoDB or KMS. */
export function canMakeRequests(name: string): boolean {
  return SDKS.test(name) || WITH_PROFILE.some(([pattern]) => pattern.test(name)) || name === 'importlib';
}

/**
 * Libraries that make no requests to DynamoDB of their own, wherever they come from: they are often in a layer, or in the runtime.
 * A client that is handed to one of them is still reported.
 */
export const HARMLESS = new RegExp(`^(${[
  '@aws-lambda-powertools/(batch|commons|event-handler|jmespath|kafka|logger|metrics|parser|tracer|validation)(/.*)?',
  'aws_lambda_powertools(?!\\.utilities\\.(idempotency|parameters))(\\..*)?',
  'aws-xray-sdk(-.*)?', 'aws_xray_sdk(\\..*)?', 'aws-lambda', 'source-map-support(/.*)?', 'tslib', '@middy/core', '@middy/http-.*', '@babel/runtime(/.*)?',
  'ajv(/.*)?', 'axios', 'date-fns(/.*)?', 'dayjs(/.*)?', 'joi', 'ksuid', 'lodash(\\..*|/.*)?', 'luxon', 'moment', 'nanoid', 'node-fetch', 'pino', 'ulid', 'underscore', 'uuid(/.*)?', 'winston', 'zod',
  'aws_lambda_env_modeler', 'aws_lambda_typing', 'cachetools', 'certifi', 'dateutil', 'fhir\\.resources(\\..*)?', 'httpx', 'inflection', 'jinja2', 'jose', 'jsonschema', 'jwt', 'marshmallow', 'more_itertools', 'numpy', 'oauthlib', 'pandas', 'pydantic(_settings)?(\\..*)?', 'pytz', 'redis', 'requests', 'shortuuid', 'simplejson', 'six', 'stdnum', 'typing_extensions', 'urllib3', 'uuid6', 'yaml',
].join('|')})$`);

/** Texts that minified mappers keep. */
const INSIDE: readonly [text: RegExp, mapper: string][] = [
  [/\bElectroError\b/, 'ElectroDB'],
  [/\bdynamodb-toolbox\b|\bToolboxItem\b/, 'DynamoDB-Toolbox'],
  [/\bdynamoose\b/, 'dynamoose'],
];

/** The mapper whose code is in a minified bundle. */
export function findMapperInside(text: string): string | undefined {
  return INSIDE.find(([pattern]) => pattern.test(text))?.[1];
}

/** Tells whether a library of JavaScript is known, so that its code needs not be followed. */
export function isKnownLibrary(name: string): boolean {
  return [SDKS, SIGNS_REQUESTS, STARTS_PROGRAMS, HARMLESS, ...WITH_PROFILE.map(([pattern]) => pattern)].some((pattern) => pattern.test(name));
}

/** These wrap what they get, and give it back: tracing, and decorators of handlers. */
export const GIVES_BACK = /^(aws-xray-sdk|aws_lambda_env_modeler\.init_|aws_xray_sdk|dataclasses|abc|contextlib(?!\.(Async)?ExitStack)|@aws-lambda-powertools\/(tracer|logger|metrics)|aws_lambda_powertools\.(?!event_handler))/;

/**
 * These calculate, write or log, and keep nothing that they get. Of the program's code they call functions, and methods of classes
 * that are their own.
 */
export const KEEPS_NOTHING = new RegExp(`^((${[
  'base64', 'calendar', 'datetime', 'dateutil', 'decimal', 'hashlib', 'hmac', 'html', 'json', 'logging', 'math', 'pytz', 'random', 're', 'secrets', 'simplejson',
  'statistics', 'string', 'time', 'traceback', 'urllib', 'uuid', 'zoneinfo',
].join('|')})(\\.|$)|aws_lambda_powertools\\.(logging\\.)?Logger\\(\\)\\.(?!inject_lambda_context|structure_logs))`);
