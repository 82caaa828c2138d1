// Summaries of access in a few words.

/** @param {Summary} summary */
function renderChips({ counts, wider, denied, beyond }) {
  return [
    ...counts.map(({ kind, count, conditional }) => chip(kind, `${shortenKind(kind)} ${count}`, conditional && h('i', {}, ' if'))),
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
  return h('span', { class: `chip ${getChipClass(kind)}` }, ...children);
}

/** @param {string} kind */
function getChipClass(kind) {
  return shortenKind(kind).toLowerCase();
}

/** @param {string} kind */
function shortenKind(kind) {
  return kind === 'Permissions management' ? 'Permissions' : kind;
}

/**
 * Describes a summary for screen readers.
 *
 * @param {Summary} summary
 */
function describeSummary({ counts, wider, denied, beyond }) {
  return [
    ...counts.map(({ kind, count, conditional }) => `${shortenKind(kind)} ${count}${conditional ? ' if' : ''}`),
    ...beyond ? ['and more'] : [],
    ...wider > 0 ? [`Wider ${wider}`] : [],
    ...denied > 0 ? [`Denied ${denied}`] : [],
  ].join(', ');
}
