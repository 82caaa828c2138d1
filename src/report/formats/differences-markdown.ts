import { escapeMarkdown } from './markdown';
import { Change } from '../report-data';
import { removeUnprintable } from './plain-text';

const TITLES = { more: 'More access', less: 'Less access', other: 'Other conditions' } as const;

/** Says that no change is left beside the accepted ones. */
export function describeNothing(accepted: number): string {
  return accepted > 0 ? 'Nothing else changes.' : 'Nothing changes.';
}

/** Formats the changes between two reports for a pull request. */
export function formatDifferences(changes: readonly Change[], accepted = 0): string {
  if (changes.length === 0) return `# Access\n\n${describeNothing(accepted)}\n`;
  const sections = (['more', 'other', 'less'] as const).flatMap((direction) => {
    const own = changes.filter((change) => change.direction === direction);
    if (own.length === 0) return [];
    return [`## ${TITLES[direction]}`, own.map((change) => `- ${escapeMarkdown(removeUnprintable(change.text))}`).join('\n')];
  });
  return `${['# Access', ...sections].join('\n\n')}\n`;
}
