// The data of the page: grantees, and the groups of resources that they reach.

/** @typedef {import('../../src/report/report-data').AccessReportData} AccessReportData */
/** @typedef {import('../../src/report/report-data').ReportedResource} Resource */
/** @typedef {import('../../src/report/report-data').ReportedGrantee} Grantee */
/** @typedef {import('../../src/report/report-data').ReportedAccess} Access */
/** @typedef {import('../../src/report/formats/html/page-data').PageData} PageData */

/**
 * Resources that share a column: a table and what belongs to it, all keys, or all log groups.
 *
 * @typedef {{ id: string, name: string, members: Resource[] }} ResourceGroup
 */

/** The access levels of AWS, from the least to the most powerful. Actions that the library doesn't know are last. */
const LEVELS = /** @type {const} */ (['List', 'Read', 'Tagging', 'Write', 'Permissions management', 'Other']);

/** @typedef {typeof LEVELS[number]} Level */

/**
 * Unpacks a value. Every part refers to its own parts, which are before it in the list, by their indexes.
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

/**
 * The order of columns within a table. The kinds without a number have columns of their own.
 *
 * @type {Record<Resource['kind'], number>}
 */
const COLUMN_ORDER = { 'table': 0, 'index': 1, 'stream': 2, 'key': 3, 'backup': 4, 'export': 5, 'import': 6, 'log group': 7, 'account': 8, 'role': 9 };

const groups = groupResources(report.resources);
const groupById = new Map(groups.flatMap((group) => group.members.map(({ id }) => [id, group])));
const resourceById = new Map(report.resources.map((resource) => [resource.id, resource]));

/** @type {Map<string, Access[]>} */
const accessesByGrantee = new Map(report.grantees.map(({ id }) => [id, []]));
for (const access of report.accesses) accessesByGrantee.get(access.grantee)?.push(access);

/**
 * Groups resources: first tables and what belongs to them, then the others. A key is in the group of its table if only this table uses it.
 *
 * @param {readonly Resource[]} resources
 * @returns {ResourceGroup[]}
 */
function groupResources(resources) {
  const tables = resources.filter(({ kind }) => kind === 'table');
  const rank = (/** @type {Resource} */ { declared, any }) => any ? 2 : declared ? 0 : 1;
  /** @type {Set<string>} */
  const placed = new Set();
  const tableGroups = tables.sort((one, other) => rank(one) - rank(other)).map((table) => {
    const isOnly = tables.filter(({ tableKey }) => tableKey === table.tableKey).length === 1;
    const members = [table, ...resources.filter((each) => each.table === table.id || (isOnly && each.id === table.tableKey))]
      .sort((one, other) => COLUMN_ORDER[one.kind] - COLUMN_ORDER[other.kind]);
    for (const { id } of members) placed.add(id);
    return { id: table.id, name: table.name, members };
  });
  const rest = resources.filter(({ id }) => !placed.has(id));
  const kinds = /** @type {const} */ ([['key', 'Keys'], ['log group', 'Log groups'], ['account', 'Account'], ['role', 'Roles']]);
  const named = kinds.map(([kind, name]) => ({ id: `kind ${kind}`, name, members: rest.filter((each) => each.kind === kind) }));
  const others = rest.filter(({ kind }) => !kinds.some(([known]) => known === kind))
    .map((resource) => ({ id: resource.id, name: resource.name, members: [resource] }));
  return [...tableGroups, ...others, ...named].filter(({ members }) => members.length > 0);
}

/**
 * Gets the access level of an action. Actions that the library doesn't know have the level Other.
 *
 * @param {string} action
 * @returns {Level}
 */
function getLevel(action) {
  return Object.hasOwn(levels, action) ? levels[action] : 'Other';
}

/**
 * The number of actions of each access level. Actions on keys are formatCount separately, because AWS classifies decrypting as a write.
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
    const isKey = resourceById.get(access.resource)?.kind === 'key';
    for (const entry of access.allowed) {
      if (entry.patterns.length > 0) beyond = true;
      for (const action of entry.actions) {
        const kind = isKey ? 'Key' : getLevel(action);
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
 * Describes the kind of a grantee.
 *
 * @param {Grantee} grantee
 */
function describeKind({ kind, functions }) {
  if (functions.length === 0) return kind;
  return functions.length === 1 ? 'function' : `${kind} of ${functions.length} functions`;
}
