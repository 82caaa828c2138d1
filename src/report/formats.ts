import { renderHtml } from './html/render-html';
import { toMarkdown } from './markdown';
import { AccessReportData } from './report-data';

/** What the report can be written as, by the ends of the files. */
export const FORMATS = {
  json: (report: AccessReportData) => `${JSON.stringify(report, undefined, 2)}\n`,
  md: toMarkdown,
  html: renderHtml,
} as const;
