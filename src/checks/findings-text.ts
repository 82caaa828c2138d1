import { Finding, pathOf } from './check-assembly';

/** Findings in plain words, the errors first. */
export function findingsToText(findings: readonly Finding[]): string {
  const ofSeverity = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity);
  const [errors, warnings] = [ofSeverity('error'), ofSeverity('warning')];
  return [...errors, ...warnings].map(inWords).join('') + `${errors.length} errors, ${warnings.length} warnings\n`;
}

function inWords({ id, severity, problem, remedy, see, origin, place }: Finding): string {
  return [`${severity} ${id}`, `  ${place ?? pathOf(origin)}`, `  ${problem}`, `  To do: ${remedy}`, `  ${see}`, '', ''].join('\n');
}
