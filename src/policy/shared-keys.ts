import { isIntrinsic } from './branches';
import { Assembly, TemplateRecord } from './read-assembly';
import { computeOnce } from '../values/compute-once';
import { isRecord } from '../values/json-values';

/** The types of tables and of keys, and of resources that pass values on to the resources of other stacks. */
const NO_USERS = /^(AWS::(DynamoDB|KMS)::\w+|AWS::Serverless::SimpleTable|AWS::CloudFormation::Stack|Custom::CrossRegionExport(Reader|Writer))$/;

/**
 * Finds the keys that properties of other resources than tables name, by their ARNs. Statements of policies don't count. There are none in
 * an app without keys of tables. The resources of the app are read once.
 */
export const findSharedKeys = computeOnce((assembly: Assembly): ReadonlySet<string> => {
  const isKeyed = assembly.tables.some(({ key }) => key !== undefined);
  const users = assembly.listResources().filter(({ type }) => isKeyed && !NO_USERS.test(type));
  const named = new Set(users.flatMap((user) => listNamedTexts(user.properties, user, assembly)));
  const declared = assembly.keys.filter(({ arn, name, aliases }) => [arn, name, ...aliases].some((each) => named.has(each)));
  // a resource may name the key of another app by its ARN
  const external = [...named].filter((text) => /^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(text));
  return new Set([...external, ...declared.map(({ arn }) => arn)]);
});

/** Lists the texts in a value of a resource. Intrinsic functions without a known value have the texts of their arguments. */
function listNamedTexts(value: unknown, user: TemplateRecord, assembly: Assembly): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || isStatement(value)) return [];
  if (isIntrinsic(value)) {
    const { value: known, problem } = assembly.evaluateIn(user.origin.stack, value);
    if (problem === undefined) return listNamedTexts(known, user, assembly);
  }
  return Object.values(value).flatMap((each) => listNamedTexts(each, user, assembly));
}

function isStatement(value: object): boolean {
  return isRecord(value) && 'Effect' in value && ('Action' in value || 'NotAction' in value);
}
