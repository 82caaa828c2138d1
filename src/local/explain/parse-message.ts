/** The kinds of policies that messages of AWS name. */
export type PolicyKind =
  | 'identity-based policy' | 'resource-based policy' | 'permissions boundary' | 'session policy' | 'VPC endpoint policy'
  | 'service control policy' | 'resource control policy' | 'role trust policy';

/** The content of AWS's message on a denial. */
export interface DenialMessage {
  /** The ARN of the caller. */
  readonly principal: string;
  readonly action: string;
  /** The ARN of the resource, if the message has it. */
  readonly resource?: string;
  /** The kind of policy that denies it, or doesn't allow it; older messages don't say so. */
  readonly policy?: PolicyKind;
  /** True if a statement denies it; otherwise nothing allows it. */
  readonly explicit: boolean;
  /** The ARN of the policy, which newer messages have. */
  readonly policyArn?: string;
}

const MESSAGE = /User: (?<principal>\S+) is not authorized to perform: (?<action>[\w-]+:\w+)(?: on (?:resource: (?<resource>arn:[^\s"'`]+|\*)|the resource))?(?<reason>.*)/i;

/** The words for each kind of policy. One message of AWS's documentation says "sessions policy". */
const KINDS: readonly [words: RegExp, kind: PolicyKind][] = [
  [/identity-based polic/, 'identity-based policy'],
  [/resource-based polic/, 'resource-based policy'],
  [/permissions boundary/, 'permissions boundary'],
  [/sessions? polic/, 'session policy'],
  [/VPC endpoint polic/, 'VPC endpoint policy'],
  [/service control polic/, 'service control policy'],
  [/resource control polic/, 'resource control policy'],
  [/role trust polic/, 'role trust policy'],
];

/**
 * Reads the message of a denial, whatever an SDK wrote before it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function parseMessage(text: string): DenialMessage | undefined {
  const { principal, action, resource, reason } = MESSAGE.exec(text.replaceAll(/\s+/g, ' '))?.groups ?? {};
  if (principal === undefined) return undefined;
  const policy = KINDS.find(([words]) => words.test(reason))?.[1];
  const policyArn = /: (arn:[^\s,]+:policy\/[^\s,]*[^\s,.])/.exec(reason)?.[1];
  return {
    principal,
    action,
    ...resource !== undefined && { resource: resource.replace(/[,.;)]+$/, '') },
    ...policy !== undefined && { policy },
    explicit: /with an explicit deny/.test(reason),
    ...policyArn !== undefined && { policyArn },
  };
}
