import { Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { Assembly } from '../policy/read-assembly';
import { isRecord } from '../values/json-values';

/** Evaluates an expression of a template in a stack, by the path of the stack. */
export type Evaluate = (stack: string, expression: unknown) => string;

/** Evaluates an expression in a stack of an assembly to a text. */
export function evaluateInStack(assembly: Assembly, stack: string, expression: unknown): string {
  const { value, problem = 'it is no text' } = assembly.evaluateIn(stack, expression);
  if (typeof value === 'string') return value;
  throw new Error(`${JSON.stringify(expression)} is known only after deployment: ${problem}`);
}

/** Resolves the tokens in a text, each in the stack of the construct that it refers to, or else in the given stack. */
export function resolveText(text: string, ownStack: string, evaluate: Evaluate): string {
  if (!Token.isUnresolved(text)) return evaluate(ownStack, text);
  const reference = Tokenization.reverseString(text).tokens.find((token) => Reference.isReference(token)) as Reference | undefined;
  if (!reference) return evaluate(ownStack, new Stack().resolve(text));
  const stack = Stack.of(reference.target);
  return evaluate(stack.node.path, stack.resolve(text));
}

/** Resolves the tokens in the texts of a value. Lists and objects in it may be tokens of their own. */
export function resolveContent(value: unknown, ownStack: string, evaluate: Evaluate): unknown {
  if (typeof value === 'string') return Token.isUnresolved(value) ? resolveText(value, ownStack, evaluate) : value;
  if (Array.isArray(value)) return value.map((item) => resolveContent(item, ownStack, evaluate));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveContent(item, ownStack, evaluate)]));
}
