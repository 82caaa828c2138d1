import { existsSync } from 'fs';
import { dirname, join, sep } from 'path';
import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Acknowledgement, readAcknowledgements } from './acknowledgements';
import { checkAssembly, Finding, getDeclaringPath } from './check-assembly';
import { CODE_RULES } from './code-rules';
import { getRuleId } from './rule';
import { RULES } from './rules';
import { checkShape, expectMembers, expectOptions, FLAG, optional } from '../problems/shape';
import { toList } from '../values/json-values';

const SCOPE = expectMembers(['node'], {
  expected: 'the app or stage that the plugin is added to', remedy: 'write new DynamoAccessChecks(app)',
});

const OPTIONS = expectOptions({ code: optional(FLAG) });

/** Options of `DynamoAccessChecks`. */
export interface DynamoAccessChecksOptions {
  /**
   * Reads the code of the functions, and compares its calls with the permissions of their roles. No finding about code is an error.
   *
   * @default false
   */
  readonly code?: boolean;
}

/**
 * Checks all policies of an app for known mistakes with DynamoDB, KMS and CloudWatch Logs at each synthesis.
 *
 * Each finding names the rule, the statement and the features to write instead. An error fails the synthesis, because the policy
 * does something other than it seems to do. A warning does not, because the policy only allows more than is needed. An acknowledgement
 * counts for a construct and all constructs below it.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 * @example
 *
 * Validations.of(app).addPlugins(new DynamoAccessChecks(app));
 * Validations.of(orders).acknowledge({
 *   id: 'cdk-dynamo-access:any-index',
 *   reason: 'indexes come and go',
 * });
 */
export class DynamoAccessChecks implements IPolicyValidationPlugin {
  /** The name of the plugin in CDK's report. */
  public readonly name = 'cdk-dynamo-access';

  /** The ids of all rules. */
  public readonly ruleIds?: string[];

  /**
   * Version of the plugin in CDK's report.
   *
   * @default - none
   */
  public readonly version?: string; // the type checkers of Python take a class without it for no plugin

  /**
   * @param scope the app or stage that the plugin is added to. Acknowledgements on it count
   * @param options the checks besides those of policies
   */
  constructor(private readonly scope: IConstruct, private readonly options: DynamoAccessChecksOptions = {}) {
    checkShape('DynamoAccessChecks', 'scope', scope, SCOPE);
    checkShape('DynamoAccessChecks', 'options', options, OPTIONS);
    const codeRules = options.code ? CODE_RULES : [];
    this.ruleIds = [...RULES, ...codeRules].map(getRuleId);
  }

  /**
   * Checks the app. CDK calls this method when the cloud assembly is complete.
   *
   * @param context the templates of the app
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const acknowledged = listAcknowledged(this.scope);
    const findings = findAssemblies(context.templatePaths).flatMap((directory) => [
      ...checkAssembly(directory, acknowledged),
      ...this.options.code ? loadCodeChecks().checkCode(directory, acknowledged) : [],
    ]);
    return { success: findings.every(({ severity }) => severity !== 'error'), violations: toViolations(findings) };
  }
}

/** Loads the parsers of code. Most apps don't need them. */
function loadCodeChecks(): typeof import('./check-code') {
  return require('./check-code'); // eslint-disable-line @typescript-eslint/no-require-imports
}

/**
 * Finds the folders of templates, without those within another of them, such as the folders of stages. Stages without a stack beside them
 * are read as one app, because a stack may use the resources of another stage.
 */
function findAssemblies(templatePaths: readonly string[]): string[] {
  const directories = [...new Set(templatePaths.map((path) => dirname(path)))];
  const outer = directories.filter((directory) => !directories.some((other) => directory.startsWith(other + sep)));
  const [parent, ...others] = new Set(outer.map((directory) => dirname(directory)));
  if (outer.length > 1 && others.length === 0 && existsSync(join(parent, 'manifest.json'))) return [parent];
  return outer;
}

/** Lists the acknowledgements in the construct tree. The assembly doesn't contain those on the app and on stages. */
function listAcknowledged(scope: IConstruct): Acknowledgement[] {
  return scope.node.root.node.findAll().flatMap(({ node }) => node.metadata.flatMap((entry) => readAcknowledgements(node.path, entry)));
}

/** Makes one violation for each finding, so that each has its own remedy. */
function toViolations(findings: readonly Finding[]): PolicyViolation[] {
  return findings.map(({ id, severity, title, problem, reason, remedy, see, origin, place }) => ({
    ruleName: toRuleName(id),
    severity,
    description: `${title}: ${problem}. ${reason}`,
    fix: remedy,
    ruleMetadata: { see },
    violatingResources: [{ constructPath: getDeclaringPath(origin), locations: [...toList(place)] }],
  }));
}

/**
 * Writes the id of a rule in the form that newer versions of CDK print. They add the name of the plugin to ids without `::`, and the ids of
 * this library begin with that name already.
 */
function toRuleName(id: string): string {
  return id.replace(':', '::');
}
