import { Finding } from './check-assembly';
import { getConstructPath } from '../policy/assembly-resources';

/** Formats findings for a terminal, errors first. */
export function formatFindings(findings: readonly Finding[]): string {
  const [errors, warnings] = ['error', 'warning'].map((severity) => findings.filter((finding) => finding.severity === severity));
  return [...errors, ...warnings].map(formatFinding).join('') + `${formatCount(errors, 'error')}, ${formatCount(warnings, 'warning')}\n`;
}

function formatCount({ length }: readonly Finding[], word: string): string {
  return `${length} ${length === 1 ? word : `${word}s`}`;
}

function formatFinding({ id, severity, problem, remedy, see, origin, place }: Finding): string {
  return [`${severity} ${id}`, `  ${place ?? getConstructPath(origin)}`, `  ${problem}`, `  To do: ${remedy}`, `  ${see}`, '', ''].join('\n');
}
