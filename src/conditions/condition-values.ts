import { dropTagName, isSameKey } from './condition-keys';
import { listVariables } from './policy-variables';
import { holdsToken } from './tokens';
import { Problem } from '../problems/problem';

interface KeyForm {
  readonly keys: readonly string[];
  readonly pattern: RegExp;
  readonly expected: string;
}

/**
 * Keys whose values all have one form. A request never has a value of another form.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const KEY_FORMS: readonly KeyForm[] = [
  { keys: ['aws:SourceVpc'], pattern: /^vpc-\w+$/, expected: 'the id of a VPC, such as vpc-0a1b2c3d' },
  { keys: ['aws:SourceVpce'], pattern: /^vpce-\w+$/, expected: 'the id of a VPC endpoint, such as vpce-0a1b2c3d' },
  {
    keys: ['aws:PrincipalOrgID', 'aws:ResourceOrgID', 'aws:VpceOrgID'],
    pattern: /^o-[a-z0-9]{10,32}$/,
    expected: 'the id of an organization: o- and 10 to 32 lowercase letters or digits',
  },
  {
    keys: ['aws:PrincipalAccount', 'aws:ResourceAccount', 'aws:VpceAccount'],
    pattern: /^\d{12}$/,
    expected: 'an AWS account id of 12 digits',
  },
];

/** Finds what is wrong with a whole value of a key. A pattern may have any form. */
export function findKeyValueProblem(operator: string, key: string, value: string): Problem | undefined {
  const form = KEY_FORMS.find(({ keys }) => keys.some((each) => isSameKey(each, dropTagName(key))));
  const isWhole = /String(Not)?Equals/.test(operator) && !holdsToken(value) && listVariables(value).length === 0;
  if (!form || !isWhole || form.pattern.test(value)) return undefined;
  return {
    id: 'conditionValue',
    value: `the value '${value}' of ${key} is malformed`,
    expected: form.expected,
    remedy: 'correct the value, or use another condition key',
  };
}
