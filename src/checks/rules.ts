import { ACTION_RULES } from './action-rules';
import { CONDITION_RULES } from './condition-rules';
import { IDENTITY_RULES } from './identity-rules';
import { KEY_RULES } from './key-rules';
import { RESOURCE_POLICY_RULES } from './resource-policy-rules';
import { RESOURCE_RULES } from './resource-rules';
import { Rule } from './rule';

/** All rules, in the order in which they are documented. */
export const RULES: readonly Rule[] = [
  ...ACTION_RULES, ...RESOURCE_RULES, ...CONDITION_RULES, ...KEY_RULES, ...IDENTITY_RULES, ...RESOURCE_POLICY_RULES,
];
