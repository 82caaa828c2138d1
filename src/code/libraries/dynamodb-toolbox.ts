import {
  addIndex, begins, createMapperObject, giveAnswer, giveParameters, gives, giveSelf, listHandles, askTable, makesPart, Mapper, MapperCall,
  Method, readIndex, requests, makeBegunRequest, writeFact,
} from './mapper-calls';
import { findMember } from '../../values/json-values';
import { allArguments, argumentAt, Arguments, positionals } from '../engine/arguments';
import { Place } from '../engine/engine';
import { isFunction } from '../engine/opaque-calls';
import { followName } from '../engine/properties';
import { Atom, collectValues, filterValue, HandleAtom, isFalse, isTrue, NO_VALUE, only, union, Value } from '../engine/values';

/** These are sent by a function that gets them: they are requests from where they are made. */
function sentByOthers(operation: string): Method {
  return (call) => {
    askTable(call, operation);
    return begins(operation)(call);
  };
}

/** Queries the items, and deletes them. */
const deletePartition: Method = (call) => {
  askTable(call, 'BatchWriteItem');
  return begins('Query')(call);
};

/** Actions of versions 1 and 2, which `build` makes. */
const ACTIONS: Readonly<Record<string, Method>> = {
  GetItemCommand: begins('GetItem'),
  PutItemCommand: begins('PutItem'),
  UpdateItemCommand: begins('UpdateItem'),
  UpdateAttributesCommand: begins('UpdateItem'),
  DeleteItemCommand: begins('DeleteItem'),
  QueryCommand: begins('Query'),
  ScanCommand: begins('Scan'),
  DeletePartitionCommand: deletePartition,
  AccessPattern: begins('Query'),
  EntityAccessPattern: begins('Query'),
  TableAccessPattern: begins('Query'),
  BatchGetCommand: sentByOthers('BatchGetItem'),
  BatchWriteCommand: sentByOthers('BatchWriteItem'),
  GetTransaction: makesPart('Get'),
  PutTransaction: makesPart('Put'),
  UpdateTransaction: makesPart('Update'),
  DeleteTransaction: makesPart('Delete'),
  ConditionCheck: makesPart('ConditionCheck'),
  EntityRepository: gives('repository'),
  TableRepository: gives('repository'),
};

function act(call: MapperCall, action: Atom): Value {
  const name = action.kind === 'external' ? action.path.replace(/^.*\./, '').replace(/\d+$/, '') : '';
  const method = findMember(ACTIONS, name);
  if (name === '' || name === '*') call.place.engine.noteOpen('call', call.place.at, 'the action of DynamoDB-Toolbox is computed');
  return method ? method({ ...call, name }) : giveAnswer(call);
}

const build: Method = (call) => collectValues(argumentAt(call.args, 0), (action) => act(call, action));

/** `new QueryCommand(table, entities, query, options)`: the same as `build`, with all at once. */
function constructAction(name: string): Mapper['exports'][string] {
  return (place, args) => {
    const [of = NO_VALUE, ...others] = args.positional;
    return collectValues(listHandles(of), (each) => {
      const made = ACTIONS[name]({ place, self: each, name, args });
      for (const chain of listHandles(made)) configure({ place, self: chain, name, args: positionals(...others) });
      return made;
    });
  };
}

/** Options, also those that functions give. */
function readOptions({ place }: MapperCall, given: Value): Value {
  const functions = filterValue(given, isFunction);
  const unknown = only(place.engine.store.getUnknown('the options of a request'));
  const others = filterValue(given, (each) => each.kind !== 'object' || each.type !== 'list');
  return union(others, functions.size > 0 ? place.engine.interpreter.callValue(place, functions, NO_VALUE, positionals(unknown)) : NO_VALUE);
}

/** The options of a request may name an index, and another table. */
const configure: Method = (call) => {
  const { place, self: chain } = call;
  const options = readOptions(call, allArguments(call.args));
  addIndex(place, chain, readIndex(place, options));
  const table = followName(place, options, 'tableName');
  if (table.size > 0) writeFact(place, chain, 'tableName', table);
  return only(chain);
};

/** Makes a request at once, unless its options say `execute: false`. */
function executes(operation: string, position: number): Method {
  return (call) => {
    const options = argumentAt(call.args, position);
    const execute = [...followName(call.place, options, 'execute')];
    if (execute.length > 0 && execute.every(isFalse)) return giveParameters(call);
    return askTable(call, operation, { index: readIndex(call.place, options), unsure: execute.some((each) => !isTrue(each)) });
  };
}

const ITEM_CALLS: Readonly<Record<string, Method>> = {
  get: executes('GetItem', 1),
  put: executes('PutItem', 1),
  update: executes('UpdateItem', 1),
  delete: executes('DeleteItem', 1),
};

function createToolboxTable(place: Place, config: Value): HandleAtom {
  const names = followName(place, config, 'name');
  const given = filterValue(names, isFunction);
  const table = given.size > 0 ? place.engine.interpreter.callValue(place, given, NO_VALUE, positionals()) : names;
  return createMapperObject(place, 'DynamoDB-Toolbox table', { table, options: config });
}

function createToolboxEntity(place: Place, args: Arguments): Value {
  const config = argumentAt(args, 0);
  return only(createMapperObject(place, 'DynamoDB-Toolbox entity', { table: followName(place, config, 'table'), options: filterValue(config, ({ kind }) => kind === 'object') }));
}

/**
 * DynamoDB-Toolbox 0, 1 and 2.
 *
 * @see https://www.dynamodbtoolbox.com/docs/entities/actions/get-item and the pages beside it
 */
export const DYNAMODB_TOOLBOX: Mapper = {
  module: /^dynamodb-toolbox(\/|$)/,
  exports: {
    Table: (place, args) => only(createToolboxTable(place, argumentAt(args, 0))),
    Entity: createToolboxEntity,
    ...Object.fromEntries(Object.keys(ACTIONS).map((name) => [name, constructAction(name)])),
  },
  roles: {
    'DynamoDB-Toolbox table': {
      calls: {
        ...ITEM_CALLS,
        build,
        query: executes('Query', 1),
        scan: executes('Scan', 0),
        batchGet: executes('BatchGetItem', 1),
        batchWrite: executes('BatchWriteItem', 1),
      },
    },
    'DynamoDB-Toolbox entity': {
      calls: {
        ...ITEM_CALLS,
        build,
        query: executes('Query', 1),
        scan: executes('Scan', 0),
        getTransaction: makesPart('Get'),
        putTransaction: makesPart('Put'),
        updateTransaction: makesPart('Update'),
        deleteTransaction: makesPart('Delete'),
        conditionCheck: makesPart('ConditionCheck'),
      },
    },
    'DynamoDB-Toolbox request': {
      calls: { send: makeBegunRequest, paginate: makeBegunRequest, params: giveParameters, query: configure, options: configure, pattern: configure },
      otherwise: giveSelf,
    },
    'DynamoDB-Toolbox repository': {
      calls: {
        ...ITEM_CALLS,
        updateAttributes: requests('UpdateItem'),
        query: (call) => askTable(call, 'Query', { index: readIndex(call.place, argumentAt(call.args, 0)) }),
        scan: executes('Scan', 0),
        deletePartition: (call) => {
          askTable(call, 'BatchWriteItem');
          return askTable(call, 'Query', { index: readIndex(call.place, argumentAt(call.args, 0)) });
        },
        batchGet: sentByOthers('BatchGetItem'),
        batchWrite: sentByOthers('BatchWriteItem'),
        transactGet: makesPart('Get'),
        transactPut: makesPart('Put'),
        transactUpdate: makesPart('Update'),
        transactDelete: makesPart('Delete'),
        transactCheck: makesPart('ConditionCheck'),
        accessPattern: (call) => {
          const made = begins('Query')(call);
          for (const chain of listHandles(made)) configure({ ...call, self: chain });
          return made;
        },
      },
      otherwise: giveSelf,
    },
  },
};
