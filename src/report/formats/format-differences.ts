import { describeNothing, formatDifferences } from './differences-markdown';
import { formatJson } from './formats';
import { Annotation, formatAnnotations } from './github';
import { removeUnprintable } from './plain-text';
import { formatSarif, SarifResult, SarifRule } from './sarif';
import { Change } from '../report-data';

export const DIFFERENCES_VERSION = 1;

/** The changes between two reports, without those that were agreed to. */
export interface Differences {
  readonly version: typeof DIFFERENCES_VERSION;
  readonly changes: readonly Change[];
  /** The number of changes that the file of accepted changes names. */
  readonly accepted: number;
  /** Entries of that file that no change has any more. */
  readonly unused: readonly string[];
}

const RULES: Readonly<Record<Change['direction'], SarifRule>> = {
  more: { id: 'more-access', title: 'More access' },
  less: { id: 'less-access', title: 'Less access' },
  other: { id: 'other-access', title: 'Access to other requests' },
};
/** The levels of changes that the command doesn't fail on. */
const LEVELS = { more: 'warning', other: 'warning', less: 'notice' } as const;
/** The names that SARIF has for the levels of annotations. */
const SARIF_LEVELS = { error: 'error', warning: 'warning', notice: 'note' } as const;
const UNUSED: SarifRule = { id: 'unused-entry', title: 'An accepted change that does not occur' };

/** The file that findings are shown at, and the changes that the command fails on. */
interface Gate {
  readonly file: string;
  readonly isFailure: (change: Change) => boolean;
}

export const DIFFERENCE_FORMATS: Readonly<Record<string, (differences: Differences, gate: Gate) => string>> = {
  text: (differences) => formatAsText(removeUnprintable(differences)),
  md: (differences) => formatDifferences(differences.changes, differences.accepted) + listNotes(differences).map((line) => `\n${line}\n`).join(''),
  json: formatJson,
  github: (differences, { isFailure }) => formatAnnotations(listAnnotations(removeUnprintable(differences), isFailure)),
  sarif: (differences, gate) => formatSarif(listResults(removeUnprintable(differences), gate)),
};

function formatAsText(differences: Differences): string {
  const { changes, accepted } = differences;
  const lines = (['more', 'other', 'less'] as const).flatMap((direction) => changes.filter((change) => change.direction === direction))
    .map(({ direction, text }) => `${RULES[direction].title}: ${text}`);
  return `${[...lines.length > 0 ? lines : [describeNothing(accepted)], ...listNotes(differences)].join('\n')}\n`;
}

/** Lists what the file of accepted changes brings about. */
function listNotes({ accepted, unused }: Differences): string[] {
  return [...accepted > 0 ? [`${accepted} accepted`] : [], ...unused.map((entry) => `The accepted change no longer occurs: ${entry}`)];
}

function decideLevel(change: Change, isFailure: Gate['isFailure']): Annotation['level'] {
  return isFailure(change) ? 'error' : LEVELS[change.direction];
}

function listAnnotations({ changes, unused }: Differences, isFailure: Gate['isFailure']): Annotation[] {
  return [
    ...changes.map((change): Annotation => (
      { level: decideLevel(change, isFailure), title: RULES[change.direction].title, text: change.text })),
    ...unused.map((text): Annotation => ({ level: 'notice', title: UNUSED.title, text })),
  ];
}

function listResults({ changes, unused }: Differences, { file, isFailure }: Gate): SarifResult[] {
  return [
    ...changes.map((change): SarifResult => (
      { rule: RULES[change.direction], level: SARIF_LEVELS[decideLevel(change, isFailure)], text: change.text, path: change.grantee, file })),
    ...unused.map((text): SarifResult => ({ rule: UNUSED, level: 'note', text, path: file, file })),
  ];
}
