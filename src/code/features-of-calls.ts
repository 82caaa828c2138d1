import { NeededPermission } from './needed-permissions';
import { TableFeature } from '../features/table-feature';

const FEATURES = Object.values(TableFeature).filter((value): value is TableFeature => value instanceof TableFeature);
/** What belongs to a table; a feature may need more besides. */
const OF_TABLE = ['table', 'index', 'vector-index', 'stream', 'backup', 'export', 'import', 'account'];
const WITH_INDEXES: Readonly<Record<string, TableFeature>> = {
  'dynamodb:PartiQLSelect': TableFeature.PARTIQL_SELECT, 'dynamodb:Query': TableFeature.QUERY, 'dynamodb:Scan': TableFeature.SCAN,
};

/** The features that give these permissions on one table, as they are written. */
export function featuresOfCalls(needed: readonly NeededPermission[], indexes: readonly string[]): string[] {
  const general = needed.filter(({ onlyIn }) => onlyIn === undefined);
  const inGeneral = new Set(general.map(({ action }) => action));
  const features = new Set<string>();
  for (const { action } of general) {
    const feature = smallestFeature(action);
    if (Object.hasOwn(WITH_INDEXES, action)) for (const each of onIndexes(action, general, indexes)) features.add(`${each}`);
    else if (feature) features.add(`${feature}`);
  }
  for (const each of transactions(needed.filter(({ action, onlyIn }) => onlyIn !== undefined && !inGeneral.has(action)))) features.add(`${each}`);
  return [...features].sort();
}

/** The feature that gives an action and least besides. */
function smallestFeature(action: string): TableFeature | undefined {
  const having = FEATURES.filter(({ _permissions }) => _permissions.some((each) =>
    each.action === action && OF_TABLE.includes(each.on) && each.onlyIn === undefined));
  return having.sort((one, other) => one._permissions.length - other._permissions.length)[0];
}

/** A table without indexes needs no word on them. */
function onIndexes(action: string, needed: readonly NeededPermission[], declared: readonly string[]): TableFeature[] {
  const feature = WITH_INDEXES[action];
  const own = needed.filter((each) => each.action === action);
  const named = [...new Set(own.flatMap(({ index }) => index ?? []))].sort();
  const onTable = own.some(({ index }) => index === undefined);
  if (onTable && declared.every((each) => named.includes(each))) return [feature];
  return [...onTable ? [feature.onTable()] : [], ...named.length > 0 ? [feature.onIndexes(...named)] : []];
}

function transactions(needed: readonly NeededPermission[]): TableFeature[] {
  const reads = needed.some(({ onlyIn }) => onlyIn === 'TransactGetItems');
  const writes = needed.filter(({ onlyIn }) => onlyIn === 'TransactWriteItems').map(({ action }) => action);
  const onlyChecks = writes.every((action) => action === 'dynamodb:ConditionCheckItem');
  return [
    ...reads ? [TableFeature.TRANSACT_READ] : [],
    ...writes.length === 0 ? [] : [onlyChecks ? TableFeature.CONDITION_CHECK : TableFeature.TRANSACT_WRITE],
  ];
}
