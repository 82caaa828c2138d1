import { AccessCondition } from '../../conditions/access-condition';
import { AttributeScope } from '../../conditions/attribute-scope';
import { RowScope } from '../../conditions/row-scope';
import { ClientProfile } from '../../features/client-profile';
import { TableFeature } from '../../features/table-feature';
import { findNearest } from '../../problems/nearest';
import { expectInstance, expectList, expectOptions, expectText, expectValue, FLAG, optional, Shape } from '../../problems/shape';
import { BUCKET, FUNCTION, KEY, KINESIS_STREAM, MANAGED_POLICY, PRINCIPAL, TABLE } from '../../resources/shapes';
import { FieldEncryption } from '../field-encryption';
import { RoleLogs } from '../role-logs';

const LIST_OF_FEATURES = 'a list of features, such as [TableFeature.READ_ITEM] for GetItem';

function chooseFeatureRemedy(value: unknown): string {
  if (value instanceof TableFeature) return value.name in TableFeature ? `write [TableFeature.${value}]` : 'write it in brackets: [feature]';
  if (value instanceof ClientProfile) return 'pass the features of the profile: write .features behind it';
  if (Array.isArray(value)) return 'spread the list: write ... before it';
  const name = typeof value === 'string' ? findFeatureName(value) : undefined;
  if (name !== undefined) return `write TableFeature.${name} without quotes`;
  if (value === undefined) return 'write [TableFeature.READ_ITEM], or correct the name of a feature: a misspelt name is undefined';
  return 'write TableFeature.READ_ITEM or another constant of TableFeature';
}

/** Finds the feature that a text means: its name, a similar name, or its only operation. */
function findFeatureName(text: string): string | undefined {
  const features = Object.values<unknown>({ ...TableFeature }).filter((each) => each instanceof TableFeature);
  const action = `dynamodb:${text.split(':').pop()}`;
  const ofOperation = features.find(({ _permissions: [first, ...others] }) =>
    first.action === action && others.every((other) => other.action === action || other.on === 'table-key'));
  return ofOperation?.name ?? findNearest(text, features.map(({ name }) => name));
}

/** Expects a list of features, at least one, each once. Two features with the same text are the same. */
export const FEATURE_LIST: Shape = (name, value) => {
  const refuseFeature = (where: string, each: unknown) =>
    expectValue(() => false, { expected: LIST_OF_FEATURES, remedy: chooseFeatureRemedy(each) })(where, each);
  if (!Array.isArray(value)) return refuseFeature(name, value);
  const wrongIndex = Array.from<unknown>(value).findIndex((each) => !(each instanceof TableFeature));
  if (wrongIndex !== -1) return refuseFeature(`${name}[${wrongIndex}]`, value[wrongIndex]);
  if (value.length === 0) {
    return {
      id: 'emptyList',
      value: 'features is an empty list',
      expected: 'at least one feature',
      remedy: 'write one feature for each operation of the function, such as TableFeature.READ_ITEM for GetItem',
    };
  }
  const texts = value.map(String);
  const twice = texts.find((each, index) => texts.indexOf(each) !== index);
  if (twice === undefined) return undefined;
  return {
    id: 'duplicate',
    value: `features has ${twice} twice`,
    expected: 'each feature once',
    remedy: 'remove one of the two, or correct it',
  };
};

const REGIONS = expectList(expectText('the name of an AWS Region, for example eu-west-1'), "a list of Regions, such as ['eu-west-1']");

const BUCKET_LOCATION = expectOptions({
  bucket: BUCKET,
  prefix: optional(expectText('the beginning of the object keys')),
  encryptionKey: optional(KEY),
});

const SCOPE_OPTIONS = {
  regions: optional(REGIONS),
  tableKey: optional(KEY),
  previousTableKeys: optional(expectList(KEY, 'a list of KMS keys')),
  fieldEncryption: optional(expectInstance(FieldEncryption, 'a FieldEncryption', 'FieldEncryption.envelope(key)')),
  rows: optional(expectInstance(RowScope, 'a RowScope', "RowScope.ofValues('TENANT#1')")),
  attributes: optional(expectInstance(AttributeScope, 'an AttributeScope', "AttributeScope.ofAttributes('pk', 'status')")),
  conditions: optional(expectList(expectInstance(AccessCondition, 'an AccessCondition', 'AccessCondition.tlsOnly()'), 'a list of AccessCondition')),
  restoreTo: optional(TABLE),
  exportTo: optional(BUCKET_LOCATION),
  importFrom: optional(BUCKET_LOCATION),
  kinesisStream: optional(KINESIS_STREAM),
  acknowledgeAccountActions: optional(FLAG),
};

const ACCESS_OPTIONS = { table: TABLE, features: FEATURE_LIST, ...SCOPE_OPTIONS };

const FUNCTION_ACCESS_OPTIONS = {
  ...ACCESS_OPTIONS,
  environmentVariable: optional(expectText('the name of an environment variable')),
};

export const SCOPE = expectOptions(SCOPE_OPTIONS);

export const ACCESS = expectOptions(ACCESS_OPTIONS);

export const FUNCTION_ACCESS = expectOptions(FUNCTION_ACCESS_OPTIONS);

export const FUNCTION_PROPS = expectOptions({ function: FUNCTION, ...FUNCTION_ACCESS_OPTIONS, keepManagedPolicies: optional(FLAG) });

export const ROLE_PROPS = expectOptions({
  ...ACCESS_OPTIONS,
  assumedBy: optional(PRINCIPAL),
  logs: optional(expectInstance(RoleLogs, 'a RoleLogs', 'RoleLogs.toGroup(logGroup)')),
  vpcAccess: optional(FLAG),
  tracing: optional(FLAG),
  roleName: optional(expectText('the name of the role')),
  path: optional(expectText('the path of the role')),
  description: optional(expectText('the purpose of the role')),
  permissionsBoundary: optional(MANAGED_POLICY),
});

/** Expects `TableDenialOptions`. `findDenialsProblem` checks the denials. */
export const DENIAL = expectOptions({ table: TABLE, denials: () => undefined, regions: optional(REGIONS) });

export const POLICY_PROPS = expectOptions({
  table: TABLE,
  principals: expectList(PRINCIPAL, 'a list of principals'),
  features: FEATURE_LIST,
  regions: optional(REGIONS),
  tableKey: optional(KEY),
});
