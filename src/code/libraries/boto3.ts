import { ExternalAtom } from './call-back';
import { findMember } from '../../values/json-values';
import { argumentAt, Arguments } from '../engine/arguments';
import { hasForCertain } from '../engine/certain-fields';
import { readField } from '../engine/contents';
import { Place } from '../engine/engine';
import { Atom, ClientStyle, dropNothing, listObjects, mayBeNothing, NO_VALUE, only, Service, union, Value } from '../engine/values';

const SERVICES: Readonly<Record<string, Service>> = { dynamodb: 'dynamodb', dynamodbstreams: 'streams', kms: 'kms' };

/** Calls a function of boto3: sessions, clients and resources. */
export function callBoto3(place: Place, { path }: ExternalAtom, args: Arguments): Value {
  const { engine } = place;
  if (/(^|\.)Session$/.test(path)) return new Set(listGivenCredentials(args).map((otherCredentials) => engine.store.getHandle('', { type: 'session', otherCredentials })));
  const name = path.split('.').at(-1);
  if (name === 'client' || name === 'resource') return createClient(place, name, args, false);
  if (path.endsWith('*')) engine.noteOpen('call', place.at, 'the name of what is called of boto3 is computed');
  return only(engine.store.getUnknown(`the result of boto3.${path}`));
}

/** A client or a resource of a service, in a session or by itself. */
export function createClient(place: Place, kind: 'client' | 'resource', args: Arguments, ofSession: boolean): Value {
  const { engine, at } = place;
  const style: ClientStyle = kind === 'resource' ? 'resource' : 'methods';
  const credentials = ofSession ? [true] : listGivenCredentials(args);
  return union(...[...dropNothing(argumentAt(args, 0, 'service_name'))].flatMap((name) => credentials.map((other): Value => {
    if (name.kind !== 'text') {
      engine.noteOpen('call', at, 'the service of a client is computed');
      return only(engine.store.getClient('dynamodb', style, other));
    }
    const service = findMember(SERVICES, name.text);
    return only(service ? engine.store.getClient(service, style, other) : engine.store.getHandle(name.text, { type: 'service', otherCredentials: other }));
  })));
}

/** Lists the credentials that a client or session may have: true for those that aren't of the function's role. */
function listGivenCredentials({ named, objects }: Arguments): boolean[] {
  const names = ['aws_access_key_id', 'aws_session_token', 'profile_name'];
  const byName = names.map((name) => named.get(name) ?? NO_VALUE).filter((value) => dropNothing(value).size > 0);
  if (byName.some((value) => !mayBeNothing(value))) return [true];
  const namesThem = (each: Atom) => each.kind === 'object' && names.some((name) => hasForCertain(each, name));
  if (objects.size > 0 && [...objects].every(namesThem)) return [true];
  // `**config` may have them only sometimes
  const inObjects = listObjects(objects).some((each) => names.some((name) => dropNothing(readField(each, name)).size > 0));
  if (byName.length > 0 || inObjects) return [true, false];
  return [false];
}
