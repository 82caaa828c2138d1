import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { listVariables } from '../../conditions/policy-variables';
import { PlannedPermission } from '../../plan/planned-permission';
import { warn } from '../../resources/annotate';
import { findIdentityResource } from '../../resources/identities';
import { readProperty } from '../../resources/read-properties';
import { TemplateValue } from '../../resources/template-value';
import { isIdentityRole } from '../policies/role-inline-policy';

/** Who may assume a role, and the tags that it has. */
interface SessionSource {
  readonly services: string[];
  readonly federated: string[];
  /** True if other principals may assume the role, or principals that the app doesn't know. */
  readonly hasOthers: boolean;
  readonly tags: string[];
  readonly hasUnknownTags: boolean;
}

/**
 * Warns about policy variables that no session of a role has: a condition with a variable that has no value is never met. Call this at
 * validation.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function warnAboutVariables(identity: IConstruct, owner: IConstruct, permissions: readonly PlannedPermission[]): void {
  if (!isIdentityRole(identity)) return;
  const texts = permissions.filter(({ effect, scope }) => effect === undefined && scope !== undefined).map(({ scope }) => JSON.stringify(scope));
  const variables = new Set([...new Set(texts)].flatMap(listVariablesWithoutDefault));
  // most accesses have no variables, and reading a role takes long
  if (variables.size === 0) return;
  const source = readSessionSource(identity);
  for (const variable of variables) {
    const reason = explainMissingVariable(variable, source);
    if (reason === undefined) continue;
    warn(owner, {
      id: 'variableWithoutValue',
      value: `the sessions of ${identity.node.path} never have the policy variable \${${variable}}: ${reason}`,
      expected: 'a variable that has a value in the requests of the role, because the access allows nothing otherwise',
      remedy: 'use another variable or a literal value, or acknowledge this warning if the value comes from outside of the app',
    });
  }
}

/** A variable with a default always has a value. */
function listVariablesWithoutDefault(text: string): string[] {
  return listVariables(text.replace(/\$\{[^}]*,[^}]*\}/g, ''));
}

function readSessionSource(identity: IConstruct): SessionSource | undefined {
  const declaration = findIdentityResource(identity);
  if (!declaration) return undefined;
  const tags = readProperty(declaration, 'Tags').elements().map((tag) => tag.property('Key'));
  const statements = readProperty(declaration, 'AssumeRolePolicyDocument').property('Statement').elements();
  const principals = statements.map((statement) => statement.property('Principal'));
  const readTexts = (kind: string) => principals.flatMap((principal) => principal.property(kind).texts());
  return {
    services: readTexts('Service'),
    federated: readTexts('Federated'),
    hasOthers: principals.some(hasOtherPrincipals),
    tags: tags.flatMap((key) => key.texts()),
    hasUnknownTags: tags.some(({ isUnknown }) => isUnknown),
  };
}

function hasOtherPrincipals(principal: TemplateValue): boolean {
  const kinds = ['Service', 'Federated'].map((kind) => principal.property(kind));
  return kinds.every(({ isAbsent }) => isAbsent) || kinds.some(({ isUnknown }) => isUnknown)
    || !['AWS', 'CanonicalUser'].every((kind) => principal.property(kind).isAbsent);
}

/** Says why a role never has a variable. Returns undefined if it may have it. */
function explainMissingVariable(variable: string, source?: SessionSource): string | undefined {
  if (/^aws:username$/i.test(variable)) return 'only users have it';
  if (!source || source.hasOthers) return undefined;
  const tag = /^aws:PrincipalTag\/(.+)$/is.exec(variable)?.[1];
  if (tag !== undefined) {
    const mayHave = source.hasUnknownTags || source.tags.some((key) => key.toLowerCase() === tag.toLowerCase());
    const onlyLambda = source.federated.length === 0 && source.services.every((service) => service === 'lambda.amazonaws.com');
    return onlyLambda && !mayHave ? `Lambda alone assumes the role, without session tags, and the role has no tag ${tag}` : undefined;
  }
  return explainMissingProvider(variable, source.federated);
}

/**
 * Says that nobody signs in who would bring the variable. Only CloudFormation may know who signs in: the reference to a provider is its ARN.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
function explainMissingProvider(variable: string, federated: readonly string[]): string | undefined {
  if (federated.some((each) => Token.isUnresolved(each))) return undefined;
  if (/^saml:/i.test(variable)) return federated.some((each) => each.includes(':saml-provider/')) ? undefined : 'no SAML provider assumes the role';
  const provider = /^([\w.-]+\.[a-z]+):/i.exec(variable)?.[1];
  if (provider === undefined || federated.some((each) => each.endsWith(provider))) return undefined;
  return `${provider} does not assume the role`;
}
