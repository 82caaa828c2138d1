import { Grant } from './grants';
import { kindOf } from './resource-kind';
import { Stage } from './stage';

/** Permissions that documentation asks for, and that no client on loopback can show to be needed. */
export interface Exception {
  /** What the names of the stages end in. */
  readonly stages: readonly string[];
  readonly actions: readonly string[];
  /** On what: see resource-kind.ts. */
  readonly on: string;
  /** The emulator that can't show it, where the others can. */
  readonly emulator?: string;
  readonly why: string;
  readonly see: string;
}

/** What AWS names as the minimum for callers that choose the key of a table, without the two actions that they are known to call. */
const CHOOSING_KEY = {
  actions: [
    'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo',
  ],
  why: 'AWS names them as the minimum that DynamoDB needs on a customer managed key, and does not say which of them the caller of '
    + 'CreateTable or UpdateTable needs; the endpoint can show CreateGrant and DescribeKey alone',
  see: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html',
};

export const EXCEPTIONS: readonly Exception[] = [
  { ...CHOOSING_KEY, stages: [': CREATE_TABLE', ': TABLE_MANAGEMENT', ': IMPORT', ': REPLICAS'], on: 'the table\'s key' },
  { ...CHOOSING_KEY, stages: [': CHANGE_TABLE_KEY', ': RESTORE'], on: 'another key' },
  { ...CHOOSING_KEY, stages: [': REPLICAS'], on: 'a replica\'s key' },
  {
    stages: [': the records of a stream', ': Consumer'],
    actions: ['dynamodb:ListStreams'],
    on: 'the account',
    why: 'the managed policy of AWS for functions that read streams has it; Lambda reads streams out of sight of any client',
    see: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaDynamoDBExecutionRole.html',
  },
  {
    stages: [': a function that succeeds, is repeated, and fails'],
    actions: ['dynamodb:GetItem'],
    on: 'the table',
    emulator: 'DynamoDB Local',
    why: 'Powertools asks for it, and reads the record by it where a failed condition does not return the item; DynamoDB Local returns it',
    see: 'https://docs.powertools.aws.dev/lambda/typescript/latest/features/idempotency/',
  },
  {
    stages: [': a log group that the app does not create'],
    actions: ['logs:CreateLogGroup'],
    on: 'a log group with :*',
    why: 'the reference names the ARN without it, and denials have named the one with it; the endpoint asks for the one of the reference',
    see: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html',
  },
];

/** The permissions that a stage is excused for, each as `action on kind of resource`. */
export function excusesOf(stage: Stage): string[] {
  return exceptionsFor(stage).flatMap(({ actions, on }) => actions.map((action) => `${action} on ${on}`));
}

/** A permission of a stage as its excuse would name it. */
export function excuseFor(stage: Stage, { action, resource }: Pick<Grant, 'action' | 'resource'>): string {
  return `${action} on ${kindOf(resource, stage.own())}`;
}

/** What is excused in the name of a stage that there isn't. */
export function strayExceptions(stages: readonly Stage[]): string[] {
  return EXCEPTIONS.flatMap((exception) => exception.stages)
    .filter((ending) => !stages.some(({ name }) => name.endsWith(ending)));
}

function exceptionsFor({ name, emulator }: Stage): Exception[] {
  return EXCEPTIONS.filter((exception) => exception.stages.some((ending) => name.endsWith(ending))
    && (exception.emulator ?? emulator) === emulator);
}
