import {
  addIndex, beginEither, beginRequest, begins, createMapperObject, findFacts, giveParameters, gives, giveSelf, listHandles, askTable, makesPart,
  Mapper, MapperCall, markUnsure, Method, readFact, makeBegunRequest, writeFact,
} from './mapper-calls';
import { argumentAt, Arguments, positionals } from '../engine/arguments';
import { collectElements, findConstant, getFields } from '../engine/contents';
import { Place } from '../engine/engine';
import { followName, writeField } from '../engine/properties';
import { collectValues, HandleAtom, isFalse, listObjects, mayBeNothing, NO_VALUE, ObjectAtom, only, union, Value } from '../engine/values';

const PARTS: Readonly<Record<string, string>> = { GetItem: 'Get', PutItem: 'Put', UpdateItem: 'Update', DeleteItem: 'Delete', ConditionCheck: 'ConditionCheck' };

function createEntity(place: Place, schema: Value, config: Value, part: unknown = ''): HandleAtom {
  const named = followName(place, config, 'table');
  const table = named.size > 0 ? named : followName(place, schema, 'table');
  return createMapperObject(place, 'ElectroDB entity', { part, table, options: union(schema, config) });
}

/** A service takes entities, or their schemas, for its own table. */
function createService(place: Place, args: Arguments): Value {
  const { engine, at, scope } = place;
  const config = argumentAt(args, 1);
  const entities = engine.findObjectAt(at, scope, 'plain', { part: 'entities' });
  const service = createMapperObject(place, 'ElectroDB service', { options: config });
  writeFact(place, service, 'entities', only(entities));
  for (const object of listObjects(argumentAt(args, 0))) {
    for (const { key, value } of object.fields.values()) addEntity(place, service, findConstant(key) ?? '', value.atoms);
  }
  return only(service);
}

function addEntity(place: Place, service: HandleAtom, name: string, given: Value): void {
  const { store } = place.engine;
  const [table, client] = [readFact(place, service, 'table'), readFact(place, service, 'client')];
  const made = listObjects(given).map((schema) => createEntity(place, schema.type === 'plain' ? only(schema) : NO_VALUE, NO_VALUE, `${name} ${schema.id}`));
  for (const entity of [...listHandles(given), ...made]) {
    if (table.size > 0) writeFact(place, entity, 'table', table);
    if (client.size > 0) writeFact(place, entity, 'client', client);
    for (const entities of listObjects(readFact(place, service, 'entities'))) writeField(place.engine, entities, store.getText(name), only(entity));
  }
}

/** `service.join('user', User)`, or without the name. */
const joinEntity: Method = ({ place, self: service, args: { positional: [first = NO_VALUE, second = NO_VALUE] } }) => {
  for (const name of first) addEntity(place, service, findConstant(name) ?? `entity ${name.id}`, name.kind === 'text' ? second : only(name));
  return only(service);
};

function listIndexDefinitions(place: Place, entities: readonly HandleAtom[]): ObjectAtom[] {
  return entities.flatMap((entity) => listObjects(collectValues(listObjects(readFact(place, entity, 'indexes')), getFields)));
}

/** Begins a query by definitions of indexes. A definition without a name is that of the table. */
function beginQuery(call: MapperCall, definitions: Value): Value {
  const { store } = call.place.engine;
  const chain = beginRequest(call, 'Query');
  for (const definition of definitions) {
    const named = followName(call.place, only(definition), 'index');
    addIndex(call.place, chain, named.size > 0 ? named : only(store.getNothing(true)));
  }
  if (definitions.size === 0) addIndex(call.place, chain, only(store.getUnknown('an index of a schema that is not followed')));
  return only(chain);
}

const queryPattern: Method = (call) => {
  const [entity] = listHandles(readFact(call.place, call.self, 'of'));
  return beginQuery(call, followName(call.place, readFact(call.place, entity, 'indexes'), call.name));
};

const queryCollection: Method = (call) => {
  const { place } = call;
  const services = listHandles(readFact(place, call.self, 'of'));
  const entities = services.flatMap((service) => listHandles(collectValues(listObjects(readFact(place, service, 'entities')), getFields)));
  const listCollections = (index: ObjectAtom) => [...collectElements(followName(place, only(index), 'collection'))];
  const found = listIndexDefinitions(place, entities).filter((index) => listCollections(index).some((name) => name.kind === 'text' && name.text === call.name));
  // the first entity decides for its service
  return beginQuery({ ...call, self: entities[0] ?? call.self }, new Set(found));
};

/** `find` and `match` query the index whose attributes are given, or scan. */
const findItems: Method = (call) => {
  const { place } = call;
  const filters = argumentAt(call.args, 0);
  const [given] = listObjects(filters);
  if (filters.size > 1 || given?.type !== 'plain' || given.copied.atoms.size > 0 || given.contents.atoms.size > 0) {
    for (const chain of listHandles(beginQuery(call, NO_VALUE))) markUnsure(call, chain);
    return beginEither(call, ['Query', 'Scan']);
  }
  const provided = [...given.fields].filter(([, { value }]) => !mayBeNothing(value.atoms)).map(([name]) => name);
  const index = chooseIndex(place, listIndexDefinitions(place, [call.self]), provided);
  return index ? beginQuery(call, only(index)) : only(beginRequest(call, 'Scan'));
};

/**
 * Chooses as the library does: the index that most attributes are given for.
 *
 * @see https://electrodb.dev/en/queries/find/
 */
function chooseIndex(place: Place, indexes: readonly ObjectAtom[], provided: readonly string[]): ObjectAtom | undefined {
  const matches = indexes.flatMap((index) => {
    const [partition, sort] = ['pk', 'sk'].map((key) => listComposite(place, index, key));
    const missing = [...partition, ...sort].findIndex((name) => !provided.includes(name));
    const isWhole = missing < 0;
    const count = isWhole ? partition.length + sort.length : missing;
    if (count < partition.length) return [];
    return [{ index, count, isWhole, isTable: followName(place, only(index), 'index').size === 0 }];
  });
  const most = Math.max(...matches.map(({ count }) => count));
  const chosen = matches.find(({ isTable, isWhole }) => isTable && isWhole) ?? matches.find(({ isTable, count }) => isTable && count === most)
    ?? matches.filter(({ isWhole }) => isWhole).at(-1) ?? matches.filter(({ count }) => count === most).at(-1);
  return chosen?.index;
}

function listComposite(place: Place, index: ObjectAtom, key: string): string[] {
  const attributes = collectElements(followName(place, followName(place, only(index), key), 'composite'));
  return [...attributes].map((each) => findConstant(each) ?? '');
}

/** `go` makes the request. Its options may name another table, and make a query of an index get the items from the table. */
const go: Method = (call) => {
  const options = argumentAt(call.args, 0);
  const table = followName(call.place, options, 'table');
  if (table.size > 0) writeFact(call.place, call.self, 'table', table);
  if ([...followName(call.place, options, 'hydrate')].some((each) => !isFalse(each))) askTable(call, 'BatchGetItem');
  return makeBegunRequest(call);
};

const setTable: Method = ({ place, self: object, args }) => {
  const entities = listHandles(collectValues(listObjects(readFact(place, object, 'entities')), getFields));
  for (const each of [object, ...entities]) writeFact(place, each, 'table', argumentAt(args, 0));
  return NO_VALUE;
};

function createTransaction(place: Place, args: Arguments): Value {
  const made = createMapperObject(place, 'ElectroDB transaction', {});
  writeFact(place, made, 'entities', argumentAt(args, 0));
  findFacts(place, made).copied.addValue(argumentAt(args, 0));
  return only(made);
}

const giveTransaction: Method = ({ place, self: service }) => createTransaction(place, positionals(readFact(place, service, 'entities')));

/**
 * ElectroDB 2 and 3.
 *
 * @see https://electrodb.dev/en/mutations/put/ and the pages beside it
 */
export const ELECTRODB: Mapper = {
  module: /^electrodb$/,
  exports: {
    Entity: (place, args) => only(createEntity(place, argumentAt(args, 0), argumentAt(args, 1))),
    Service: createService,
    createSchema: (_, args) => argumentAt(args, 0),
    createGetTransaction: createTransaction,
    createWriteTransaction: createTransaction,
  },
  roles: {
    'ElectroDB entity': {
      calls: {
        get: begins('GetItem', 'BatchGetItem'),
        put: begins('PutItem', 'BatchWriteItem'),
        create: begins('PutItem'),
        update: begins('UpdateItem'),
        patch: begins('UpdateItem'),
        upsert: begins('UpdateItem'),
        delete: begins('DeleteItem', 'BatchWriteItem'),
        remove: begins('DeleteItem'),
        check: begins('ConditionCheck'),
        find: findItems,
        match: findItems,
        setTableName: setTable,
      },
      reads: { query: gives('patterns'), scan: begins('Scan') },
    },
    'ElectroDB patterns': { otherwise: queryPattern },
    'ElectroDB request': {
      calls: { go, params: giveParameters, commit: (call) => makesPart(PARTS[call.self.operation ?? ''] ?? '')(call) },
      otherwise: giveSelf,
    },
    'ElectroDB service': {
      calls: { join: joinEntity, setTableName: setTable },
      reads: { collections: gives('collections'), transaction: giveTransaction },
    },
    'ElectroDB collections': { otherwise: queryCollection },
    'ElectroDB transaction': { otherwise: giveSelf },
  },
};
