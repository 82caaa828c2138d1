// What somebody may do, in a few words.

/** @param {Summary} summary */
function chipsOf({ levels: found, wider, denied, beyond }) {
  return [
    ...found.map(({ level, count, conditional }) => chip(level, h('span', {}, LEVELS[level]), ` ${count}`, conditional && h('i', {}, ' if'))),
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
  return h('span', { class: `chip ${kind.split(' ')[0].toLowerCase()}` }, ...children);
}

/**
 * The same for those who hear it.
 *
 * @param {Summary} summary
 */
function inWords({ levels: found, wider, denied, beyond }) {
  return [
    ...found.map(({ level, count, conditional }) => `${LEVELS[level]} ${count}${conditional ? ' if' : ''}`),
    ...beyond ? ['and more'] : [],
    ...wider > 0 ? [`Wider ${wider}`] : [],
    ...denied > 0 ? [`Denied ${denied}`] : [],
  ].join(', ');
}
