import { ENOUGH, writeApp } from '../code/function-app';
import { allow, ARN } from '../report/templates';

/** A finding about code, and an app in which somebody has followed its remedy. Both are folders of assemblies. */
export interface FollowedCodeRemedy {
  readonly rule: string;
  readonly remedy: string;
  readonly before: string;
  readonly after: string;
  /** The constructs on which the finding is acknowledged. */
  readonly acknowledged?: readonly string[];
  /** The actions that are newly allowed. */
  readonly more?: readonly string[];
}

const [, QUERY] = ENOUGH;
const UNREAD = { code: 'import x from \'unknown-library\';\nexport const handler = () => x();' };

export const CODE_REMEDIES: readonly FollowedCodeRemedy[] = [
  {
    rule: 'called-without-permission',
    remedy: 'add the feature that the command `features` writes for the table',
    before: writeApp([QUERY]),
    after: writeApp(ENOUGH),
    more: ['dynamodb:PutItem'],
  },
  {
    rule: 'permission-never-called',
    remedy: 'test the function without the feature, and then remove it',
    before: writeApp([...ENOUGH, allow('dynamodb:DeleteItem', ARN.table('Orders'))]),
    after: writeApp(ENOUGH),
  },
  {
    rule: 'code-not-read',
    remedy: 'compare the features of the function with its code yourself, and acknowledge this finding',
    before: writeApp(ENOUGH, UNREAD),
    after: writeApp(ENOUGH, UNREAD),
    acknowledged: ['Stack/Handler'],
  },
];
