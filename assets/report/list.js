// The list: every grantee and what it reaches, in a form that fits narrow screens and screen readers.

/**
 * @param {Row[]} rows
 * @param {ResourceGroup[]} shownGroups
 */
function renderList(rows, shownGroups) {
  return h('ul', { class: 'cards' }, rows.map(({ grantee, cells }) => h('li', { class: 'card' },
    h('h3', {}, h('button', { class: 'name', type: 'button', click: () => showGrantee(grantee) }, grantee.name),
      h('span', { class: 'kind' }, describeKind(grantee))),
    grantee.unknownPolicies.length > 0 && h('p', {}, chip('unknown', icon('unknown'),
      formatCount(grantee.unknownPolicies.length, 'unknown policy', 'unknown policies'))),
    renderReached(grantee, shownGroups, cells))));
}

/**
 * @param {Grantee} grantee
 * @param {ResourceGroup[]} shownGroups
 * @param {Map<string, Access[]>} cells
 */
function renderReached(grantee, shownGroups, cells) {
  const reached = shownGroups.filter(({ id }) => cells.has(id));
  if (reached.length === 0) return h('p', { class: 'none' }, report.unknown.length > 0 ? 'No known access' : 'No access');
  return h('ul', { class: 'reached' }, reached.map((group) => {
    const accesses = /** @type {Access[]} */ (cells.get(group.id));
    return h('li', {}, renderAccessButton(group.name, accesses, () => showAccess(grantee, group)));
  }));
}

/**
 * @param {string} name
 * @param {Access[]} accesses
 * @param {() => void} onOpen
 */
function renderAccessButton(name, accesses, onOpen) {
  return h('button', { class: 'access', type: 'button', click: onOpen },
    h('span', { class: 'where' }, name), ' ', h('span', { class: 'chips' }, renderChips(summarize(accesses))), icon('open'));
}
