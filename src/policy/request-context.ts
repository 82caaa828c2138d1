import { toList } from '../values/json-values';

/** Condition keys of a request with their values. */
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

  /** Gets the values of a key. The list is empty if the request doesn't have the key. */
  public getValues(key: string): readonly string[] {
    const value = this.keys.get(key.toLowerCase());
    return toList(value);
  }

  /**
   * Gets the value of a policy variable. AWS doesn't replace variables by keys with several values, so a list of one value has none.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
   */
  public getVariable(key: string): string | undefined {
    const value = this.keys.get(key.toLowerCase());
    if (typeof value !== 'string') return undefined;
    return value;
  }
}
