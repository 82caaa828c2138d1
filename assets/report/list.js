// The list: every grantee with what it reaches. The matrix and the graph in a form that any width and any reader can take.

/**
 * @param {Row[]} rows
 * @param {ResourceGroup[]} shownGroups
 */
function renderList(rows, shownGroups) {
  return h('ul', { class: 'cards' }, rows.map(({ grantee, cells }) => h('li', { class: 'card' },
    h('h3', {}, h('button', { class: 'name', type: 'button', click: () => showGrantee(grantee) }, grantee.name),
      h('span', { class: 'kind' }, describeKind(grantee))),
    grantee.unknownPolicies.length > 0 && h('p', {}, chip('unknown', icon('unknown'),
      counted(grantee.unknownPolicies.length, 'unknown policy', 'unknown policies'))),
    reachedResources(grantee, shownGroups, cells))));
}

/**
 * @param {Grantee} grantee
 * @param {ResourceGroup[]} shownGroups
 * @param {Map<string, Access[]>} cells
 */
function reachedResources(grantee, shownGroups, cells) {
  const reached = shownGroups.filter(({ id }) => cells.has(id));
  if (reached.length === 0) return h('p', { class: 'none' }, 'No access');
  return h('ul', { class: 'reached' }, reached.map((group) => {
    const accesses = /** @type {Access[]} */ (cells.get(group.id));
    return h('li', {}, accessButton(group.name, accesses, () => showAccess(grantee, group)));
  }));
}

/**
 * @param {string} name
 * @param {Access[]} accesses
 * @param {() => void} onOpen
 */
function accessButton(name, accesses, onOpen) {
  return h('button', { class: 'access', type: 'button', click: onOpen },
    h('span', { class: 'where' }, name), ' ', h('span', { class: 'chips' }, chipsOf(summarize(accesses))), icon('open'));
}
