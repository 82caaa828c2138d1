import { CfnResource, IResolvable, IResolveContext, Token, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * What a lazy L1 property holds by now, with the tokens in it left as they are.
 *
 * To resolve it whole would turn references into the intrinsic functions of the stack that declares the property, which
 * say nothing in another stack.
 */
export function produced<T>(scope: IConstruct, value: T | IResolvable): T {
  const context: IResolveContext = {
    scope,
    preparing: false,
    documentPath: [],
    registerPostProcessor: () => undefined,
    resolve: (inner: unknown) => inner,
  };
  let current: unknown = value;
  while (Tokenization.isResolvable(current)) current = (current as IResolvable).resolve(context);
  return current as T;
}

/** What a list of strings, which may be lazy, holds by now; nothing where it's another token, such as a parameter. */
export function producedList(scope: IConstruct, value: string[] | undefined): string[] | undefined {
  if (!Token.isUnresolved(value)) return value ?? [];
  const list = produced<unknown>(scope, Tokenization.reverse(value));
  return list === undefined ? [] : Array.isArray(list) ? list : undefined;
}

/** What `addPropertyOverride` put in the place of a property, or added to it. */
export function overrideOf<T>(resource: CfnResource, property: string): T | undefined {
  // protected in TypeScript, and the one place where overrides stand
  const { rawOverrides } = resource as unknown as { readonly rawOverrides?: { readonly Properties?: Record<string, T> } };
  return rawOverrides?.Properties?.[property];
}
