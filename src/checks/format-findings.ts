import { Finding, describeOrigin } from './check-assembly';

/** Findings in plain words, the errors first. */
export function formatFindings(findings: readonly Finding[]): string {
  const ofSeverity = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity);
  const [errors, warnings] = [ofSeverity('error'), ofSeverity('warning')];
  return [...errors, ...warnings].map(formatFinding).join('') + `${errors.length} errors, ${warnings.length} warnings\n`;
}

function formatFinding({ id, severity, problem, remedy, see, origin, place }: Finding): string {
  return [`${severity} ${id}`, `  ${place ?? describeOrigin(origin)}`, `  ${problem}`, `  To do: ${remedy}`, `  ${see}`, '', ''].join('\n');
}
