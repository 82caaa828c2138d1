import { isSameKey } from './condition-keys';
import { Conditions } from './conditions';
import { findVariablesProblem } from './policy-variables';
import { findTextProblem } from './text-problem';
import { replaceTokens } from './tokens';
import { findFirstProblem, Problem } from '../problems/problem';

/**
 * The rows of a table that an access allows, by the values of their partition key.
 *
 * Values are literal or contain policy variables, which IAM replaces in each request: `TENANT#${aws:PrincipalTag/TenantId}`,
 * `${cognito-identity.amazonaws.com:sub}`. Write `${*}`, `${?}` and `${$}` for these characters themselves.
 *
 * For an index, the library assumes that the value is the partition key of the index. AWS implies this, but doesn't document it.
 * Therefore `QUERY` and other index features must use `onTable()` or `onIndexes(...)` with rows. Features without a partition key,
 * for example `SCAN` and `DESCRIBE_TABLE`, are an error with rows.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export class RowScope {
  /**
   * Allows the rows whose partition key is exactly one of these values.
   *
   * A wrong value is an error when you grant the access:
   * [errors](https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/docs/errors.md).
   *
   * @param values the partition keys, at least one, each once
   * @example
   * const rows = RowScope.ofValues('CATALOG', 'TENANT#${aws:PrincipalTag/TenantId}');
   */
  public static ofValues(...values: string[]): RowScope {
    return new RowScope('StringEquals', values);
  }

  /**
   * Allows the rows whose partition key begins with one of these prefixes.
   *
   * A separator must follow each policy variable, because tenant 1 could otherwise read the rows of tenant 12. For the same reason, a
   * literal prefix that ends in a letter or digit gives a warning. A wrong prefix is an error when you grant the access:
   * [errors](https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/docs/errors.md).
   *
   * @param prefixes the prefixes with their separators, for example `TENANT#${aws:PrincipalTag/TenantId}#`
   * @example
   * const rows = RowScope.ofPrefixes('TENANT#${aws:PrincipalTag/TenantId}#');
   */
  public static ofPrefixes(...prefixes: string[]): RowScope {
    return new RowScope('StringLike', prefixes);
  }

  private constructor(private readonly operator: 'StringEquals' | 'StringLike', private readonly values: readonly string[]) {}

  /**
   * `ForAllValues` matches a request without the key. The `Null` condition refuses such a request.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
   * @internal
   */
  public _toConditions(): Conditions {
    const wildcard = this.operator === 'StringLike' ? '*' : '';
    const values = this.values.map((value) => `${value}${wildcard}`).sort();
    return {
      [`ForAllValues:${this.operator}`]: { 'dynamodb:LeadingKeys': values },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    };
  }

  /**
   * A prefix that ends in a letter or digit, and so matches longer names too.
   *
   * @internal
   */
  public get _openPrefix(): string | undefined {
    if (this.operator !== 'StringLike') return undefined;
    return this.values.find((value) => /[\p{L}\p{N}]$/u.test(value));
  }

  /** @internal */
  public _findProblem(): Problem | undefined {
    const isPrefix = this.operator === 'StringLike';
    const kind = isPrefix ? 'prefix' : 'value';
    if (this.values.length === 0) {
      return {
        id: 'emptyList',
        value: `rows has no ${kind}`,
        expected: `at least one ${kind} of the partition key`,
        remedy: `add the ${kind}, or leave rows out`,
      };
    }
    const textProblem = findFirstProblem(this.values, (value) => findTextProblem(`the row ${kind}`, value));
    if (textProblem) return textProblem;
    const empty = this.values.find((value) => value === '' || value === '*');
    if (empty !== undefined) {
      return {
        id: 'rowsOfAll',
        value: `the row ${kind} '${empty}' ${isPrefix || empty === '' ? 'names no partition key' : 'is compared as a character'}`,
        expected: 'the partition keys that the access is for',
        remedy: 'name the partition keys, or leave rows out to allow all rows',
      };
    }
    const twice = this.values.find((value, index) => this.values.indexOf(value) !== index);
    if (twice !== undefined) return { id: 'duplicate', value: `rows has '${twice}' twice`, expected: `each ${kind} once`, remedy: 'remove one of the two, or correct it' };
    return findFirstProblem(this.values, (value) =>
      findVariablesProblem(value) ?? (isPrefix ? findPrefixProblem(value) : findWholeValueProblem(value)) ?? findSeparatorProblem(value, kind));
  }
}

/** Variables whose values all have one form. Any punctuation ends them. */
const UNIFORM_VARIABLES = ['aws:PrincipalAccount', 'aws:PrincipalOrgID', 'aws:SourceVpc', 'aws:SourceVpce', 'cognito-identity.amazonaws.com:sub'];

/** The punctuation that tags and the names of users and sessions may contain. It can't separate a variable from the text behind it. */
const NAME_PUNCTUATION = '_.:/=+-@,';

/**
 * Finds a policy variable whose value could continue into the text behind it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_creating
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @param kind a prefix, which any text may follow, or a whole value
 */
function findSeparatorProblem(text: string, kind: 'prefix' | 'value'): Problem | undefined {
  const isPrefix = kind === 'prefix';
  const variables = [...replaceTokens(text).matchAll(/\$\{([^{}*?$][^{}]*)\}([^$]*)/g)];
  const followed = isPrefix ? variables : variables.slice(0, -1);
  const open = followed.find(([, variable, behind]) => {
    const isOfOneForm = UNIFORM_VARIABLES.some((each) => isSameKey(each, variable.split(',')[0].trim()));
    return ![...behind].some((character) => !/[\p{L}\p{N}\s]/u.test(character) && (isOfOneForm || !NAME_PUNCTUATION.includes(character)));
  });
  if (open === undefined) return undefined;
  return {
    id: 'variableWithoutSeparator',
    value: `the row ${kind} '${text}' has no separator after \${${open[1]}}, so the value 1 also matches the rows of the value 12`,
    expected: `a separator that the variable cannot contain, such as #, but none of ${NAME_PUNCTUATION}`,
    remedy: 'write the separator of the partition key after the variable: ${aws:PrincipalTag/TenantId}#'
      + (isPrefix ? ', or use RowScope.ofValues' : ''),
  };
}

/** `StringEquals` compares `*` as a character. A partition key hardly ever contains it, so the user meant a prefix. */
function findWholeValueProblem(value: string): Problem | undefined {
  if (!value.replace(/\$\{\*\}/g, '').includes('*')) return undefined;
  return {
    id: 'wildcard',
    value: `the row value '${value}' has a *, which is no wildcard here`,
    expected: 'a whole partition key',
    remedy: 'use RowScope.ofPrefixes and remove the *, or write ${*} for the character *',
  };
}

function findPrefixProblem(prefix: string): Problem | undefined {
  if (!/[*?]/.test(replaceTokens(prefix).replace(/\$\{[*?$]\}/g, ''))) return undefined;
  return {
    id: 'wildcard',
    value: `the row prefix '${prefix}' has a wildcard`,
    expected: 'a prefix without wildcards, because the library adds the * at its end',
    remedy: 'remove * and ?, or write ${*} and ${?} for these characters',
  };
}
