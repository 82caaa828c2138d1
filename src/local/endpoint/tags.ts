import { Context } from './permission';
import { Answer, Request } from './service';

/** The tags of something, by their names. */
export type TagValues = Readonly<Record<string, string>>;

/**
 * The tags of tables. Emulators know nothing of conditions on them, so they are kept here.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/attribute-based-access-control.html
 */
export class Tags {
  private readonly byTable = new Map<string, TagValues>();

  /** Says which tags a table has; none, where it says nothing. */
  public set(table: string, tags: TagValues = {}): void {
    this.byTable.set(table, tags);
  }

  public getTags(table = ''): TagValues {
    return this.byTable.get(table) ?? {};
  }

  /** The condition keys of a table's tags, which its indexes have too. */
  public getTagContext(resource: string): Context {
    const [, table] = /^(arn:[^:]+:dynamodb:.*:table\/[^/]+)(\/index\/.*)?$/.exec(resource) ?? [];
    return Object.fromEntries(Object.entries(this.getTags(table)).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
  }

  /** Answers the operations on tags; nothing to others. */
  public answer({ operation, parameters: { ResourceArn, Tags: tags = [], TagKeys = [] } }: Request): Answer | undefined {
    switch (operation) {
      case 'ListTagsOfResource':
        return { body: { Tags: Object.entries(this.getTags(ResourceArn)).map(([Key, Value]) => ({ Key, Value })) } };
      case 'TagResource':
        this.set(ResourceArn, { ...this.getTags(ResourceArn), ...tagValues(tags) });
        return { body: {} };
      case 'UntagResource':
        this.set(ResourceArn, Object.fromEntries(Object.entries(this.getTags(ResourceArn)).filter(([key]) => !TagKeys.includes(key))));
        return { body: {} };
      default:
        return undefined;
    }
  }
}

/** Tags as requests have them. */
export function tagValues(tags: readonly { Key: string; Value: string }[] = []): TagValues {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
