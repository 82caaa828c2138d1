import { renderHtml } from './html/render-html';
import { formatMarkdown } from './markdown';
import { AccessReportData } from '../report-data';
import { removeUnprintable } from './plain-text';
import { formatText } from './text';

/** A format of the report. */
export interface Format {
  readonly render: (report: AccessReportData) => string;
  /** The name of the file that is written at synthesis. Without it, none is written. */
  readonly file?: string;
}

export const FORMATS: Readonly<Record<string, Format>> = {
  text: { render: (report) => formatText(removeUnprintable(report)) },
  md: { render: (report) => formatMarkdown(removeUnprintable(report)), file: 'access.md' },
  html: { render: renderHtml, file: 'access.html' },
  json: { render: formatJson, file: 'access.json' },
};

export function formatJson(data: unknown): string {
  return `${JSON.stringify(data, undefined, 2)}\n`;
}
