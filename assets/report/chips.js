// What somebody may do, in a few words.

/** @param {Summary} summary */
function chipsOf({ counts, wider, denied, beyond }) {
  return [
    ...counts.map(({ kind, count, conditional }) => chip(kind, `${shortOf(kind)} ${count}`, conditional && h('i', {}, ' if'))),
    beyond && chip('beyond', 'and more'),
    wider > 0 && chip('wider', icon('wider'), `Wider ${wider}`),
    denied > 0 && chip('denied', icon('denied'), `Denied ${denied}`),
  ];
}

/**
 * @param {string} kind
 * @param {Child[]} children
 */
function chip(kind, ...children) {
  return h('span', { class: `chip ${classOf(kind)}` }, ...children);
}

/** @param {string} kind */
function classOf(kind) {
  return shortOf(kind).toLowerCase();
}

/** @param {string} kind */
function shortOf(kind) {
  return kind === 'Permissions management' ? 'Permissions' : kind;
}

/**
 * The same for those who hear it.
 *
 * @param {Summary} summary
 */
function inWords({ counts, wider, denied, beyond }) {
  return [
    ...counts.map(({ kind, count, conditional }) => `${shortOf(kind)} ${count}${conditional ? ' if' : ''}`),
    ...beyond ? ['and more'] : [],
    ...wider > 0 ? [`Wider ${wider}`] : [],
    ...denied > 0 ? [`Denied ${denied}`] : [],
  ].join(', ');
}
