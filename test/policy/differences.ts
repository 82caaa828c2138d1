import { Generated } from './generated-requests';
import { PolicyDocument, PolicyStatement } from '../../src/policy/evaluate';

/** Something that the oracle decides otherwise, against AWS's documentation. */
export interface Difference {
  readonly name: string;
  /** The page that says which of both is right. */
  readonly see: string;
  /** The same without what makes the difference; nothing if it is not there. */
  readonly without: (generated: Generated) => Generated | undefined;
}

const USER_GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const OPERATORS = `${USER_GUIDE}/reference_policies_elements_condition_operators.html`;

export const DIFFERENCES: readonly Difference[] = [
  {
    name: 'a role has a trust policy, which decides who assumes it, even if nobody knows it',
    see: `${USER_GUIDE}/reference_policies_evaluation-logic_policy-eval-denyallow.html`,
    without: (generated) => {
      const { request, policies } = generated;
      const { account, document } = policies.resource!;
      if (request.action !== 'sts:AssumeRole' || document) return undefined;
      const trust = { Statement: [{ Effect: 'Allow', Principal: { AWS: request.principal.account }, Action: '*', Resource: '*' }] };
      return request.principal.account ? { request, policies: { ...policies, resource: { account, document: trust } } } : undefined;
    },
  },
  {
    name: 'a wildcard may stand in the type of a resource, before its name',
    see: `${USER_GUIDE}/reference_policies_elements_resource.html`,
    without: dropResources((resource) => /^([^:]*:){5}[^/:]*[*?]/.test(resource)),
  },
  {
    name: 'a wildcard at the end of a part of an ARN goes on beyond it',
    see: `${USER_GUIDE}/reference_policies_elements_resource.html`,
    without: dropResources((resource, { request }) =>
      /\*/.test(resource) && resource.replace(/\$\{.*?\}/g, '').split(':').length !== request.resource.split(':').length),
  },
  {
    name: 'a range of addresses may have a prefix of no bits',
    see: OPERATORS,
    without: dropConditions((_operator, _key, values) => values.some((value) => value.endsWith('/0'))),
  },
  {
    name: 'an address is one, however it is written, and apart from those of the other version of IP',
    see: OPERATORS,
    without: dropConditions((operator, key, values, { request }) => operator.includes('IpAddress')
      && values.some((value) => !value.includes('/') && value !== request.context[key])),
  },
  {
    name: 'IfExists holds for a missing key, behind ForAnyValue too',
    see: OPERATORS,
    without: dropConditions((operator, key, _values, { request }) => /^ForAnyValue.*IfExists$/.test(operator) && !(key in request.context)),
  },
  {
    name: 'a date may be the seconds since 1970',
    see: OPERATORS,
    without: dropConditions((operator, key, values, { request }) => operator.startsWith('Date')
      && values.some((value) => /^\d+$/.test(value) !== /^\d+$/.test(`${request.context[key]}`))),
  },
  {
    name: 'NotPrincipal leaves out who is named together with the account, not a whole account, and nobody with a boundary',
    see: `${USER_GUIDE}/reference_policies_elements_notprincipal.html`,
    without: replaceStatements((statement) => statement.NotPrincipal
      ? { ...statement, NotPrincipal: undefined, Principal: { AWS: 'AROADBQP57FF2AEXAMPLE' } }
      : statement),
  },
  {
    name: 'a variable without a value leaves a statement without effect where it mustn\'t match',
    see: `${USER_GUIDE}/reference_policies_variables.html`,
    without: dropConditions((operator, _key, values, generated) => operator.includes('Not') && hasUnknownVariable(values.join(), generated)),
  },
  {
    name: 'a variable without a value leaves a statement without effect in NotResource too',
    see: `${USER_GUIDE}/reference_policies_variables.html`,
    without: dropResources(hasUnknownVariable),
  },
  {
    name: '${*}, ${?} and ${$} stand for a character under operators without wildcards too',
    see: `${USER_GUIDE}/reference_policies_variables.html`,
    without: dropConditions((operator, _key, values) => /String(Not)?Equals/.test(operator)
      && values.some((value) => /\$\{[*?$]\}/.test(value))),
  },
  {
    name: 'variables are plain text in a policy without the version 2012-10-17',
    see: `${USER_GUIDE}/reference_policies_variables.html`,
    without: replaceStatements((statement, _generated, { Version }) => {
      const text = JSON.stringify(statement);
      return Version === '2012-10-17' || !text.includes('${') ? statement : JSON.parse(text.replace(/\$\{[^}]*\}/g, 'x'));
    }),
  },
];

function dropResources(concerns: (resource: string, generated: Generated) => boolean): Difference['without'] {
  return replaceStatements((statement, generated) => {
    const element = statement.Resource === undefined ? 'NotResource' : 'Resource';
    const resources = [statement[element]!].flat();
    const kept = resources.filter((resource) => resource === '*' || !concerns(resource, generated));
    return kept.length === resources.length ? statement : { ...statement, [element]: [...kept, 'arn:aws:sqs:eu-west-1:111122223333:none'] };
  });
}

function dropConditions(
  concerns: (operator: string, key: string, values: readonly string[], generated: Generated) => boolean,
): Difference['without'] {
  return replaceStatements((statement, generated) => {
    const { Condition = {}, ...rest } = statement;
    const kept = Object.entries(Condition).map(([operator, block]) => [operator, Object.fromEntries(Object.entries(block)
      .filter(([key, values]) => !concerns(operator, key, [values].flat().map(String), generated)))] as const);
    const dropped = kept.some(([operator, block]) => Object.keys(block).length < Object.keys(Condition[operator]).length);
    return dropped ? { ...rest, Condition: Object.fromEntries(kept.filter(([, block]) => Object.keys(block).length > 0)) } : statement;
  });
}

function hasUnknownVariable(text: string, { request }: Generated): boolean {
  const known = Object.keys(request.context).map((key) => key.toLowerCase());
  return [...text.matchAll(/\$\{([^}',?*$]+)\}/g)].some(([, key]) => !known.includes(key.toLowerCase()));
}

function replaceStatements(
  replace: (statement: PolicyStatement, generated: Generated, document: PolicyDocument) => PolicyStatement,
): Difference['without'] {
  return (generated) => {
    let replaced = false;
    const inDocument = (document: PolicyDocument) => ({
      ...document,
      Statement: [document.Statement].flat().map((statement: PolicyStatement) => {
        const other = replace(statement, generated, document);
        replaced ||= other !== statement;
        return JSON.parse(JSON.stringify(other));
      }),
    });
    const { identity, boundary, resource } = generated.policies;
    const policies = {
      identity: identity.map(inDocument),
      boundary: boundary && inDocument(boundary),
      resource: { account: resource!.account, document: resource!.document && inDocument(resource!.document) },
    };
    return replaced ? { request: generated.request, policies } : undefined;
  };
}
