import { callBackWithUnknown, ExternalAtom, reportClients } from './call-back';
import { giveOtherService, listCredentials } from './sdk-v3';
import { findMember, toList } from '../../values/json-values';
import { allArguments, argumentAt, Arguments } from '../engine/arguments';
import { Place } from '../engine/engine';
import { callOpaque } from '../engine/opaque-calls';
import { followProperties } from '../engine/properties';
import { ClientAtom, ClientStyle, NO_VALUE, only, Service, union, Value } from '../engine/values';
import { Call, Located } from '../ir';

const CLIENTS: Readonly<Record<string, readonly [service: Service, style: ClientStyle]>> = {
  'DynamoDB': ['dynamodb', 'methods'],
  'DynamoDB.DocumentClient': ['dynamodb', 'document'],
  'DynamoDBStreams': ['streams', 'methods'],
  'KMS': ['kms', 'methods'],
};

const CLASSES: Readonly<Record<string, string>> = { dynamodb: 'DynamoDB', dynamodbstreams: 'DynamoDBStreams', kms: 'KMS' };

export function isSdk2(module: string): boolean {
  return module === 'aws-sdk' || module.startsWith('aws-sdk/');
}

/** Calls a function or class of the AWS SDK for JavaScript v2. */
export function callSdk2(place: Place, { module, path }: ExternalAtom, args: Arguments, node?: Call & Located): Value {
  const [, file] = /^aws-sdk\/clients\/(\w+)$/.exec(module) ?? [];
  const ofClass = toList(file).map((each) => CLASSES[each] ?? each);
  const inClass = [path].filter((each) => each !== '' && each !== 'default');
  const name = [...ofClass, ...inClass].join('.').replace(/^(\w+)\.\1\b/, '$1');
  const client = findMember(CLIENTS, name);
  if (client && (node?.construct ?? true)) {
    const config = argumentAt(args, 0);
    const service = [...followProperties(place, config, only(place.engine.store.getText('service')))].filter((each): each is ClientAtom => each.kind === 'client');
    const others = service.length > 0 ? service.map(({ otherCredentials }) => otherCredentials) : listCredentials(place, config);
    return new Set(others.map((other) => place.engine.store.getClient(client[0], client[1], other)));
  }
  if (path === 'config.update' && listCredentials(place, argumentAt(args, 0)).includes(true)) {
    place.engine.noteOpen('client', place.at, 'the credentials of all clients are changed');
  }
  if (path.endsWith('*')) place.engine.noteOpen('call', place.at, `the name of what is called of ${module} is computed`);
  if (/^Signers\b/.test(path)) place.engine.noteOpen('library', place.at, `${module} signs requests that are not followed`);
  callBackWithUnknown(place, args);
  reportClients(place, args, `${module} (${path})`);
  if (node?.construct && !/Config|Credential|Provider/.test(name)) return giveOtherService(place);
  return callOpaque(place, undefined, NO_VALUE, { ...args, positional: [], more: union(new Set([...allArguments(args)].filter(({ kind }) => kind === 'function'))) }, node);
}
