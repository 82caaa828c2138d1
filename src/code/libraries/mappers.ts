import type { ExternalAtom } from './externals';
import { Arguments } from '../engine/arguments';
import { Place } from '../engine/properties';
import { HandleAtom, NO_VALUE, Value } from '../engine/values';
import { Call, Located } from '../ir';

export function findMapper(module: string): string | undefined {
  void module;
  return undefined;
}

export function callMapper(place: Place, external: ExternalAtom, receiver: Value, args: Arguments, node?: Call & Located): Value {
  void [place, external, receiver, args, node];
  return NO_VALUE;
}

export function callMapperHandle(place: Place, handle: HandleAtom, method: string, args: Arguments): Value {
  void [place, handle, method, args];
  return NO_VALUE;
}
