// The graph: grantees to the left, resources to the right, a line for each access. The list says the same in text.

const ROW_HEIGHT = 38;
const WIDTH = 100;

/**
 * @param {Row[]} rows
 * @param {ResourceGroup[]} shownGroups
 */
function renderGraph(rows, shownGroups) {
  const from = rows.filter(({ cells }) => cells.size > 0);
  const to = sortByLines(from, shownGroups);
  const height = Math.max(from.length, to.length) * ROW_HEIGHT;
  const top = (/** @type {number} */ index, /** @type {number} */ count) => (index + 0.5) * height / count;
  const lines = from.flatMap(({ grantee, cells }, row) => to.map((group, column) => ({ group, column, accesses: cells.get(group.id) }))
    .filter(({ accesses }) => accesses?.some(({ allowed }) => allowed.length > 0))
    .map(({ group, column, accesses }) => ({
      ends: [`from ${grantee.id}`, `to ${group.id}`],
      element: renderLine(summarize(accesses ?? []), top(row, from.length), top(column, to.length), () => showAccess(grantee, group)),
    })));
  const picture = svg('svg', { 'viewBox': `0 0 ${WIDTH} ${height}`, 'preserveAspectRatio': 'none', 'aria-hidden': 'true' },
    ...lines.map(({ element }) => element));
  const graph = h('div', { class: 'graph' },
    renderSide('Grantees', from.map(({ grantee, cells }, index) => ({
      id: `from ${grantee.id}`,
      name: grantee.name,
      beside: summarize([...cells.values()].flat()).wider > 0 ? chip('wider', icon('wider'), 'Wider')
        : h('span', { class: 'kind' }, describeKind(grantee)),
      top: top(index, from.length),
      onOpen: () => showGrantee(grantee),
    })), height),
    picture,
    renderSide('Resources', to.map((group, index) => ({
      id: `to ${group.id}`,
      name: group.name,
      beside: group.members[0].kind === 'table' && h('span', { class: 'kind' }, 'table'),
      top: top(index, to.length),
      onOpen: () => showResources(group),
    })), height));
  picture.style.height = `${height}px`;
  const highlight = (/** @type {Event} */ { target }) => {
    const id = target instanceof HTMLElement ? target.closest('button')?.dataset.node : undefined;
    graph.classList.toggle('highlighting', id !== undefined);
    const lit = lines.filter(({ ends }) => id !== undefined && ends.includes(id));
    for (const { element } of lines) element.classList.toggle('lit', lit.some((each) => each.element === element));
    const near = new Set(lit.flatMap(({ ends }) => ends));
    for (const button of graph.querySelectorAll('button')) button.classList.toggle('lit', near.has(button.dataset.node ?? ''));
  };
  for (const event of ['pointerover', 'focusin', 'pointerleave', 'focusout']) graph.addEventListener(event, highlight);
  return graph;
}

/**
 * Sorts resources by the middle of their lines, so that few lines cross.
 *
 * @param {Row[]} from
 * @param {ResourceGroup[]} shownGroups
 */
function sortByLines(from, shownGroups) {
  const middle = (/** @type {ResourceGroup} */ { id }) => {
    const rows = from.flatMap(({ cells }, index) => cells.has(id) ? [index] : []);
    return rows.reduce((sum, index) => sum + index, 0) / Math.max(rows.length, 1);
  };
  return shownGroups.filter(({ id }) => from.some(({ cells }) => cells.has(id)))
    .map((group) => ({ group, at: middle(group) })).sort((one, other) => one.at - other.at).map(({ group }) => group);
}

/**
 * @param {Summary} summary
 * @param {number} start
 * @param {number} end
 * @param {() => void} onOpen
 */
function renderLine({ counts }, start, end, onOpen) {
  const kinds = counts.map(({ kind }) => kind);
  const most = LEVELS.findLast((level) => level !== 'Other' && kinds.includes(level)) ?? kinds[0];
  const path = `M0 ${start} C${WIDTH / 2} ${start} ${WIDTH / 2} ${end} ${WIDTH} ${end}`;
  const isConditional = counts.every(({ conditional }) => conditional);
  return svg('g', { class: `line ${getChipClass(most)}${isConditional ? ' conditional' : ''}`, click: onOpen },
    svg('path', { class: 'reach', d: path }), svg('path', { class: 'stroke', d: path }));
}

/**
 * @param {string} label
 * @param {{ id: string, name: string, beside: Child, top: number, onOpen: () => void }[]} nodes
 * @param {number} height
 */
function renderSide(label, nodes, height) {
  const list = h('ul', { 'class': 'side', 'aria-label': label }, nodes.map(({ id, name, beside, top, onOpen }) => {
    const item = h('li', {}, h('button', { 'type': 'button', 'class': 'node', 'data-node': id, 'click': onOpen },
      h('span', { class: 'label' }, name), beside));
    item.style.top = `${top}px`;
    return item;
  }));
  list.style.height = `${height}px`;
  return list;
}
