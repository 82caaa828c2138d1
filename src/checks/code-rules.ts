/** A rule about the code of a function. */
export interface CodeRule {
  /** The name. It never changes, because apps acknowledge `cdk-dynamo-access:<name>`. */
  readonly name: string;
  readonly severity: 'warning' | 'info';
  readonly title: string;
  readonly reason: string;
  readonly remedy: string;
  readonly see: string;
}

const SEE = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html';

export const CALLED_WITHOUT_PERMISSION: CodeRule = {
  name: 'called-without-permission',
  severity: 'warning',
  title: 'A call without a permission',
  reason: 'AWS denies the call, unless a policy that this app does not declare allows it.',
  remedy: 'add the feature that the command `features` writes for the table',
  see: SEE,
};

export const PERMISSION_NEVER_CALLED: CodeRule = {
  name: 'permission-never-called',
  severity: 'info',
  title: 'A permission that no code needs',
  reason: 'All calls of all functions with this role are known, nobody else may use the role, and no call needs the permission.',
  remedy: 'test the function without the feature, and then remove it',
  see: SEE,
};

export const CODE_NOT_READ: CodeRule = {
  name: 'code-not-read',
  severity: 'info',
  title: 'Code that is not read completely',
  reason: 'The function may make other calls than those that are known, so the checks of its permissions are not complete.',
  remedy: 'compare the features of the function with its code yourself, and acknowledge this finding',
  see: SEE,
};

export const CODE_RULES: readonly CodeRule[] = [CALLED_WITHOUT_PERMISSION, PERMISSION_NEVER_CALLED, CODE_NOT_READ];
