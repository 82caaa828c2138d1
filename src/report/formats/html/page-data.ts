import { ACTIONS, AccessLevel } from '../../../features/actions';
import { AccessReportData } from '../../report-data';

/** The data of the page: the report, and the access levels of its actions. */
export interface PageData {
  readonly report: AccessReportData;
  /** The access levels of actions that the library knows. */
  readonly levels: Readonly<Record<string, AccessLevel>>;
}

export function makePageData(report: AccessReportData): PageData {
  const known = Object.values(report.actions).flat().filter((action) => Object.hasOwn(ACTIONS, action));
  const levels = [...new Set(known)].map((action) => [action, ACTIONS[action].accessLevel]);
  // the library grants no role, so its catalogue doesn't have this action
  return { report, levels: { ...Object.fromEntries(levels), 'sts:AssumeRole': 'Write' } };
}
