// The panel of details: of an access, of a grantee, of a group of resources.

/** @type {(() => void)[]} what was opened before, for the way back */
let opened = [];

/** @param {() => void} show */
function remember(show) {
  if (!byId('details', HTMLDialogElement).open) opened = [];
  opened.push(show);
}

/**
 * @param {string} title
 * @param {string} subtitle
 * @param {(Child | Child[])[]} content
 */
function showDetails(title, subtitle, ...content) {
  const dialog = byId('details', HTMLDialogElement);
  byId('details-title', HTMLElement).textContent = title;
  byId('details-subtitle', HTMLElement).textContent = subtitle;
  byId('details-back', HTMLButtonElement).hidden = opened.length < 2;
  const body = byId('details-body', HTMLElement);
  body.replaceChildren(...h('div', {}, ...content).childNodes);
  body.scrollTop = 0;
  if (dialog.open) byId('details-title', HTMLElement).focus();
  else dialog.showModal();
}

function goBack() {
  opened.pop();
  opened.pop()?.();
}

/**
 * @param {Grantee} grantee
 * @param {ResourceGroup} group
 * @param {string} [only] the id of the only resource of the group that is asked for
 */
function showAccess(grantee, group, only) {
  remember(() => showAccess(grantee, group, only));
  const accesses = (accessesByGrantee.get(grantee.id) ?? [])
    .filter(({ resource }) => groupById.get(resource) === group && (!only || only === resource));
  const name = only ? resourceById.get(only)?.name ?? group.name : group.name;
  const inOrder = group.members.flatMap(({ id }) => accesses.filter(({ resource }) => resource === id));
  showDetails(`${grantee.name} → ${name}`, `${describeKind(grantee)} · ${grantee.id}`, inOrder.map((access) => renderAccess(access, grantee)),
    accesses.some(({ calls = [] }) => calls.some(({ status }) => status === 'unknown')) && renderCode(grantee.code));
}

/**
 * @param {Access} access
 * @param {Grantee} grantee
 */
function renderAccess(access, grantee) {
  const resource = /** @type {Resource} */ (resourceById.get(access.resource));
  const granted = new Set(access.allowed.flatMap(({ actions }) => actions));
  const others = report.actions[resource.kind].filter((action) => !granted.has(action));
  return h('section', { class: 'resource' },
    h('h3', {}, resource.name, h('span', { class: 'chips' }, renderChips(summarize([access])))),
    h('p', { class: 'path' }, `${resource.kind} · ${resource.id}`),
    groupAlike(access.allowed).map((entries) => renderAllowed(entries, grantee, access.calls)),
    access.denied.map((entry) => h('div', { class: 'block denied' },
      h('h4', {}, icon('denied'), `Denied ${when(entry.conditions)}, whatever allows it`),
      renderConditions(entry.conditions),
      renderPatterns(entry.patterns),
      h('ul', { class: 'actions' }, entry.actions.map((action) => h('li', {}, renderAction(action)))),
      renderStatements(entry.statements))),
    resource.kind === 'role' && renderAssumed(resource.id),
    others.length > 0 && h('details', { class: 'others' },
      h('summary', {}, `Not allowed: ${formatCount(others.length, 'action')}`),
      h('p', { class: 'names' }, others.map((action) => action.slice(action.indexOf(':') + 1)).join(', '))));
}

/**
 * Renders what a role that may be assumed reaches.
 *
 * @param {string} id
 */
function renderAssumed(id) {
  const role = report.grantees.find((each) => each.id === id);
  return role && h('div', { class: 'assumed' }, h('h4', {}, 'Then may reach'),
    renderReached(role, groups, groupAccesses(id, new Set(resourceById.keys()), undefined)));
}

/**
 * Groups entries of the same statements under the same conditions.
 *
 * @param {Access['allowed']} allowed
 */
function groupAlike(allowed) {
  /** @type {Map<string, Access['allowed'][number][]>} */
  const found = new Map();
  for (const entry of allowed) {
    const key = JSON.stringify([entry.wider, entry.conditions, entry.patterns, entry.statements]);
    found.set(key, [...found.get(key) ?? [], entry]);
  }
  return [...found.values()];
}

/**
 * @param {Access['allowed'][number][]} entries
 * @param {Grantee} grantee
 * @param {Access['calls']} calls
 */
function renderAllowed(entries, grantee, calls = []) {
  const [{ conditions, patterns, statements, wider }] = entries;
  return h('div', { class: wider ? 'block wider' : 'block' },
    h('h4', {}, wider && icon('wider'), `${wider ? 'Wider than declared: allowed' : 'Allowed'} ${when(conditions)}`),
    renderConditions(conditions),
    renderPatterns(patterns),
    h('ul', { class: 'actions' }, entries.flatMap(({ actions, asked }) => actions.map((action) => h('li', {},
      renderAction(action),
      h('ul', { class: 'reasons' }, listReasons(asked, wider, grantee)),
      calls.filter((each) => each.action === action).map(renderCalls))))),
    renderStatements(statements));
}

/**
 * @param {Access['allowed'][number]['asked']} asked
 * @param {boolean} wider
 * @param {Grantee} grantee
 */
function listReasons(asked, wider, grantee) {
  if (asked.length > 0) return asked.map(({ feature, why }) => h('li', {}, h('code', {}, feature), why !== undefined && ` ${why}`));
  if (wider) return [h('li', {}, 'None of the declared features needs it; the statement allows it.')];
  const isDeclared = grantee.declared.some(({ features }) => features.length > 0);
  return [h('li', {}, isDeclared ? 'A declared feature needs it as well; this statement is somebody else\'s.' : 'No features are declared; the statement allows it.')];
}

/**
 * Renders the calls in the code that need an action, or the reason why there is none.
 *
 * @param {NonNullable<Access['calls']>[number]} calls
 */
function renderCalls({ status, calls, text }) {
  if (status === 'called') {
    const places = calls.map(({ function: id, file, line, call, sure }) =>
      h('li', {}, h('code', {}, `${file}:${line}`), ` ${call} in ${id}${sure ? '' : ' (likely)'}`));
    return h('ul', { class: 'calls' }, places);
  }
  const reasons = { 'made by AWS': `No call, because ${text}`, 'no call found': 'No call found', 'unknown': `No known call, but ${text}` };
  return h('ul', { class: 'calls' }, h('li', { class: status === 'no call found' && 'uncalled' }, reasons[status]));
}

/** @param {Grantee['code']} code */
function renderCode(code) {
  const states = { 'complete': 'all calls are known', 'open': 'there may be other calls', 'not read': 'not read' };
  return code !== undefined && h('div', {}, h('h3', {}, 'Code'), renderFacts(code.map(({ function: id, state, unknown }) => [id, [
    states[state], ...unknown.map(({ file, line, reason }) => file === undefined ? reason : `${file}:${line}: ${reason}`),
  ]])));
}

/** @param {string} action */
function renderAction(action) {
  return h('span', { class: 'action' }, h('code', {}, action), chip(getLevel(action), getLevel(action)));
}

/** @param {Access['denied'][number]['conditions']} conditions */
function when(conditions) {
  return conditions.length === 0 ? 'in every request' : 'under conditions';
}

/** @param {Access['denied'][number]['conditions']} conditions */
function renderConditions(conditions) {
  return conditions.length > 0 && h('ul', { class: 'when' }, conditions.map(({ text, operator, key, values }) =>
    h('li', {}, text, h('code', { class: 'condition' }, `${operator} ${key}: ${values.join(', ')}`))));
}

/** @param {readonly string[]} patterns */
function renderPatterns(patterns) {
  return patterns.length > 0 && h('p', { class: 'beyond' }, 'Written as ', h('code', {}, patterns.join(', ')),
    ': also every other action that it stands for, today or later.');
}

/** @param {readonly string[]} names */
function renderStatements(names) {
  return h('div', { class: 'statements' }, names.map((name) => {
    const written = report.statements[name];
    return written === undefined ? h('p', {}, name)
      : h('details', { open: true }, h('summary', {}, name), h('pre', {}, JSON.stringify(written, undefined, 2)));
  }));
}

/** @param {Grantee} grantee */
function showGrantee(grantee) {
  remember(() => showGrantee(grantee));
  const { kind, id, functions, boundary, unknownBoundary, unknownPolicies, declared, suggestion } = grantee;
  const cells = groupAccesses(grantee.id, new Set(resourceById.keys()), undefined);
  showDetails(grantee.name, `${kind} · ${id}`,
    renderFacts([
      [functions.length === 1 ? 'Function' : 'Functions', functions],
      ['Permissions boundary', boundary === undefined ? [] : [boundary + (unknownBoundary ? ', whose content the app does not say' : '')]],
      ['Unknown policies', unknownPolicies.map((name) => `${name}: what it allows isn't in the report`)],
    ]),
    h('h3', {}, 'Declared'),
    declared.length === 0 ? h('p', { class: 'none' }, 'No features are declared: what it may do was granted by other means.')
      : renderFacts(declared.map(({ table, features, denials }) => [table ?? 'Without a table', [
        ...features, ...denials.map((denial) => `denied: ${denial}`),
      ]])),
    h('h3', {}, 'May reach'),
    renderReached(grantee, groups, cells),
    renderCode(grantee.code),
    suggestion !== undefined && h('div', {},
      h('h3', {}, 'The same by features'),
      renderFacts(suggestion.accesses.filter(({ features }) => features.length > 0).map(({ table, features, conditions, missing = [] }) =>
        [getName(table), [...features, ...conditions, ...missing.map(({ resource, actions }) => `without ${actions.join(', ')} on ${getName(resource)}`)]])),
      suggestion.drops.length > 0 && h('h3', {}, 'It could do without'),
      h('ul', { class: 'drops' }, suggestion.drops.map(({ text, actions, resource }) =>
        h('li', {}, text, h('span', { class: 'names' },
          text.includes(actions[0]) ? getName(resource) : `${actions.join(', ')} on ${getName(resource)}`))))));
}

/** @param {string} id */
function getName(id) {
  return resourceById.get(id)?.name ?? id;
}

/** @param {ResourceGroup} group */
function showResources(group) {
  remember(() => showResources(group));
  const [first] = group.members;
  const members = new Set(group.members.map(({ id }) => id));
  const reaching = report.grantees.map((grantee) => ({ grantee, accesses: groupAccesses(grantee.id, members, undefined).get(group.id) }))
    .filter(({ accesses }) => accesses !== undefined);
  showDetails(group.name, group.members.length === 1 || first.kind === 'table' ? `${first.kind} · ${first.id}` : '',
    renderFacts([
      ['Table key', first.tableKey === undefined ? [] : [getName(first.tableKey)]],
      ['With', group.members.length === 1 ? [] : group.members.filter((each) => each.kind !== 'table').map(({ name }) => name)],
      ['Of the app', [first.any ? 'no: it stands for all others' : first.declared ? 'yes' : 'no: policies of the app name it']],
    ]),
    h('h3', {}, 'Who may reach it'),
    reaching.length === 0 ? h('p', { class: 'none' }, 'Nobody')
      : h('ul', { class: 'reached' }, reaching.map(({ grantee, accesses = [] }) =>
        h('li', {}, renderAccessButton(grantee.name, accesses, () => showAccess(grantee, group))))));
}

/** @param {(readonly [string, readonly string[]])[]} entries */
function renderFacts(entries) {
  const known = entries.filter(([, values]) => values.length > 0);
  return known.length > 0 && h('dl', {}, known.flatMap(([term, values]) => [h('dt', {}, term), ...values.map((value) => h('dd', {}, value))]));
}
