/** What is known of a request, as condition keys. */
export type ContextValues = Readonly<Record<string, string | readonly string[]>>;

/**
 * The condition keys of a request. Their names don't depend on case.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export class RequestContext {
  private readonly keys = new Map<string, string | readonly string[]>();

  constructor(values: ContextValues) {
    for (const [key, value] of Object.entries(values)) {
      const name = key.toLowerCase();
      if (this.keys.has(name)) throw new Error(`the request context has the key ${key} twice`);
      this.keys.set(name, value);
    }
  }

  /** The values of a key; none where the request doesn't have it. */
  public valuesOf(key: string): readonly string[] {
    const value = this.keys.get(key.toLowerCase());
    if (value === undefined) return [];
    return typeof value === 'string' ? [value] : value;
  }

  /**
   * What a policy variable stands for. A list isn't a single value, even if it has one member.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
   */
  public variable(key: string): string | undefined {
    const value = this.keys.get(key.toLowerCase());
    return typeof value === 'string' ? value : undefined;
  }
}
