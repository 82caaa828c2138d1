import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { writeKnownParts } from './imported-table';
import { resolveTexts } from './read-properties';
import { Problem } from '../problems/problem';

/** The form of the names or ARNs by which a construct is imported. */
export interface ImportForm {
  /** Finds out if a name or ARN without tokens can be none of one resource. */
  readonly isWrong: (text: string) => boolean;
  /** The end that CDK adds to an ARN, which is no wildcard of the user. */
  readonly added?: RegExp;
  readonly what: string;
  readonly expected: string;
}

/**
 * CDK imports a key by any ARN with a slash. An alias may have slashes in its name, and a key id has none.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export const KEY_IMPORT: ImportForm = {
  isWrong: (text) => /^arn:/.test(text) && !/^arn:[^:]*:(kms|unknown):[^:]*:[^:]*:(key\/[^/:]+|alias\/[^:]+|unknown)$/.test(text),
  what: 'key',
  expected: 'an ARN that ends in key/ and the id of the key, or in alias/ and the name of the alias',
};

/**
 * CDK imports a log group by the ARN of a log stream too. Log groups have no colon in their names.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 */
export const LOG_GROUP_IMPORT: ImportForm = {
  isWrong: (text) => /:/.test(text.replace(/^arn:[^:]*:(logs|unknown):[^:]*:[^:]*:log-group:/, '')),
  added: /(?<!:log-group)(:\*)+$/,
  what: 'log group',
  expected: 'a name of letters, digits and _ . - / #, or an ARN that ends in log-group: and the name',
};

/** Finds a name or ARN without tokens by which no resource of a kind can be imported, or by which many are. */
export function findImportedNameProblem(name: string, texts: readonly unknown[], form?: ImportForm): Problem | undefined {
  return findProblem(name, texts.filter((each): each is string => typeof each === 'string' && !Token.isUnresolved(each)), form, (text) => text);
}

/** Finds the same in a name or ARN with tokens. Call this at synthesis. */
export function findResolvedNameProblem(scope: IConstruct, name: string, text: string, form?: ImportForm): Problem | undefined {
  return findProblem(name, resolveTexts(scope, text), form, (each) => writeKnownParts(scope, each));
}

function findProblem(
  name: string, written: readonly string[], form: ImportForm | undefined, writeParts: (text: string) => string,
): Problem | undefined {
  const texts = form?.added ? written.map((text) => text.replace(form.added!, '')) : written;
  const broad = texts.find((text) => /[*?]/.test(text));
  if (broad !== undefined) {
    return {
      id: 'wildcard',
      value: `${name} is imported as '${broad}', which has a wildcard`,
      expected: 'the name or ARN of one resource',
      remedy: 'import each resource by its own name or ARN',
    };
  }
  const wrong = form && texts.find((text) => form.isWrong(writeParts(text)));
  if (wrong === undefined) return undefined;
  return {
    id: 'importedArn',
    value: `${name} is imported as '${wrong}', which no ${form!.what} can have`,
    expected: form!.expected,
    remedy: `import the ${form!.what} by its own name or ARN`,
  };
}
