/** A rule of SARIF. */
export interface SarifRule {
  readonly id: string;
  readonly title: string;
  readonly help?: string;
  readonly helpUri?: string;
}

export interface SarifResult {
  readonly rule: SarifRule;
  readonly level: 'error' | 'warning' | 'note';
  readonly text: string;
  /** The construct path that the result is about. */
  readonly path: string;
  /** The file that the results are about, because SARIF's viewers show no result without a file. */
  readonly file: string;
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * Formats results for code scanning.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif(results: readonly SarifResult[]): string {
  const rules = [...new Map(results.map(({ rule }) => [rule.id, rule])).values()];
  const run = { tool: { driver: { name: 'cdk-dynamo-access', rules: rules.map(describeRule) } }, results: results.map(describeResult) };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, undefined, 2)}\n`;
}

function describeRule({ id, title, help, helpUri }: SarifRule): object {
  return { id, shortDescription: { text: title }, ...help !== undefined && { help: { text: help } }, ...helpUri !== undefined && { helpUri } };
}

function describeResult({ rule, level, text, path, file }: SarifResult): object {
  return {
    ruleId: rule.id,
    level,
    message: { text },
    locations: [{
      physicalLocation: { artifactLocation: { uri: file } },
      logicalLocations: [{ fullyQualifiedName: path, kind: 'resource' }],
    }],
  };
}
