import { renderHtml } from './html/render-html';
import { formatMarkdown } from './markdown';
import { AccessReportData } from '../report-data';
import { formatText } from './text';

/** What the report can be written as. */
export interface Format {
  readonly render: (report: AccessReportData) => string;
  /** The name of its file, where it is one of those that are written at synthesis. */
  readonly file?: string;
}

export const FORMATS: Readonly<Record<string, Format>> = {
  text: { render: formatText },
  md: { render: formatMarkdown, file: 'access.md' },
  html: { render: renderHtml, file: 'access.html' },
  json: { render: (report) => `${JSON.stringify(report, undefined, 2)}\n`, file: 'access.json' },
};
