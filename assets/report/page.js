// The state of the page, and the controls that change it.

const ROWS_OF_A_PAGE = 50;
const VIEWS = /** @type {const} */ (['matrix', 'list', 'graph']);
const isNarrow = matchMedia('(max-width: 48rem)').matches;

const state = {
  /** @type {typeof VIEWS[number]} */
  view: isNarrow ? 'list' : 'matrix',
  firstRow: 0,
  /** @type {Set<string>} */
  expanded: new Set(),
};

const form = byId('filters', HTMLFormElement);

/** @returns {Filters} */
function filters() {
  const data = new FormData(form);
  return {
    grantee: String(data.get('grantee')),
    resource: String(data.get('resource')),
    action: String(data.get('action')),
    levels: new Set(/** @type {Level[]} */ (data.getAll('level'))),
    wider: data.has('wider'),
  };
}

function render() {
  const { rows, groups: shownGroups } = applyFilters(filters());
  state.firstRow = Math.min(state.firstRow, Math.max(0, rows.length - 1));
  const first = state.firstRow - state.firstRow % ROWS_OF_A_PAGE;
  const shown = rows.slice(first, first + ROWS_OF_A_PAGE);
  const views = {
    matrix: () => renderMatrix(shown, shownGroups, state.expanded, expand),
    list: () => renderList(shown, shownGroups),
    graph: () => renderGraph(shown, shownGroups),
  };
  byId('view', HTMLElement).replaceChildren(rows.length > 0 ? views[state.view]()
    : h('p', { class: 'empty' }, 'Nobody may do what the filters ask for.'));
  for (const view of VIEWS) byId(`show-${view}`, HTMLButtonElement).setAttribute('aria-pressed', String(view === state.view));
  document.body.dataset.view = state.view;
  byId('status', HTMLElement).textContent = describeStatus(rows.length);
  byId('pager', HTMLElement).hidden = rows.length <= ROWS_OF_A_PAGE;
  byId('page-status', HTMLElement).textContent = `${first + 1} to ${first + shown.length} of ${rows.length}`;
  byId('previous', HTMLButtonElement).disabled = first === 0;
  byId('next', HTMLButtonElement).disabled = first + ROWS_OF_A_PAGE >= rows.length;
}

/** @param {number} rows */
function describeStatus(rows) {
  const all = formatCount(report.grantees.length, 'grantee');
  return rows === report.grantees.length ? `All ${all}` : `${rows} of ${all}`;
}

/** @param {ResourceGroup} group */
function expand({ id }) {
  if (!state.expanded.delete(id)) state.expanded.add(id);
  render();
  document.querySelector(`[data-column="${CSS.escape(`${id} expand`)}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  /** @type {HTMLElement | null} */ (document.querySelector(`[data-column="${CSS.escape(`${id} expand`)}"]`))?.focus();
}

/** @param {number} rows */
function turnPage(rows) {
  state.firstRow += rows;
  render();
  byId('results', HTMLElement).scrollIntoView({ block: 'start' });
}

function fillHead() {
  const countDeclared = (/** @type {string} */ kind) => report.resources.filter((each) => each.kind === kind && each.declared).length;
  const wider = report.grantees.filter(({ id }) => summarize(accessesByGrantee.get(id) ?? []).wider > 0).length;
  const unknown = report.grantees.filter(({ unknownPolicies }) => unknownPolicies.length > 0).length;
  byId('summary', HTMLElement).append(
    h('li', {}, formatCount(report.grantees.length, 'grantee')),
    h('li', {}, formatCount(countDeclared('table'), 'table')),
    h('li', {}, formatCount(countDeclared('index'), 'index', 'indexes')),
    h('li', {}, formatCount(countDeclared('key'), 'key')),
    ...wider > 0 ? [h('li', { class: 'wider' }, icon('wider'), `${wider} wider than declared`)] : [],
    ...unknown > 0 ? [h('li', { class: 'unknown' }, icon('unknown'), `${unknown} with unknown policies`)] : []);
  const options = /** @type {const} */ ([
    ['grantees', report.grantees.map(({ name }) => name)],
    ['resources', groups.map(({ name }) => name)],
    ['actions', listActions()],
  ]);
  for (const [id, names] of options) byId(id, HTMLDataListElement).append(...[...new Set(names)].map((value) => h('option', { value })));
  const used = new Set(report.accesses.flatMap(({ allowed, denied }) => [...allowed, ...denied].flatMap(({ actions }) => actions)).map(getLevel));
  byId('levels', HTMLElement).append(...LEVELS.filter((level) => used.has(level)).map((level) =>
    h('label', { class: 'toggle' }, h('input', { type: 'checkbox', name: 'level', value: level }), level)));
}

function fillUnknown() {
  byId('unknown', HTMLElement).hidden = report.unknown.length === 0;
  byId('unknown-parts', HTMLElement).append(...report.unknown.map(({ path, problem }) =>
    h('li', {}, h('code', {}, path), ` ${problem}`)));
}

fillHead();
fillUnknown();
byId('filter-panel', HTMLDetailsElement).open = !isNarrow;
form.addEventListener('input', () => { state.firstRow = 0; render(); });
form.addEventListener('reset', () => { state.firstRow = 0; setTimeout(render); });
form.addEventListener('submit', (event) => event.preventDefault());
for (const view of VIEWS) byId(`show-${view}`, HTMLButtonElement).addEventListener('click', () => { state.view = view; render(); });
byId('previous', HTMLButtonElement).addEventListener('click', () => turnPage(-ROWS_OF_A_PAGE));
byId('next', HTMLButtonElement).addEventListener('click', () => turnPage(ROWS_OF_A_PAGE));
byId('details-close', HTMLButtonElement).addEventListener('click', () => byId('details', HTMLDialogElement).close());
byId('details-back', HTMLButtonElement).addEventListener('click', goBack);
byId('details', HTMLDialogElement).addEventListener('click', ({ target, currentTarget }) => {
  if (target === currentTarget) byId('details', HTMLDialogElement).close(); // beside the panel
});
render();
