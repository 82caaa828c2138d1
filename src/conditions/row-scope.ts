import { isSameKey } from './condition-keys';
import { Conditions } from './conditions';
import { findVariablesProblem } from './policy-variables';
import { findTextProblem } from './text-problem';
import { replaceTokens } from './tokens';
import { findFirstProblem, Problem } from '../problems/problem';

/**
 * The rows of a table that an access reaches, by the values of their partition key.
 *
 * Values are literal, or hold policy variables, which IAM replaces at each request: `TENANT#${aws:PrincipalTag/TenantId}`,
 * `${cognito-identity.amazonaws.com:sub}`. `${*}`, `${?}` and `${$}` stand for these characters themselves.
 *
 * On an index, the value is taken to be the one of the index's own partition key, which AWS implies and doesn't say; so
 * `QUERY` and other features that reach indexes have to say `onTable()` or `onIndexes(...)` beside rows. Features that no
 * partition key goes with, `SCAN` and `DESCRIBE_TABLE` for instance, are an error beside rows.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export class RowScope {
  /**
   * The rows whose partition key is exactly one of these values.
   *
   * No value, a value twice, an empty one, one with `*`, a policy variable that IAM doesn't know, or one that nothing separates
   * from another is an error where the access is granted.
   *
   * @param values the values, as strings
   */
  public static ofValues(...values: string[]): RowScope {
    return new RowScope('StringEquals', values);
  }

  /**
   * The rows whose partition key begins with one of these prefixes.
   *
   * An error where the access is granted, besides those of `ofValues`: a prefix that holds the wildcards `*` or `?`, and one
   * with a policy variable and no separator behind it, as a tenant 1 would reach the rows of tenant 12. A literal prefix that
   * ends in a letter or digit gets a warning for the same reason.
   *
   * @param prefixes the prefixes, with their separators: `TENANT#${aws:PrincipalTag/TenantId}#`
   */
  public static ofPrefixes(...prefixes: string[]): RowScope {
    return new RowScope('StringLike', prefixes);
  }

  private constructor(private readonly operator: 'StringEquals' | 'StringLike', private readonly values: readonly string[]) {}

  /**
   * `ForAllValues` is true of a request without the key, which the second condition refuses.
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
   * The prefix that matches more than it says, as what follows isn't separated from it.
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
        value: `rows without a ${kind}`,
        expected: `at least one ${kind} of the partition key`,
        remedy: 'name it, or leave rows out',
      };
    }
    const stranger = findFirstProblem(this.values, (value) => findTextProblem(`row ${kind}`, value));
    if (stranger) return stranger;
    const empty = this.values.find((value) => value === '' || value === '*');
    if (empty !== undefined) {
      return {
        id: 'rowsOfAll',
        value: `row ${kind} '${empty}'`,
        expected: 'a part of the rows, as all of them are reached without rows',
        remedy: 'name the partition key that the access is for, or leave rows out',
      };
    }
    const twice = this.values.find((value, index) => this.values.indexOf(value) !== index);
    if (twice !== undefined) return { id: 'duplicate', value: `row '${twice}' twice`, expected: 'each once', remedy: 'remove one of them' };
    return findFirstProblem(this.values, (value) =>
      findVariablesProblem(value) ?? (isPrefix ? findPrefixProblem(value) : findWholeValueProblem(value)) ?? findSeparatorProblem(value, kind));
  }
}

/** Variables whose values all have one form, so that any punctuation ends them. */
const UNIFORM_VARIABLES = ['aws:PrincipalAccount', 'aws:PrincipalOrgID', 'aws:SourceVpc', 'aws:SourceVpce', 'cognito-identity.amazonaws.com:sub'];

/** What tags, and the names of users and sessions, may consist of, besides letters, digits and spaces: it separates nothing. */
const NAME_PUNCTUATION = '_.:/=+-@,';

/**
 * What is wrong with a policy variable that something else follows: its value must end where it seems to.
 *
 * @param isPrefix whether anything may follow the text
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_creating
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
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
    value: `row ${kind} '${text}', where nothing separates \${${open[1]}} from what follows it`,
    expected: `a separator behind it that its value can't hold, as 1 is a prefix of 12: none of ${NAME_PUNCTUATION}`,
    remedy: 'write the separator that follows in the partition key, as in ${aws:PrincipalTag/TenantId}#'
      + (isPrefix ? ', or use RowScope.ofValues' : ''),
  };
}

/** A star is one in `StringEquals`, and hardly one of the partition key. */
function findWholeValueProblem(value: string): Problem | undefined {
  if (!value.replace(/\$\{\*\}/g, '').includes('*')) return undefined;
  return {
    id: 'wildcard',
    value: `row value '${value}'`,
    expected: 'a whole value, in which * is a character as any other',
    remedy: 'use RowScope.ofPrefixes without it, or write ${*} for this character',
  };
}

function findPrefixProblem(prefix: string): Problem | undefined {
  if (!/[*?]/.test(replaceTokens(prefix).replace(/\$\{[*?$]\}/g, ''))) return undefined;
  return {
    id: 'wildcard',
    value: `row prefix '${prefix}'`,
    expected: 'a prefix without wildcards, as one follows it by itself',
    remedy: 'remove * and ?, or write ${*} and ${?} for these characters',
  };
}
