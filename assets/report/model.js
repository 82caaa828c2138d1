// What the page shows, from the report: grantees, and the groups of resources that they reach.

/** @typedef {import('../../src/report/report-data').AccessReportData} AccessReportData */
/** @typedef {import('../../src/report/report-data').ReportedResource} Resource */
/** @typedef {import('../../src/report/report-data').ReportedGrantee} Grantee */
/** @typedef {import('../../src/report/report-data').ReportedAccess} Access */
/** @typedef {import('../../src/report/formats/html/page-data').PageData} PageData */

/**
 * Resources that share a column: a table with what belongs to it, all keys, all log groups.
 *
 * @typedef {{ id: string, name: string, members: Resource[] }} ResourceGroup
 */

/** The access levels of AWS, from the least to the most that they let happen; actions that this library doesn't know come last. */
const LEVELS = /** @type {const} */ (['List', 'Read', 'Tagging', 'Write', 'Permissions management', 'Other']);

/** @typedef {typeof LEVELS[number]} Level */

/**
 * The value that was packed: every part refers to its own parts, which stand before it, by their places.
 *
 * @param {unknown[]} parts
 */
function unpack(parts) {
  /** @type {any[]} */
  const values = [];
  for (const part of parts) {
    if (Array.isArray(part)) {values.push(part.map((index) => values[index]));} else if (part !== null && typeof part === 'object') {
      values.push(Object.fromEntries(Object.entries(part).map(([name, index]) => [name, values[index]])));
    } else {values.push(part);}
  }
  return values[values.length - 1];
}

/** @type {PageData} */
const { report, levels } = unpack(JSON.parse(byId('report-data', HTMLScriptElement).text));

/** What belongs to a table, in the order of its columns. */
const KINDS_OF_TABLE = ['table', 'index', 'stream', 'key', 'backup', 'export', 'import'];

const groups = groupResources(report.resources);
const groupOf = new Map(groups.flatMap((group) => group.members.map(({ id }) => [id, group])));
const resourceOf = new Map(report.resources.map((resource) => [resource.id, resource]));

/** @type {Map<string, Access[]>} */
const accessesOf = new Map(report.grantees.map(({ id }) => [id, []]));
for (const access of report.accesses) accessesOf.get(access.grantee)?.push(access);

/**
 * Tables with what belongs to them first. A key goes with its table if it is the key of no other.
 *
 * @param {readonly Resource[]} resources
 * @returns {ResourceGroup[]}
 */
function groupResources(resources) {
  const tables = resources.filter(({ kind }) => kind === 'table');
  const rank = (/** @type {Resource} */ { declared, any }) => any ? 2 : declared ? 0 : 1;
  /** @type {Set<string>} */
  const placed = new Set();
  const ofTables = tables.sort((one, other) => rank(one) - rank(other)).map((table) => {
    const isOnly = tables.filter(({ tableKey }) => tableKey === table.tableKey).length === 1;
    const members = [table, ...resources.filter((each) => each.table === table.id || (isOnly && each.id === table.tableKey))]
      .sort((one, other) => KINDS_OF_TABLE.indexOf(one.kind) - KINDS_OF_TABLE.indexOf(other.kind));
    for (const { id } of members) placed.add(id);
    return { id: table.id, name: table.name, members };
  });
  const rest = resources.filter(({ id }) => !placed.has(id));
  const kinds = /** @type {const} */ ([['key', 'Keys'], ['log group', 'Log groups'], ['account', 'Account']]);
  const named = kinds.map(([kind, name]) => ({ id: `kind ${kind}`, name, members: rest.filter((each) => each.kind === kind) }));
  const others = rest.filter(({ kind }) => !kinds.some(([known]) => known === kind))
    .map((resource) => ({ id: resource.id, name: resource.name, members: [resource] }));
  return [...ofTables, ...others, ...named].filter(({ members }) => members.length > 0);
}

/**
 * The access level of an action; one that this library doesn't know has none of AWS's.
 *
 * @param {string} action
 * @returns {Level}
 */
function levelOf(action) {
  return Object.hasOwn(levels, action) ? levels[action] : 'Other';
}

/**
 * What accesses come to: how many actions of each access level. Those on keys are counted apart, as theirs say little of what
 * happens to items: for AWS, decrypting is a write.
 *
 * @typedef {{
 *   counts: { kind: Level | 'Key', count: number, conditional: boolean }[],
 *   wider: number,
 *   denied: number,
 *   beyond: boolean,
 * }} Summary
 */

/**
 * @param {readonly Access[]} accesses
 * @returns {Summary}
 */
function summarize(accesses) {
  /** @type {Map<Level | 'Key', { always: Set<string>, sometimes: Set<string> }>} */
  const byKind = new Map();
  const wider = new Set();
  const denied = new Set();
  let beyond = false;
  for (const access of accesses) {
    const isKey = resourceOf.get(access.resource)?.kind === 'key';
    for (const entry of access.allowed) {
      if (entry.patterns.length > 0) beyond = true;
      for (const action of entry.actions) {
        const kind = isKey ? 'Key' : levelOf(action);
        const found = byKind.get(kind) ?? { always: new Set(), sometimes: new Set() };
        byKind.set(kind, found);
        (entry.conditions.length > 0 ? found.sometimes : found.always).add(action);
        if (entry.wider) wider.add(action);
      }
    }
    for (const entry of access.denied) for (const action of entry.actions) denied.add(action);
  }
  const kinds = /** @type {const} */ ([...LEVELS, 'Key']);
  return {
    counts: kinds.flatMap((kind) => {
      const { always, sometimes } = byKind.get(kind) ?? {};
      return always && sometimes ? [{ kind, count: new Set([...always, ...sometimes]).size, conditional: always.size === 0 }] : [];
    }),
    wider: wider.size,
    denied: denied.size,
    beyond,
  };
}

/**
 * What a grantee is, beside its name.
 *
 * @param {Grantee} grantee
 */
function describeKind({ kind, functions }) {
  if (functions.length === 0) return kind;
  return functions.length === 1 ? 'function' : `${kind} of ${functions.length} functions`;
}
