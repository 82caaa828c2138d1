import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { reportAssembly } from './analysis/report-assembly';
import { FORMATS } from './formats/formats';
import { checkShape, expectOptions, expectText, FLAG, optional, PROPS } from '../problems/shape';

const REPORT_PROPS = expectOptions({ directory: optional(expectText('the path of a folder')), code: optional(FLAG) });

/** Options of an access report. */
export interface AccessReportProps {
  /**
   * The folder that the report is written to. It must be outside the cloud assembly, because CDK does not let validation plugins
   * change the assembly.
   *
   * @default - beside the cloud assembly, by its name with `.access`: `cdk.out.access`
   */
  readonly directory?: string;

  /**
   * Reads the code of the functions, and shows the calls that need each permission of their roles.
   *
   * @default false
   */
  readonly code?: boolean;
}

/**
 * Writes a report at each synthesis: who may do what with the tables, keys and log groups of the app.
 *
 * The report is JSON (`access.json`), Markdown for a pull request (`access.md`) and an HTML page (`access.html`). It covers all
 * stacks of the app, even if you add the plugin to a stage. The plugin reports no violations and changes nothing in the cloud
 * assembly.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 * @example
 *
 * Validations.of(app).addPlugins(new AccessReport());
 */
export class AccessReport implements IPolicyValidationPlugin {
  /** The name of the plugin, as CDK prints it. */
  public readonly name: string = 'cdk-dynamo-access-report';

  // The type checkers of Python take a class without these two for no plugin.

  /**
   * The ids of rules. A report has none.
   *
   * @default - none
   */
  public readonly ruleIds?: string[];

  /**
   * Version of the plugin in CDK's report.
   *
   * @default - none
   */
  public readonly version?: string;

  private readonly directory?: string;
  private readonly code: boolean;

  /** Throws an error if an option is wrong. */
  constructor(props: AccessReportProps = {}) {
    checkShape('AccessReport', PROPS, props, REPORT_PROPS);
    this.directory = props.directory;
    this.code = props.code ?? false;
  }

  /**
   * Writes the report. CDK calls this method when the cloud assembly is complete.
   *
   * @param context the templates of the app
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    if (context.templatePaths.length > 0) {
      const assembly = findAppAssembly(dirname(context.templatePaths[0]));
      const directory = this.directory ?? `${assembly}.access`;
      const report = this.code ? loadCodeReport().reportWithCode(assembly).report : reportAssembly(assembly);
      mkdirSync(directory, { recursive: true });
      for (const { file, render } of Object.values(FORMATS)) if (file !== undefined) writeChanged(join(directory, file), render(report));
    }
    return { success: true, violations: [] };
  }
}

/** Loads the parsers of code. Most apps don't need them. */
function loadCodeReport(): typeof import('./analysis/report-code') {
  return require('./analysis/report-code'); // eslint-disable-line @typescript-eslint/no-require-imports
}

/** Writes a file only if its content changes, because `cdk watch` synthesizes again after a change in the folder of the app. */
function writeChanged(file: string, content: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  writeFileSync(file, content);
}

/** Finds the assembly of the app. The assembly of a stage is a folder in it. */
function findAppAssembly(directory: string): string {
  const parent = dirname(directory);
  if (existsSync(join(parent, 'manifest.json'))) return findAppAssembly(parent);
  return directory;
}
