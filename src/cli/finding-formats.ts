import { Finding, getDeclaringPath } from '../checks/check-assembly';
import { formatFindings } from '../checks/format-findings';
import { formatJson } from '../report/formats/formats';
import { formatAnnotations } from '../report/formats/github';
import { removeUnprintable } from '../report/formats/plain-text';
import { formatSarif } from '../report/formats/sarif';

export const FINDINGS_VERSION = 1;

/** In annotations and for code scanning, every finding is an error, because the command fails on it. */
export const FINDING_FORMATS: Readonly<Record<string, (findings: readonly Finding[], file: string) => string>> = {
  text: (findings) => formatFindings(removeUnprintable(findings)),
  json: (findings) => formatJson({ version: FINDINGS_VERSION, findings }),
  github: (findings) => formatAnnotations(removeUnprintable(findings).map(({ title, problem, remedy, origin }) => (
    { level: 'error', title, text: `${getDeclaringPath(origin)}: ${problem}. To do: ${remedy}` }))),
  sarif: (findings, file) => formatSarif(removeUnprintable(findings).map(({ id, title, reason, problem, remedy, see, origin }) => (
    { rule: { id, title, help: reason, helpUri: see }, level: 'error', text: `${problem}. To do: ${remedy}`, path: getDeclaringPath(origin), file }))),
};
