/** What a service documents about `aws:SourceAccount` and `aws:SourceArn` in the trust policies of the roles that it runs with. */
export interface SourceConditions {
  /** What `aws:SourceArn` looks like. */
  readonly sourceArn: RegExp;
  /** The same for people. */
  readonly form: string;
  /** The AWS page that the row rests on. */
  readonly see: string;
}

const DOCS = 'https://docs.aws.amazon.com';

/**
 * The services that send these keys when they assume a role, by their own documentation. Lambda isn't among them: its
 * execution roles have `lambda:SourceFunctionArn` for the calls of the function instead.
 */
export const SOURCE_CONDITIONS: Readonly<Record<string, SourceConditions>> = {
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
    form: 'arn:aws:scheduler:region:account:schedule-group/name, as a single schedule never matches',
    see: `${DOCS}/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html`,
  },
  'states.amazonaws.com': {
    sourceArn: /^arn:[^:]+:states:[^:]+:[^:]+:stateMachine:.+$/,
    form: 'arn:aws:states:region:account:stateMachine:name',
    see: `${DOCS}/step-functions/latest/dg/procedure-create-iam-role.html`,
  },
};
