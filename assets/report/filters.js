// Applies the filters to the report.

/**
 * @typedef {{ grantee: string, resource: string, action: string, levels: ReadonlySet<Level>, wider: boolean }} Filters
 */

/**
 * A grantee with its accesses by the id of the group.
 *
 * @typedef {{ grantee: Grantee, cells: Map<string, Access[]> }} Row
 */

/**
 * @param {Filters} filters
 * @returns {{ rows: Row[], groups: ResourceGroup[] }}
 */
function applyFilters(filters) {
  const isGranteeShown = makeTextFilter(filters.grantee, report.grantees.map(({ name }) => name));
  const isResourceShown = makeTextFilter(filters.resource, groups.map(({ name }) => name));
  const narrow = makeAccessFilter(filters);
  const isOpen = !filters.resource && !narrow;
  const shown = new Set(groups.flatMap((group) =>
    group.members.filter(({ name, id }) => isResourceShown(group.name) || isResourceShown(name, id)).map(({ id }) => id)));
  const rows = report.grantees
    .filter(({ name, id, functions }) => isGranteeShown(name, id, ...functions))
    .map((grantee) => ({ grantee, cells: groupAccesses(grantee.id, shown, narrow) }))
    .filter(({ cells }) => isOpen || cells.size > 0);
  const reached = new Set(rows.flatMap(({ cells }) => [...cells.keys()]));
  const isWhole = isOpen && !filters.grantee;
  return { rows, groups: groups.filter(({ id, members }) => reached.has(id) || (isWhole && members[0].declared)) };
}

/**
 * Makes a filter for texts. If the text is a whole name, it keeps only this name. Otherwise it keeps all that contain the text.
 *
 * @param {string} text
 * @param {readonly string[]} names
 * @returns {(...texts: string[]) => boolean}
 */
function makeTextFilter(text, names) {
  const wanted = text.trim().toLowerCase();
  if (names.some((name) => name.toLowerCase() === wanted)) return (...texts) => texts.some((each) => each.toLowerCase() === wanted);
  return (...texts) => texts.some((each) => each.toLowerCase().includes(wanted));
}

/**
 * Makes a function that removes other actions from an access. Returns `undefined` if the filters keep all actions.
 *
 * @param {Filters} filters
 * @returns {((access: Access) => Access) | undefined}
 */
function makeAccessFilter({ action: text, levels: wanted, wider }) {
  if (!text.trim() && wanted.size === 0 && !wider) return undefined;
  const isAction = makeTextFilter(text, listActions());
  const isWanted = (/** @type {string} */ action) =>
    isAction(action) && (wanted.size === 0 || wanted.has(getLevel(action)));
  return (access) => ({
    ...access,
    allowed: access.allowed.filter((entry) => entry.wider || !wider)
      .map((entry) => ({ ...entry, actions: entry.actions.filter(isWanted) })).filter(({ actions }) => actions.length > 0),
    denied: wider ? [] : access.denied
      .map((entry) => ({ ...entry, actions: entry.actions.filter(isWanted) })).filter(({ actions }) => actions.length > 0),
  });
}

/**
 * @param {string} grantee
 * @param {ReadonlySet<string>} shown
 * @param {((access: Access) => Access) | undefined} narrow
 */
function groupAccesses(grantee, shown, narrow) {
  /** @type {Map<string, Access[]>} */
  const cells = new Map();
  for (const access of accessesByGrantee.get(grantee) ?? []) {
    const group = groupById.get(access.resource);
    const narrowed = narrow ? narrow(access) : access;
    if (!group || !shown.has(access.resource) || narrowed.allowed.length + narrowed.denied.length === 0) continue;
    cells.set(group.id, [...cells.get(group.id) ?? [], narrowed]);
  }
  return cells;
}

/** @type {string[] | undefined} */
let knownActions;

/** Lists all actions of the report, sorted by name. */
function listActions() {
  knownActions ??= [...new Set(Object.values(report.actions).flat())].sort();
  return knownActions;
}
