import { CfnResource, Reference, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable, ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { CfnKey, CfnReplicaKey } from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { resolveTexts } from './read-properties';
import { findFamily } from './table-family';
import { Problem } from '../problems/problem';
import { makeLookup } from '../values/lookup';

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const TABLE_NAME = /^[a-zA-Z0-9_.-]{3,255}$/;

/** Stands for a part of a text that only CloudFormation knows. */
const UNKNOWN = 'unknown';

const TABLE_ARN = `arn:aws:dynamodb:${UNKNOWN}:${UNKNOWN}:table/${UNKNOWN}`;
const KEY_ARN = `arn:aws:kms:${UNKNOWN}:${UNKNOWN}:key/${UNKNOWN}`;

/** The forms of the attributes of tables and keys. */
const ATTRIBUTES = makeLookup<string>({
  [`${CfnTable.CFN_RESOURCE_TYPE_NAME}.Arn`]: TABLE_ARN,
  [`${CfnTable.CFN_RESOURCE_TYPE_NAME}.StreamArn`]: `${TABLE_ARN}/stream/${UNKNOWN}`,
  [`${CfnGlobalTable.CFN_RESOURCE_TYPE_NAME}.Arn`]: TABLE_ARN,
  [`${CfnGlobalTable.CFN_RESOURCE_TYPE_NAME}.StreamArn`]: `${TABLE_ARN}/stream/${UNKNOWN}`,
  [`${CfnKey.CFN_RESOURCE_TYPE_NAME}.Arn`]: KEY_ARN,
  [`${CfnReplicaKey.CFN_RESOURCE_TYPE_NAME}.Arn`]: KEY_ARN,
});

/**
 * Finds what is wrong with the ARN of an imported table that has tokens. A name or ARN without tokens is checked when an access is declared.
 * Call this at synthesis.
 */
export function findImportProblems(table: ITableRef): Problem[] {
  const { tableArn } = table.tableRef;
  if (findFamily(table) || !Token.isUnresolved(tableArn)) return [];
  return resolveTexts(table, tableArn).filter((text) => isWrongArn(writeKnownParts(table, text))).map((text) => describeWrongTable('table', text));
}

export function describeWrongTable(name: string, wrong: string): Problem {
  return {
    id: 'tableName',
    value: `${name} is imported as '${wrong}', which no table can have`,
    expected: 'a table name of 3 to 255 letters, digits, and _ . - or an ARN that ends in table/ and the name',
    remedy: 'import the table by its own name or ARN, or write TableFamily.withPrefix(...) for many tables',
  };
}

export function isWrongName(name: unknown): boolean {
  return typeof name === 'string' && !Token.isUnresolved(name) && !TABLE_NAME.test(name);
}

/** Parts of an ARN may be tokens, which have no colon. */
export function isWrongArn(arn: unknown): boolean {
  if (typeof arn !== 'string') return false;
  if (!arn.startsWith('arn:')) return /[*?]|\/$|\/(index|stream)\//.test(arn);
  const [, , , region, account, ...resource] = arn.split(':');
  const [kind, ...name] = resource.join(':').split('/');
  return /[*?]/.test(`${region}${account}`) || kind !== 'table' || (!Token.isUnresolved(name[0]) && isWrongName(name.join('/')));
}

/** Writes a text with a word in place of each part that only CloudFormation knows. */
export function writeKnownParts(scope: IConstruct, text: string): string {
  return Tokenization.reverseString(text).mapTokens({ mapToken: (token) => writeKnownPart(scope, token) }).join(new StringConcat());
}

function writeKnownPart(scope: IConstruct, token: unknown): string {
  if (Reference.isReference(token) && CfnResource.isCfnResource(token.target)) {
    return ATTRIBUTES[`${token.target.cfnResourceType}.${token.displayName}`] ?? UNKNOWN;
  }
  const resolved: unknown = Stack.of(scope).resolve(token);
  return typeof resolved === 'string' ? resolved : UNKNOWN;
}
