/** A line of GitHub's annotations. GitHub shows it beside the line of code at `at`. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title?: string;
  readonly at?: { readonly file: string; readonly line: number };
  readonly text: string;
}

/**
 * Formats annotations of a GitHub workflow. Each is one line, whatever its text.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function formatAnnotations(annotations: readonly Annotation[]): string {
  return annotations.map((annotation) => `::${annotation.level}${formatProperties(annotation)}::${escapeText(annotation.text)}\n`).join('');
}

function formatProperties({ title, at }: Annotation): string {
  const properties = Object.entries({ title, ...at }).filter(([, value]) => value !== undefined);
  if (properties.length === 0) return '';
  return ` ${properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',')}`;
}

function escapeText(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
