import { makeLookup } from '../values/lookup';

/** The source ARN that a service sends when it assumes a role, as AWS documents it for trust policies. */
export interface SourceConditions {
  /** The form of `aws:SourceArn`. */
  readonly sourceArn: RegExp;
  /** The form of `aws:SourceArn` in messages. */
  readonly form: string;
  /** The AWS page that documents the form. */
  readonly see: string;
}

const DOCS = 'https://docs.aws.amazon.com';

/**
 * The services that document these keys for the roles that they assume. Lambda doesn't: use `lambda:SourceFunctionArn` in the
 * policies of its execution roles instead.
 */
export const SOURCE_CONDITIONS = makeLookup<SourceConditions>({
  'appsync.amazonaws.com': {
    sourceArn: /^arn:[^:]+:appsync:[^:]+:[^:]+:apis\/.+$/,
    form: 'arn:aws:appsync:region:account:apis/id',
    see: `${DOCS}/appsync/latest/devguide/attaching-a-data-source.html`,
  },
  'ecs-tasks.amazonaws.com': {
    sourceArn: /^arn:[^:]+:ecs:[^:]+:[^:]+:.+$/,
    form: 'arn:aws:ecs:region:account:*',
    see: `${DOCS}/AmazonECS/latest/developerguide/task-iam-roles.html`,
  },
  'iot.amazonaws.com': {
    sourceArn: /^arn:[^:]+:iot:[^:]+:[^:]+:.+$/,
    form: 'arn:aws:iot:region:account:rule/name',
    see: `${DOCS}/iot/latest/developerguide/cross-service-confused-deputy-prevention.html`,
  },
  'scheduler.amazonaws.com': {
    sourceArn: /^arn:[^:]+:scheduler:[^:]+:[^:]+:schedule-group\/.+$/,
    form: 'arn:aws:scheduler:region:account:schedule-group/name',
    see: `${DOCS}/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html`,
  },
  'states.amazonaws.com': {
    sourceArn: /^arn:[^:]+:states:[^:]+:[^:]+:stateMachine:.+$/,
    form: 'arn:aws:states:region:account:stateMachine:name',
    see: `${DOCS}/step-functions/latest/dg/procedure-create-iam-role.html`,
  },
});
