import { Stack, Token } from 'aws-cdk-lib';
import { isRecord } from '../values/json-values';

/** The conditions of the template under which a value applies, each true or false. */
type Assumptions = Readonly<Record<string, boolean>>;

/** One way that a value may turn out. */
interface Branch {
  readonly node: unknown;
  readonly assumed: Assumptions;
}

/** A list or an object is expected where the template has a parameter, a mapping or something else that only CloudFormation knows. */
const UNKNOWN = Symbol('unknown');

/**
 * A part of a resource as the template will have it, in every branch that `Fn::If` leaves open.
 *
 * A branch has a value, is absent (`AWS::NoValue`), or is unknown.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export class TemplateValue {
  /** @param node JSON in which references to constructs are CDK's tokens */
  public static fromNode(node: unknown, stack: Stack): TemplateValue {
    return new TemplateValue(listNodeBranches({ node, assumed: {} }), stack);
  }

  private constructor(private readonly branches: readonly Branch[], private readonly stack: Stack) {}

  /** Returns true if the template may have no value here. */
  public get mayBeAbsent(): boolean {
    return this.branches.some(({ node }) => node === undefined);
  }

  /** Returns true if the template has no value here in any branch. */
  public get isAbsent(): boolean {
    return this.branches.every(({ node }) => node === undefined);
  }

  /** Returns true if only CloudFormation knows the value. */
  public get isUnknown(): boolean {
    return this.branches.some(({ node }) => node === UNKNOWN);
  }

  /** Each branch on its own, so that what is read of it goes together. */
  public each(): TemplateValue[] {
    return this.branches.map((branch) => new TemplateValue([branch], this.stack));
  }

  /** A property of this object. */
  public property(name: string): TemplateValue {
    return new TemplateValue(this.branches.flatMap(({ node, assumed }) => listNodeBranches({ node: readMember(node, name), assumed })), this.stack);
  }

  /** The elements of this list, or the object in its place; an unknown list has one, which is unknown. */
  public elements(): TemplateValue[] {
    return this.branches.flatMap(({ node, assumed }) =>
      listElements(node).map((element) => new TemplateValue(listNodeBranches({ node: element, assumed }), this.stack)));
  }

  /** The texts that may be here or in this list, which any stack can use. What only CloudFormation knows is a token in them. */
  public texts(): string[] {
    const texts = this.branches.flatMap(expandBranches).flatMap(({ node }) => node).map((node) => writeText(this.stack, node));
    return [...new Set(texts)].filter((text) => text !== undefined);
  }

  /** The JSON of each branch: lists and objects without conditions, and texts as `texts` has them. */
  public renderJson(): unknown[] {
    return this.branches.flatMap(expandBranches).map(({ node }) => writeJson(this.stack, node)).filter((json) => json !== undefined);
  }

  /** The text that is here in all branches, which may hold tokens; nothing otherwise. */
  public onlyText(): string | undefined {
    const [text, ...others] = this.texts();
    if (this.mayBeAbsent || this.isUnknown || others.length > 0) return undefined;
    return text;
  }

  /** The text that is here in all branches, and known before deployment; nothing otherwise. */
  public knownText(): string | undefined {
    const text = this.onlyText();
    if (Token.isUnresolved(text)) return undefined;
    return text;
  }

  /** Returns true if every branch has exactly this text, number or boolean. */
  public isAlways(literal: string | boolean): boolean {
    return !this.mayBeAbsent && !this.isUnknown && this.texts().every((text) => text === `${literal}`);
  }

  /** Returns true if some branch may be this text, number or boolean. A token may be any value. */
  public mayBe(literal: string | boolean): boolean {
    return this.isUnknown || this.texts().some((text) => text === `${literal}` || Token.isUnresolved(text));
  }
}

/** The argument of an intrinsic function by its name, if an object is one. */
export function readIntrinsic(node: unknown): readonly [name: string, argument: unknown] | undefined {
  if (!isRecord(node)) return undefined;
  const keys = Object.keys(node);
  const [name] = keys;
  if (keys.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) return [name, node[name]];
  return undefined;
}

function readMember(node: unknown, name: string): unknown {
  if (node === undefined) return undefined;
  if (!isRecord(node) || readIntrinsic(node)) return UNKNOWN;
  // a transform adds properties that the template doesn't have yet
  return node[name] ?? ('Fn::Transform' in node ? UNKNOWN : undefined);
}

/**
 * A policy document may have one statement in the place of a list. An override by index makes an object with numbers as keys where there is
 * no list.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
function listElements(node: unknown): readonly unknown[] {
  if (node === undefined) return [];
  if (Array.isArray(node)) return node;
  if (isRecord(node) && !Object.keys(node).some((key) => /^(Ref|Fn::.*|\d+)$/.test(key))) return [node];
  return [UNKNOWN];
}

/** The branches of a value itself, not of what is in it. */
function listNodeBranches({ node, assumed }: Branch): Branch[] {
  const [name, argument] = readIntrinsic(node) ?? [];
  if (name === 'Ref' && argument === 'AWS::NoValue') return [{ node: undefined, assumed }];
  if (name !== 'Fn::If') return [{ node: node ?? undefined, assumed }];
  if (!Array.isArray(argument) || argument.length !== 3) return [{ node: UNKNOWN, assumed }];
  const [condition, whenTrue, whenFalse] = argument as [string, unknown, unknown];
  const choices = Object.hasOwn(assumed, condition) ? [assumed[condition]] : [true, false];
  return choices.flatMap((holds) => listNodeBranches({ node: holds ? whenTrue : whenFalse, assumed: { ...assumed, [condition]: holds } }));
}

/** The branches of a value and all that is in it: none of them has a condition. */
function expandBranches(branch: Branch): Branch[] {
  if (typeof branch.node === 'string') return [branch];
  return listNodeBranches(branch).flatMap(({ node, assumed }): Branch[] => {
    if (Array.isArray(node)) return expandList(node, assumed);
    if (!isRecord(node)) return [{ node, assumed }];
    const keys = Object.keys(node);
    return expandList(Object.values(node), assumed)
      .map(({ node: values, assumed: after }) => ({ node: Object.fromEntries(keys.map((key, index) => [key, values[index]])), assumed: after }));
  });
}

function expandList(nodes: readonly unknown[], assumed: Assumptions): { node: unknown[]; assumed: Assumptions }[] {
  return nodes.reduce<{ node: unknown[]; assumed: Assumptions }[]>((lists, node) => lists.flatMap((list) =>
    expandBranches({ node, assumed: list.assumed }).map((each) => ({ node: [...list.node, each.node], assumed: each.assumed }))),
  [{ node: [], assumed }]);
}

function writeJson(stack: Stack, node: unknown): unknown {
  if (Array.isArray(node)) return node.map((each) => writeJson(stack, each)).filter((json) => json !== undefined);
  if (readIntrinsic(node)) return writeText(stack, node);
  if (!isRecord(node)) return node === UNKNOWN ? undefined : node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, writeJson(stack, value)]));
}

/** A value as text in which intrinsic functions are tokens; nothing for a list, an object or what is absent. */
function writeText(stack: Stack, node: unknown): string | undefined {
  if (['string', 'number', 'boolean'].includes(typeof node)) return `${node}`;
  const intrinsic = readIntrinsic(node);
  if (!intrinsic) return undefined;
  const [name, argument] = intrinsic;
  if (name !== 'Fn::Join' || !Array.isArray(argument) || !Array.isArray(argument[1])) return writeToken(stack, node);
  return argument[1].map((part) => writeText(stack, part)).filter((part) => part !== undefined).join(`${argument[0]}`);
}

/** The tokens of intrinsic functions by their JSON: of the same function, each reading makes the same text. */
const tokensByStack = new WeakMap<Stack, Map<string, string>>();

function writeToken(stack: Stack, node: unknown): string {
  const tokens = tokensByStack.get(stack) ?? new Map<string, string>();
  tokensByStack.set(stack, tokens);
  const json = JSON.stringify(node);
  const token = tokens.get(json) ?? Token.asString(node);
  tokens.set(json, token);
  return token;
}
