/** A line of GitHub's annotations. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly text: string;
}

/**
 * Formats annotations of a GitHub workflow. Each is one line, whatever its text.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function formatAnnotations(annotations: readonly Annotation[]): string {
  return annotations.map(({ level, title, text }) => `::${level} title=${escapeProperty(title)}::${escapeText(text)}\n`).join('');
}

function escapeText(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
