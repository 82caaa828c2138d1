import { listHandles, readFact } from './mapper-calls';
import { collectElements, findConstant } from '../engine/contents';
import { Place } from '../engine/engine';
import { followName } from '../engine/properties';
import { collectValues, dropNothing, HandleAtom, isTrue, listObjects, NO_VALUE, ObjectAtom, only, union, Value } from '../engine/values';

/** The keys of a table or of an index, with the name of the index. */
interface Keys {
  readonly hash: string;
  readonly range?: string;
  /** None for the table. */
  readonly name?: Value;
}

/**
 * Chooses the index that a query without `using` asks, by the attributes of its conditions, as the library does. Empty for the table.
 *
 * @see https://dynamoosejs.com/guide/Query#queryusingindex
 */
export function chooseQueryIndex(place: Place, model: HandleAtom, conditions: Value): Value {
  const attributes = new Set([...conditions].map(findConstant));
  const keys = findDefinitions(place, model).flatMap((definition) => listSchemaKeys(place, definition));
  const valid = keys.filter(({ hash }) => attributes.has(hash));
  const chosen = valid.find(({ range }) => range !== undefined && attributes.has(range)) ?? valid.find(({ name }) => !name) ?? valid.at(0);
  if (!chosen || attributes.has(undefined)) return only(place.engine.store.getUnknown('the index that dynamoose finds for the conditions'));
  return chosen.name ?? NO_VALUE;
}

export function findDefinitions(place: Place, model: HandleAtom): ObjectAtom[] {
  const schemas = readFact(place, model, 'schema');
  const all = union(schemas, collectElements(schemas));
  const definitions = union(all, collectValues(listHandles(all), (each) => readFact(place, each, 'definition')));
  return listObjects(definitions).filter(({ type }) => type === 'plain');
}

function listSchemaKeys(place: Place, definition: ObjectAtom): Keys[] {
  const attributes = [...definition.fields].map(([name, { value }]) => ({ name, settings: value.atoms }));
  const findFlagged = (flag: string) => attributes.find(({ settings }) => [...followName(place, settings, flag)].some(isTrue))?.name;
  const table: Keys = { hash: findFlagged('hashKey') ?? attributes.at(0)?.name ?? '', range: findFlagged('rangeKey') };
  const indexes = attributes.flatMap(({ name, settings }) => {
    const given = followName(place, settings, 'index');
    return [...collectElements(given), ...[...given].filter(isTrue)].map((index) => readIndexKeys(place, name, only(index), table.hash));
  });
  return [...indexes, table];
}

/** Version 2 has `global: true` where later versions have `type: 'global'`, which is their default. */
function readIndexKeys(place: Place, attribute: string, index: Value, hash: string): Keys {
  const { store } = place.engine;
  const isLocal = [...followName(place, index, 'type')].some((each) => findConstant(each) === 'local');
  const named = dropNothing(followName(place, index, 'name'));
  const name = named.size > 0 ? named : only(store.getText(`${attribute}${isLocal ? 'LocalIndex' : 'GlobalIndex'}`));
  if (isLocal) return { hash, range: attribute, name };
  return { hash: attribute, range: [...followName(place, index, 'rangeKey')].map(findConstant).at(0), name };
}
