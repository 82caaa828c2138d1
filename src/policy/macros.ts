import { Template } from './assembly-files';
import { isRecord, toList, toRecord } from '../values/json-values';

/** A macro that CloudFormation runs at deployment. What it adds to a template and changes there can't be known before. */
export interface Macro {
  /** The path in the template. */
  readonly place: string;
  /** The macro in words, for example `the macro Tagging`. */
  readonly name: string;
  /** The argument of the macro, as the template has it. */
  readonly content: unknown;
}

const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

/**
 * The transforms whose results this library reads, or which add no permissions. Language extensions add resources only in loops.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html
 */
const READ_TRANSFORMS: readonly string[] = [
  'AWS::CodeDeployBlueGreen', 'AWS::SecretsManager-2020-07-23', 'AWS::SecretsManager-2024-09-16', 'AWS::Serverless-2016-10-31', LANGUAGE_EXTENSIONS,
];

/** Lists the macros that may add any resource to a template, or change any resource in it. */
export function listTemplateMacros({ Transform, Resources }: Template): Macro[] {
  const transforms = toList<unknown>(Transform).filter((transform) => !READ_TRANSFORMS.includes(nameTransform(transform)));
  return [
    ...transforms.map((content) => ({ place: 'Transform', name: describeMacro(nameTransform(content)), content })),
    ...listMacrosIn(Resources, 'Resources'),
  ];
}

/** Lists the macros that may change any property of a resource. Those within a property are unknown parts of its value. */
export function listResourceMacros(logicalId: string, resource: unknown): Macro[] {
  return [...listMacrosIn(resource, logicalId), ...listMacrosIn(toRecord(resource).Properties, `${logicalId}.Properties`)];
}

/**
 * Lists the macros among the members of an object. A macro gets the other members too, and may change them.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-overview.html
 */
function listMacrosIn(value: unknown, place: string): Macro[] {
  return Object.entries(toRecord(value)).flatMap(([key, argument]) => {
    if (key.startsWith('Fn::ForEach::')) return [{ place: `${place}.${key}`, name: `the loop ${key}`, content: argument }];
    if (key !== 'Fn::Transform') return [];
    return toList<unknown>(argument).map((each) => ({ place: `${place}.${key}`, name: describeMacro(nameTransform(each)), content: each }));
  });
}

function nameTransform(transform: unknown): string {
  return String(isRecord(transform) ? transform.Name : transform);
}

function describeMacro(name: string): string {
  return `the macro ${name}`;
}
