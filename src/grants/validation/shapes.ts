import { AccessCondition } from '../../conditions/access-condition';
import { AttributeScope } from '../../conditions/attribute-scope';
import { RowScope } from '../../conditions/row-scope';
import { ClientProfile } from '../../features/client-profile';
import { TableFeature } from '../../features/table-feature';
import { FLAG, listOf, madeBy, matching, optional, Shape, struct, text } from '../../problems/shape';
import { BUCKET, FUNCTION, KEY, KINESIS_STREAM, MANAGED_POLICY, PRINCIPAL, TABLE } from '../../resources/shapes';
import { FieldEncryption } from '../field-encryption';
import { RoleLogs } from '../role-logs';

const LIST_OF_FEATURES = 'a list of TableFeature, such as [TableFeature.READ_ITEM], which is what GetItem takes';

function remedyOfFeature(value: unknown): string {
  if (value instanceof ClientProfile) return 'pass the features of the profile: write .features behind it';
  return Array.isArray(value) ? 'spread the list: write ... before it' : 'look the names up in the documentation of TableFeature';
}

/** A list of features, at least one, each once. Two objects with the same text are the same feature. */
export const FEATURES: Shape = (name, value) => {
  const wrong = (where: string, each: unknown) =>
    matching(() => false, { expected: LIST_OF_FEATURES, remedy: remedyOfFeature(each) })(where, each);
  if (!Array.isArray(value)) return wrong(name, value);
  const stranger = Array.from<unknown>(value).findIndex((each) => !(each instanceof TableFeature));
  if (stranger !== -1) return wrong(`${name}[${stranger}]`, value[stranger]);
  if (value.length === 0) {
    return {
      id: 'emptyList',
      value: 'features []',
      expected: 'at least one TableFeature',
      remedy: 'list what is done with the table, for example TableFeature.READ_ITEM',
    };
  }
  const texts = value.map(String);
  const twice = texts.find((each, index) => texts.indexOf(each) !== index);
  return twice === undefined ? undefined : {
    id: 'duplicate',
    value: `feature ${twice} twice`,
    expected: 'each feature once',
    remedy: 'remove one of them',
  };
};

const REGIONS = listOf(text('the name of an AWS Region, for example eu-west-1'), "a list of Regions, such as ['eu-west-1']");

const BUCKET_LOCATION = struct({
  bucket: BUCKET,
  prefix: optional(text('what the keys of the objects begin with')),
  encryptionKey: optional(KEY),
});

const SCOPE_OPTIONS = {
  regions: optional(REGIONS),
  tableKey: optional(KEY),
  previousTableKeys: optional(listOf(KEY, 'a list of KMS keys')),
  fieldEncryption: optional(madeBy(FieldEncryption, 'a FieldEncryption')),
  rows: optional(madeBy(RowScope, 'a RowScope')),
  attributes: optional(madeBy(AttributeScope, 'an AttributeScope')),
  conditions: optional(listOf(madeBy(AccessCondition, 'an AccessCondition'), 'a list of AccessCondition')),
  restoreTo: optional(TABLE),
  exportTo: optional(BUCKET_LOCATION),
  importFrom: optional(BUCKET_LOCATION),
  kinesisStream: optional(KINESIS_STREAM),
  acknowledgeAccountActions: optional(FLAG),
};

const ACCESS_OPTIONS = { table: TABLE, features: FEATURES, ...SCOPE_OPTIONS };

const FUNCTION_ACCESS_OPTIONS = {
  ...ACCESS_OPTIONS,
  environmentVariable: optional(text('the name of an environment variable')),
};

/** Of `TableAccessScope`. */
export const SCOPE = struct(SCOPE_OPTIONS);

/** Of `TableAccessOptions`. */
export const ACCESS = struct(ACCESS_OPTIONS);

/** Of `LambdaTableAccessOptions`. */
export const FUNCTION_ACCESS = struct(FUNCTION_ACCESS_OPTIONS);

/** Of `LambdaTableAccessProps`. */
export const FUNCTION_PROPS = struct({ function: FUNCTION, ...FUNCTION_ACCESS_OPTIONS, keepManagedPolicies: optional(FLAG) });

/** Of `DynamoAccessRoleProps`. */
export const ROLE_PROPS = struct({
  ...ACCESS_OPTIONS,
  assumedBy: optional(PRINCIPAL),
  logs: optional(madeBy(RoleLogs, 'a RoleLogs, such as RoleLogs.toGroup(logGroup)')),
  vpcAccess: optional(FLAG),
  tracing: optional(FLAG),
  roleName: optional(text('the name of the role')),
  path: optional(text('the path of the role')),
  description: optional(text('what the role is for')),
  permissionsBoundary: optional(MANAGED_POLICY),
});

/** Of `TableDenialOptions`. What is denied is checked by whoever denies it. */
export const DENIAL = struct({ table: TABLE, denials: () => undefined, regions: optional(REGIONS) });

/** Of `TableAccessPolicyProps`. */
export const POLICY_PROPS = struct({
  table: TABLE,
  principals: listOf(PRINCIPAL, 'a list of principals'),
  features: FEATURES,
  regions: optional(REGIONS),
  tableKey: optional(KEY),
});
