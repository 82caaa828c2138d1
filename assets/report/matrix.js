// The matrix: a row for every grantee, a column for every group of resources, or for each of its resources.

/**
 * @typedef {{ group: ResourceGroup, members?: Resource[] }} Column a group that is expanded has members
 */

/**
 * @param {Row[]} rows
 * @param {ResourceGroup[]} shownGroups
 * @param {ReadonlySet<string>} expanded the ids of the groups whose resources have columns of their own
 * @param {(group: ResourceGroup) => void} onExpand
 */
function renderMatrix(rows, shownGroups, expanded, onExpand) {
  const columns = shownGroups.map((group) => makeColumn(group, rows, expanded));
  const isNested = columns.some(({ members }) => members);
  const table = h('table', { 'role': 'grid', 'aria-labelledby': 'matrix-caption', 'keydown': moveFocus },
    h('caption', { id: 'matrix-caption', class: 'visually-hidden' },
      'Who may do what: grantees by resources. A cell without a button means no access. Arrow keys move between the buttons.'),
    h('thead', {},
      h('tr', {},
        h('th', { scope: 'col', rowspan: isNested && 2, class: 'corner' }, 'Grantee'),
        columns.map((column) => renderGroupHeader(column, isNested, onExpand))),
      isNested && h('tr', {}, columns.flatMap(({ members = [] }) => members.map((member) =>
        h('th', { scope: 'col', class: 'member' }, getMemberName(member)))))),
    h('tbody', {}, rows.map((row) => renderRow(row, columns))));
  const [first] = table.querySelectorAll('button');
  for (const button of table.querySelectorAll('button')) button.tabIndex = button === first ? 0 : -1;
  table.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLButtonElement)) return;
    for (const button of table.querySelectorAll('button[tabindex="0"]')) /** @type {HTMLButtonElement} */ (button).tabIndex = -1;
    target.tabIndex = 0;
  });
  return h('div', { class: 'scroll' }, table);
}

/**
 * Expanded, a group has a column for each resource that somebody reaches.
 *
 * @param {ResourceGroup} group
 * @param {Row[]} rows
 * @param {ReadonlySet<string>} expanded
 * @returns {Column}
 */
function makeColumn(group, rows, expanded) {
  if (!expanded.has(group.id)) return { group };
  const reached = new Set(rows.flatMap(({ cells }) => (cells.get(group.id) ?? []).map(({ resource }) => resource)));
  const members = group.members.filter(({ id }, index) => index === 0 || reached.has(id));
  return { group, members };
}

/**
 * @param {Column} column
 * @param {boolean} isNested
 * @param {(group: ResourceGroup) => void} onExpand
 */
function renderGroupHeader({ group, members }, isNested, onExpand) {
  const count = group.members.length;
  return h('th', { scope: members ? 'colgroup' : 'col', colspan: members?.length, rowspan: isNested && !members && 2 },
    h('div', { class: 'group' },
      h('button', { 'class': 'name', 'type': 'button', 'data-column': `${group.id} name`, 'click': () => showResources(group) }, group.name),
      count > 1 && h('button', {
        'class': 'expand',
        'type': 'button',
        'aria-expanded': String(members !== undefined),
        'aria-label': `${group.name}: a column for each of ${count} resources`,
        'data-column': `${group.id} expand`,
        'click': () => onExpand(group),
      }, icon('open'))));
}

/**
 * Gets the name of a resource below the name of its table.
 *
 * @param {Resource} resource
 */
function getMemberName({ name, kind, table, id }) {
  if (kind === 'index') return `index ${id.slice(id.lastIndexOf('/') + 1)}`;
  if (table !== undefined) return name.replace(/^the | of .*$/g, '');
  return kind === 'table' ? 'table' : name;
}

/**
 * @param {Row} row
 * @param {Column[]} columns
 */
function renderRow({ grantee, cells }, columns) {
  const unknown = grantee.unknownPolicies.length;
  return h('tr', {},
    h('th', { scope: 'row' },
      h('button', { class: 'name', type: 'button', click: () => showGrantee(grantee) }, grantee.name),
      h('span', { class: 'kind' }, describeKind(grantee)),
      unknown > 0 && chip('unknown', icon('unknown'), formatCount(unknown, 'unknown policy', 'unknown policies'))),
    columns.flatMap(({ group, members }) => {
      const accesses = cells.get(group.id) ?? [];
      if (!members) return renderCell(grantee, group, group.name, accesses);
      return members.map((member) => renderCell(grantee, group, member.name, accesses.filter(({ resource }) => resource === member.id)));
    }));
}

/**
 * @param {Grantee} grantee
 * @param {ResourceGroup} group
 * @param {string} name
 * @param {Access[]} accesses
 */
function renderCell(grantee, group, name, accesses) {
  if (accesses.length === 0) return h('td');
  const summary = summarize(accesses);
  const resource = accesses.length === 1 ? accesses[0].resource : undefined;
  return h('td', {}, h('button', {
    'type': 'button',
    'class': 'cell',
    'aria-label': `${describeSummary(summary)}: ${grantee.name} on ${name}`,
    'click': () => showAccess(grantee, group, resource),
  }, renderChips(summary)));
}

/** Arrow keys move to the next button in their direction. @param {KeyboardEvent} event */
function moveFocus(event) {
  const { target, key, currentTarget } = event;
  if (!(target instanceof HTMLButtonElement) || !(currentTarget instanceof HTMLTableElement)) return;
  const next = nextButton(currentTarget, target, key, event.ctrlKey);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/**
 * @param {HTMLTableElement} table
 * @param {HTMLButtonElement} button
 * @param {string} key
 * @param {boolean} toEnd
 * @returns {HTMLButtonElement | undefined}
 */
function nextButton(table, button, key, toEnd) {
  const row = /** @type {HTMLTableRowElement} */ (button.closest('tr'));
  if (key === 'Home' || key === 'End') {
    const all = [...(toEnd ? table : row).querySelectorAll('button')];
    return all[key === 'Home' ? 0 : all.length - 1];
  }
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const all = [...row.querySelectorAll('button')];
    return all[all.indexOf(button) + (key === 'ArrowLeft' ? -1 : 1)];
  }
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  const rows = [...table.rows];
  const rest = key === 'ArrowUp' ? rows.slice(0, row.rowIndex).reverse() : rows.slice(row.rowIndex + 1);
  const cell = /** @type {HTMLTableCellElement} */ (button.closest('th, td'));
  const { left, right } = cell.getBoundingClientRect();
  const middle = (left + right) / 2;
  const isBelow = (/** @type {HTMLTableCellElement} */ other) => {
    const box = other.getBoundingClientRect();
    // the names of rows stay in sight, above other columns
    return (other.scope === 'row') === (cell.scope === 'row') && box.left <= middle && middle < box.right;
  };
  return rest.flatMap((each) => [...each.cells].filter(isBelow)).map((each) => each.querySelector('button'))
    .find((each) => each !== null) ?? undefined;
}
