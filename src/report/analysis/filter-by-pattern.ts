import { includesResources, readResources, ResourceSet } from './resource-sets';
import { toList } from '../../values/json-values';
import { AccessReportData, DeniedActions, ResourceKind } from '../report-data';

/** Filters entries to those of one statement on resources that include all resources like a pattern, with the actions on this kind of resource. */
export function filterByPattern<T extends DeniedActions>(
  { statements, actions: actionsByKind }: AccessReportData, entries: readonly T[], pattern: string, kind: ResourceKind,
): T[] {
  const narrow: ResourceSet = { negated: false, values: [pattern] };
  const onKind = new Set(actionsByKind[kind]);
  return entries.filter(({ statements: names, conditions }) => names.length === 1
    && toList(readResources(statements[names[0]], conditions)).some((broad) => includesResources(broad, narrow)))
    .map((entry) => ({ ...entry, actions: entry.actions.filter((action) => onKind.has(action)) }));
}
