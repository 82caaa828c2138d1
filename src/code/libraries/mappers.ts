import { ExternalAtom } from './call-back';
import { DYNAMODB_TOOLBOX } from './dynamodb-toolbox';
import { DYNAMOOSE } from './dynamoose';
import { ELECTRODB } from './electrodb';
import { findFacts, Mapper, MapperRole, readFact } from './mapper-calls';
import { findMember } from '../../values/json-values';
import { allArguments, Arguments, NO_ARGUMENTS, positionals } from '../engine/arguments';
import { ANSWER, Place } from '../engine/engine';
import { callWithUnknown, isFunction } from '../engine/opaque-calls';
import { filterValue, HandleAtom, NO_VALUE, only, union, Value } from '../engine/values';

const MAPPERS: readonly Mapper[] = [ELECTRODB, DYNAMOOSE, DYNAMODB_TOOLBOX];
const ROLES: Readonly<Record<string, MapperRole>> = Object.assign({}, ...MAPPERS.map(({ roles }) => roles));

/** Calls an export of a mapper; undefined for exports that make no requests. Bundles number names that they have twice. */
export function callMapperExport(place: Place, { module, path }: ExternalAtom, args: Arguments): Value | undefined {
  const mapper = MAPPERS.find((each) => each.module.test(module));
  const name = path.replace(/^((import|require|init)_\w+|\w+_exports\d*)\./, '').replace(/(V2)?(_default)?\d*$/, '');
  const made = findMember(mapper?.exports, name)?.(place, args);
  if (made) callWithResult(place, args, made);
  return made;
}

/** Functions get what the call gives: the items, or what makes the parts of a transaction. */
function callWithResult({ engine, ...place }: Place, args: Arguments, result: Value): void {
  const functions = filterValue(allArguments(args), isFunction);
  const given = union(result, only(engine.store.getUnknown(ANSWER)));
  if (functions.size > 0) engine.interpreter.callValue({ engine, ...place }, functions, NO_VALUE, positionals(given, given));
}

function findRole({ role = '' }: HandleAtom): MapperRole {
  return ROLES[role] ?? {};
}

/** A property of an object of a mapper. */
export function readMapper(place: Place, self: HandleAtom, name: string): Value {
  const { store } = place.engine;
  const { reads, calls, otherwise } = findRole(self);
  const read = findMember(reads, name);
  if (read) return read({ place, self, name, args: NO_ARGUMENTS });
  if (/^\d+$/.test(name)) return only(self);
  if (findMember(calls, name) ?? (otherwise && !self.operation)) return only(store.getMethod(self, name));
  // `entity.scan.byOwner.go()`
  if (self.operation !== undefined) return only(self);
  // what it was made with is read, too
  if (readFact(place, self, name).size > 0) return NO_VALUE;
  return only(store.getUnknown(ANSWER));
}

/** Calls a method of an object of a mapper, and the functions that it gets. */
export function callMapper(place: Place, self: HandleAtom, name: string, args: Arguments): Value {
  const { calls, otherwise } = findRole(self);
  const assigned = filterValue(readFact(place, self, name), isFunction);
  if (assigned.size > 0) return place.engine.interpreter.callValue(place, assigned, only(self), args);
  const method = findMember(calls, name) ?? otherwise;
  if (name === '*') place.engine.noteOpen('call', place.at, `the name of the method of ${self.role} is computed`);
  const result = method?.({ place, self, name, args }) ?? only(place.engine.store.getUnknown(ANSWER));
  callWithResult(place, args, result);
  // schemas have functions that compute attributes
  callWithUnknown(place, findFacts(place, self).copied.atoms);
  return result;
}
