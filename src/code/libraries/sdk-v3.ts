import { callBackWithUnknown, ExternalAtom } from './call-back';
import { findCommandOperation, WAITERS_ASK } from './operations';
import { findMember } from '../../values/json-values';
import { argumentAt, Arguments } from '../engine/arguments';
import { hasForCertain } from '../engine/certain-fields';
import { readField } from '../engine/contents';
import { ANSWER, Place } from '../engine/engine';
import { callOpaque } from '../engine/opaque-calls';
import { followProperties, writeField } from '../engine/properties';
import { Atom, ClientAtom, ClientStyle, dropNothing, listObjects, mayBeNothing, NO_VALUE, only, Service, union, Value } from '../engine/values';
import { Call, Located } from '../ir';

const SERVICES: Readonly<Record<string, Service>> = {
  '@aws-sdk/client-dynamodb': 'dynamodb',
  '@aws-sdk/lib-dynamodb': 'dynamodb',
  '@aws-sdk/client-dynamodb-streams': 'streams',
  '@aws-sdk/client-kms': 'kms',
};

/** The classes that make clients, by how these are called. */
const CLIENTS: readonly [pattern: RegExp, style: ClientStyle][] = [
  [/^(DynamoDB|DynamoDBStreams|KMS)Client\d*$/, 'send'],
  [/^(DynamoDB|DynamoDBStreams|KMS)\d*$/, 'methods'],
  [/^DynamoDBDocumentClient\d*(\.from)?$/, 'send'],
  [/^DynamoDBDocument\d*(\.from)?$/, 'document'],
];

export function isSdk3(module: string): boolean {
  return module.startsWith('@aws-sdk/') || module.startsWith('@smithy/');
}

/** Calls a function or class of the AWS SDK for JavaScript v3. */
export function callSdk3(place: Place, { module, path }: ExternalAtom, args: Arguments, node?: Call & Located): Value {
  const { store } = place.engine;
  const service = findMember(SERVICES, module);
  if (!service) return callOtherService(place, module, args, node);
  const name = path.split('().').at(-1) ?? path;
  const style = CLIENTS.find(([pattern]) => pattern.test(name))?.[1];
  if (style) {
    const [config] = [argumentAt(args, 0)];
    // a document client has the credentials of the client in it
    const inner = [...config].filter((each): each is ClientAtom => each.kind === 'client');
    const others = inner.length > 0 ? inner.map(({ otherCredentials }) => otherCredentials) : listCredentials(place, config);
    return new Set(others.map((other) => store.getClient(service, style, other)));
  }
  const operation = findCommandOperation(name, module === '@aws-sdk/lib-dynamodb');
  if (operation !== undefined) return createCommand(place, service, operation, argumentAt(args, 0));
  const [, paginated] = /^paginate(\w+?)\d*$/.exec(name) ?? [];
  if (paginated !== undefined) {
    const paginator = findCommandOperation(`${paginated}Command`, module === '@aws-sdk/lib-dynamodb') ?? paginated;
    return requestThrough(place, service, paginator, argumentAt(args, 1), findClients(place, argumentAt(args, 0)));
  }
  if (/^waitUntil|^waitFor/.test(name)) return requestThrough(place, service, WAITERS_ASK, argumentAt(args, 1), findClients(place, argumentAt(args, 0)));
  if (!/(Exception|Error)\d*$/.test(name)) place.engine.noteOpen('call', place.at, `${name.endsWith('*') ? 'something' : name} of ${module} is called, which is not known`);
  return only(store.getUnknown(ANSWER));
}

function callOtherService(place: Place, module: string, args: Arguments, node?: Call & Located): Value {
  callBackWithUnknown(place, args);
  if (/credential|util-dynamodb/.test(module)) return only(place.engine.store.getUnknown('credentials of another role'));
  if (node?.construct && module.startsWith('@aws-sdk/client-')) return giveOtherService(place);
  return callOpaque(place, undefined, NO_VALUE, { ...args, positional: [], more: NO_VALUE }, node);
}

/** A client of another service, or a command of it: its answers are data. */
export function giveOtherService({ engine: { store } }: Place): Value {
  return only(store.getHandle('', { type: 'service', otherCredentials: false }));
}

/** A command is a request from where it is made, whoever sends it. */
function createCommand(place: Place, service: Service, operation: string, input: Value): Value {
  const { engine, at, scope } = place;
  const command = engine.findObjectAt(at, scope, 'command', { operation, part: operation });
  writeField(engine, command, engine.store.getText('input'), input);
  engine.commands.set(command, engine.recordRequest({ service, operation, at, scope, input }));
  return only(command);
}

function requestThrough(place: Place, service: Service, operation: string, input: Value, clients: readonly ClientAtom[]): Value {
  const { engine, at, scope } = place;
  engine.recordRequest({ service, operation, at, scope, input });
  for (const { otherCredentials } of clients) engine.recordRequest({ service, operation, at, scope, input, otherCredentials });
  return only(engine.store.getUnknown(ANSWER));
}

function findClients(place: Place, config: Value): ClientAtom[] {
  const inner = followProperties(place, config, only(place.engine.store.getText('client')));
  return [...union(config, inner)].filter((atom): atom is ClientAtom => atom.kind === 'client');
}

/** Lists the credentials that a client may have: true for those that aren't of the function's role. */
export function listCredentials(place: Place, config: Value): boolean[] {
  const isOther = listObjects(config).flatMap((object) => ['credentials', 'accessKeyId', 'sessionToken'].flatMap((name): boolean[] => {
    const given = dropNothing(followProperties(place, only(object), only(place.engine.store.getText(name))));
    if (given.size === 0 || [...given].every(isOwnProvider)) return [];
    // credentials that are given only sometimes are often those of a database on the developer's machine
    return [!mayBeNothing(readField(object, name)) && hasForCertain(object, name)];
  }));
  if (isOther.includes(true)) return [true];
  if (isOther.length > 0) return [true, false];
  return [false];
}

function isOwnProvider(atom: Atom): boolean {
  return atom.kind === 'external' && /provider-node|fromNodeProviderChain|fromEnv/.test(`${atom.module}.${atom.path}`);
}
