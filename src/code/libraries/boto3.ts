import { ExternalAtom } from './call-back';
import { findMember } from '../../values/json-values';
import { argumentAt, Arguments } from '../engine/arguments';
import { Place } from '../engine/engine';
import { ClientStyle, only, Service, union, Value } from '../engine/values';

const SERVICES: Readonly<Record<string, Service>> = { dynamodb: 'dynamodb', dynamodbstreams: 'streams', kms: 'kms' };

/** Calls a function of boto3: sessions, clients and resources. */
export function callBoto3(place: Place, { path }: ExternalAtom, args: Arguments): Value {
  const { engine } = place;
  if (/(^|\.)Session$/.test(path)) return only(engine.store.getHandle('', { type: 'session', otherCredentials: passesCredentials(args) }));
  const name = path.split('.').at(-1);
  if (name === 'client' || name === 'resource') return createClient(place, name, args, false);
  if (path.endsWith('*')) engine.noteOpen('call', place.at, 'the name of what is called of boto3 is computed');
  return only(engine.store.getUnknown(`the result of boto3.${path}`));
}

/** A client or a resource of a service, in a session or by itself. */
export function createClient(place: Place, kind: 'client' | 'resource', args: Arguments, ofSession: boolean): Value {
  const { engine, at } = place;
  const other = ofSession || passesCredentials(args);
  const style: ClientStyle = kind === 'resource' ? 'resource' : 'methods';
  return union(...[...argumentAt(args, 0, 'service_name')].map((name) => {
    if (name.kind !== 'text') {
      engine.noteOpen('call', at, 'the service of a client is computed');
      return only(engine.store.getClient('dynamodb', style, other));
    }
    const service = findMember(SERVICES, name.text);
    return only(service ? engine.store.getClient(service, style, other) : engine.store.getHandle(name.text, { type: 'service', otherCredentials: other }));
  }));
}

export function passesCredentials({ named, objects }: Arguments): boolean {
  const names = ['aws_access_key_id', 'aws_session_token', 'profile_name'];
  return names.some((name) => (named.get(name)?.size ?? 0) > 0)
    || [...objects].some((each) => each.kind === 'object' && names.some((name) => each.fields.has(name)));
}
