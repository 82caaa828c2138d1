import { chooseQueryIndex, findDefinitions } from './dynamoose-indexes';
import {
  addIndex, begins, createMapperObject, findFacts, gives, listHandles, askTable, makesPart, Mapper, MapperCall, Method, readFact,
  giveSelf, writeFact,
} from './mapper-calls';
import { argumentAt, Arguments } from '../engine/arguments';
import { getField, getFields } from '../engine/contents';
import { Place } from '../engine/engine';
import { joinTexts } from '../engine/join-texts';
import { followName } from '../engine/properties';
import { dropNothing, isFalse, isTrue, NO_VALUE, ObjectAtom, only, union, Value } from '../engine/values';

/** Options for all tables: `dynamoose.Table.defaults.set(...)`. */
function findDefaults({ engine }: Place): ObjectAtom {
  return engine.store.getObject('defaults of dynamoose', 'plain');
}

function setDefaults(place: Place, args: Arguments): Value {
  findDefaults(place).copied.addValue(argumentAt(args, 0));
  return NO_VALUE;
}

/** A name between the prefix and the suffix of the options. */
function joinTableName(place: Place, name: Value, options: Value): Value {
  const [before, after] = ['prefix', 'suffix'].map((each) => {
    const own = followName(place, options, each);
    return own.size > 0 ? own : followName(place, only(findDefaults(place)), each);
  });
  return joinTexts(place.engine, [before, name, after].filter((each) => dropNothing(each).size > 0));
}

function createModel(place: Place, args: Arguments): Value {
  const options = argumentAt(args, 2);
  const named = followName(place, options, 'tableName');
  const table = joinTableName(place, dropNothing(named).size > 0 ? named : argumentAt(args, 0), options);
  const model = createMapperObject(place, 'dynamoose model', { table });
  writeFact(place, model, 'settings', options);
  writeFact(place, model, 'schema', argumentAt(args, 1));
  return only(model);
}

/** A table takes models, which use its name and options from then on. */
function createTable(place: Place, args: Arguments): Value {
  const options = argumentAt(args, 2);
  const table = createMapperObject(place, 'dynamoose table', { table: joinTableName(place, argumentAt(args, 0), options) });
  for (const model of listHandles(argumentAt(args, 1))) {
    writeFact(place, model, 'table', only(table));
    writeFact(place, model, 'settings', options);
  }
  return only(table);
}

/** An option: on, off, or not known to be either. It is on by default. */
function findTableOption({ place, self: model }: MapperCall, name: string, inner?: string): 'on' | 'off' | 'open' {
  const given = followName(place, readFact(place, model, 'settings'), name);
  const value = given.size > 0 ? given : followName(place, only(findDefaults(place)), name);
  const detail = inner === undefined ? NO_VALUE : followName(place, value, inner);
  const all = detail.size > 0 ? detail : value;
  if ([...all].every(isTrue)) return 'on';
  if ([...all].every(isFalse)) return 'off';
  return 'open';
}

/**
 * Records the requests that a model makes before its first one.
 *
 * @see https://dynamoosejs.com/guide/Table#new-dynamoosetablename-models-options
 */
function prepareTable(call: MapperCall): void {
  const [create, wait] = [findTableOption(call, 'create'), findTableOption(call, 'waitForActive', 'enabled')];
  const settings = readFact(call.place, call.self, 'settings');
  const isGiven = (name: string) => dropNothing(followName(call.place, settings, name)).size > 0;
  if (create !== 'off' || wait !== 'off') askTable(call, 'DescribeTable', { unsure: create !== 'on' && wait !== 'on' });
  // only where the table is missing
  if (create !== 'off') askTable(call, 'CreateTable', { unsure: true });
  if (create !== 'off' && isGiven('expires')) for (const operation of ['DescribeTimeToLive', 'UpdateTimeToLive']) askTable(call, operation, { unsure: true });
  const update = [...followName(call.place, settings, 'update')];
  if (update.some((each) => !isFalse(each))) askTable(call, 'UpdateTable', { unsure: true });
}

/** Makes a request of a model, and gives its items. */
function asks(operation: string): Method {
  return (call) => {
    prepareTable(call);
    askTable(call, operation);
    return union(giveItem(call), only(call.place.engine.store.getNothing(true)));
  };
}

function findModel({ place, self: object }: MapperCall): MapperCall['self'] {
  return listHandles(readFact(place, object, 'of')).at(0) ?? object;
}

/** An item, or a list of items, which is followed as the same. */
function giveItem(call: MapperCall): Value {
  return gives('item')({ ...call, self: findModel(call) });
}

/** Makes a request of an item: its model's. */
function asksModel(operation: string): Method {
  return (call) => {
    const model = { ...call, self: findModel(call) };
    prepareTable(model);
    askTable(model, operation);
    return only(call.self);
  };
}

/**
 * Gets the items of other models that an item names.
 *
 * @see https://dynamoosejs.com/guide/Item#itempopulatesettings-callback
 */
const populate: Method = (call) => {
  const { place } = call;
  const settings = findDefinitions(place, findModel(call)).map(getFields);
  const models = listHandles(union(...settings, ...settings.flatMap((each) => ['type', 'schema'].map((name) => followName(place, each, name)))));
  for (const self of models) asks('GetItem')({ ...call, self });
  if (models.length === 0) place.engine.noteOpen('call', place.at, 'the models of the items that populate gets are not followed');
  return only(call.self);
};

/** Conditions on attributes decide which index is queried. */
const addCondition: Method = ({ place, self: chain, args }) => {
  const [given] = args.positional;
  for (const each of given ?? NO_VALUE) {
    const keys = each.kind === 'object' && each.type === 'plain' ? new Set([...each.fields.values()].map(({ key }) => key)) : only(each);
    writeFact(place, chain, 'attributes', keys);
  }
  return only(chain);
};

function retrieves(operation: string): Method {
  return (call) => {
    const made = begins(operation)(call);
    for (const chain of listHandles(made)) addCondition({ ...call, self: chain });
    return made;
  };
}

const execute: Method = (call) => {
  const { place, self: chain } = call;
  const model = findModel(call);
  prepareTable({ ...call, self: model });
  const named = getField(findFacts(place, chain), 'index');
  const operation = chain.operation ?? '';
  const index = operation === 'Query' && named.size === 0 ? chooseQueryIndex(place, model, getField(findFacts(place, chain), 'attributes')) : named;
  askTable(call, operation, { index });
  return giveItem(call);
};

const useIndex: Method = ({ place, self: chain, args }) => {
  addIndex(place, chain, argumentAt(args, 0));
  return only(chain);
};

/** `Model.methods.set('findByEmail', function (email) { ... })`, whose receiver is the model. */
const addMethod: Method = (call) => {
  const [names = NO_VALUE, method = NO_VALUE] = call.args.positional;
  for (const name of names) if (name.kind === 'text') writeFact(call.place, findModel(call), name.text, method);
  return NO_VALUE;
};

function createSchema(place: Place, args: Arguments): Value {
  const schema = createMapperObject(place, 'dynamoose schema', {});
  writeFact(place, schema, 'definition', argumentAt(args, 0));
  return only(schema);
}

/**
 * dynamoose 1 to 4.
 *
 * @see https://dynamoosejs.com/guide/Model
 */
export const DYNAMOOSE: Mapper = {
  module: /^dynamoose$/,
  exports: {
    'model': createModel,
    'Table': createTable,
    'Schema': createSchema,
    'Table.defaults.*': setDefaults,
    'model.defaults.*': setDefaults,
    'setDefaults': setDefaults,
  },
  roles: {
    'dynamoose model': {
      calls: {
        '()': giveItem,
        'get': asks('GetItem'),
        'create': asks('PutItem'),
        'update': asks('UpdateItem'),
        'delete': asks('DeleteItem'),
        'batchGet': asks('BatchGetItem'),
        'batchPut': asks('BatchWriteItem'),
        'batchDelete': asks('BatchWriteItem'),
        'query': retrieves('Query'),
        'queryOne': retrieves('Query'),
        'scan': retrieves('Scan'),
      },
      reads: { transaction: gives('parts'), methods: gives('methods') },
    },
    'dynamoose methods': { calls: { set: addMethod } },
    'dynamoose parts': {
      calls: { get: makesPart('Get'), create: makesPart('Put'), update: makesPart('Update'), delete: makesPart('Delete'), condition: makesPart('ConditionCheck') },
    },
    'dynamoose item': { calls: { save: asksModel('PutItem'), delete: asksModel('DeleteItem'), populate }, otherwise: giveSelf },
    'dynamoose request': { calls: { exec: execute, using: useIndex, where: addCondition, filter: addCondition, attribute: addCondition }, otherwise: giveSelf },
  },
};
