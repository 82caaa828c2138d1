/** What DynamoDB creates for a table at run time. AWS chooses the names. */
const RUNTIME_PARTS = ['backup', 'export', 'import'] as const;

/**
 * The types of resources that belong to a table. Their ARNs have the type and a name after the ARN of the table.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html#amazondynamodb-resources-for-iam-policies
 */
export const TABLE_PARTS = ['index', 'stream', ...RUNTIME_PARTS] as const;

export type RuntimePart = typeof RUNTIME_PARTS[number];
/** The types of tables and of what belongs to them. */
export type TableType = 'table' | typeof TABLE_PARTS[number];

export function isTableType(type: string): type is TableType {
  return type === 'table' || TABLE_PARTS.some((part) => part === type);
}

export function isRuntimePart(type: string): type is RuntimePart {
  return RUNTIME_PARTS.some((part) => part === type);
}

/** Makes the ARNs of what DynamoDB may create for a table at run time. */
export function listRuntimeArns(table: string, name: string): { readonly arn: string; readonly type: RuntimePart }[] {
  return RUNTIME_PARTS.map((type) => ({ arn: `${table}/${type}/${name}`, type }));
}
