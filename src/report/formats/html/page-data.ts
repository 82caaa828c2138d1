import { ACTIONS, AccessLevel } from '../../../features/actions';
import { AccessReportData } from '../../report-data';

/** What the page knows: the report, and how AWS classifies its actions. */
export interface PageData {
  readonly report: AccessReportData;
  /** The access levels of actions; none of actions that this library doesn't know. */
  readonly levels: Readonly<Record<string, AccessLevel>>;
}

export function makePageData(report: AccessReportData): PageData {
  const known = Object.values(report.actions).flat().filter((action) => Object.hasOwn(ACTIONS, action));
  return { report, levels: Object.fromEntries([...new Set(known)].map((action) => [action, ACTIONS[action].accessLevel])) };
}
