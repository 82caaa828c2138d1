import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { reportAssembly } from './analysis/report-assembly';
import { FORMATS } from './formats/formats';
import { checkShape, expectOptions, expectText, optional, PROPS } from '../problems/shape';

const REPORT_PROPS = expectOptions({ directory: optional(expectText('the path of a folder')) });

/** Options of an access report. */
export interface AccessReportProps {
  /**
   * The folder that the report is written to. It can't be within the cloud assembly, which CDK doesn't let validation plugins
   * change.
   *
   * @default - beside the cloud assembly, by its name with `.access`: `cdk.out.access`
   */
  readonly directory?: string;
}

/**
 * Writes, at every synthesis, who may do what with the tables, keys and log groups of the app, as JSON (`access.json`), as
 * Markdown for a pull request (`access.md`) and as a page to look into (`access.html`): read from the templates, so that it
 * covers all stacks.
 *
 * It reports no violations, and changes nothing in the cloud assembly. Where it is added to a stage, it still covers the app.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 */
export class AccessReport implements IPolicyValidationPlugin {
  /** The name of the plugin, as CDK prints it. */
  public readonly name: string = 'cdk-dynamo-access-report';

  // The type checkers of Python take a class without these two for no plugin.

  /**
   * The ids of rules, of which a report has none.
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

  constructor(props: AccessReportProps = {}) {
    checkShape('AccessReport', PROPS, props, REPORT_PROPS);
    this.directory = props.directory;
  }

  /**
   * Writes the report; CDK calls this when the cloud assembly is complete.
   *
   * @param context the templates of the app
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    if (context.templatePaths.length > 0) {
      const assembly = findAppAssembly(dirname(context.templatePaths[0]));
      const directory = this.directory ?? `${assembly}.access`;
      const report = reportAssembly(assembly);
      mkdirSync(directory, { recursive: true });
      for (const { file, render } of Object.values(FORMATS)) if (file !== undefined) writeChanged(join(directory, file), render(report));
    }
    return { success: true, violations: [] };
  }
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
