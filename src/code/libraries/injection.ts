import { ExternalAtom } from './call-back';
import { findMember, toList } from '../../values/json-values';
import { allArguments, Arguments, positionals } from '../engine/arguments';
import { construct } from '../engine/classes';
import { getField } from '../engine/contents';
import { Engine, Place } from '../engine/engine';
import { callWithUnknown, isFunction } from '../engine/opaque-calls';
import { addGetter, followKeys, followProperties, writeField } from '../engine/properties';
import { Atom, collectValues, dropNothing, filterValue, listObjects, NO_VALUE, ObjectAtom, only, union, Value } from '../engine/values';

/** Libraries whose containers make the objects of an app, and hand them to each other. */
const CONTAINERS = /^(inversify|@inversifyjs\/\w+|tsyringe|awilix|typedi)$/;
const CONTAINER = 'container';

/** A call of a part of such a library. */
interface InjectionCall {
  readonly place: Place;
  readonly module: string;
  readonly args: Arguments;
  readonly giveMore: (name: string, ...args: Value[]) => Value;
}

type Method = (call: InjectionCall, first: Value, second: Value) => Value;

/** Binds a class, a value, a function that gives it, or another token to a token. */
function bind({ engine }: Place, tokens: Value, how: string, value: Value): void {
  for (const token of dropNothing(tokens)) writeField(engine, findBinding(engine, token), engine.store.getText(how), value);
}

function findBinding({ store }: Engine, token: Atom): ObjectAtom {
  return store.getObject(`bound to ${token.id}`, 'plain');
}

/** Finds the argument of factories: the cradle of awilix, which has everything, and the containers of the other libraries. */
function findCradle(engine: Engine): ObjectAtom {
  const { store } = engine;
  const cradle = store.getObject('cradle', 'plain');
  for (const name of [CONTAINER, 'get', 'resolve']) writeField(engine, cradle, store.getText(name), only(store.getExternal('inversify', name)));
  return cradle;
}

/** The tokens of the parameters or the properties of a class. */
function findInjected({ store }: Engine, target: ObjectAtom): ObjectAtom {
  return store.getObject(`injected into ${target.id}`, 'plain');
}

function isClass(atom: Atom): boolean {
  return atom.kind === 'object' && atom.type === 'class';
}

/** Something that is made once for all that need it. */
function resolveTokens(place: Place, tokens: Value): Value {
  const { engine } = place;
  return collectValues(dropNothing(tokens), (token) => {
    const binding = findBinding(engine, token);
    const known = engine.calledBack.get(binding);
    if (known?.pass === engine.pass) return known.returned;
    engine.calledBack.set(binding, { pass: engine.pass, returned: known?.returned ?? NO_VALUE });
    const returned = make(place, token, binding);
    engine.calledBack.set(binding, { pass: engine.pass, returned });
    return returned;
  });
}

function make({ engine, at, scope }: Place, token: Atom, binding: ObjectAtom): Value {
  const place = { engine, at, scope: engine.findScope('injection', [], scope.file, engine.findActivation('injection', { loading: false })) };
  const readBinding = (how: string) => {
    if (binding.fields.size > 0) return getField(binding, how);
    return only(token);
  };
  const factories = filterValue(readBinding('factory'), isFunction);
  const made = collectValues(factories, (each) => engine.interpreter.callValue(place, only(each), NO_VALUE, positionals(only(findCradle(engine)))));
  // `@Inject(() => Store)` gives the class later
  const classes = filterValue(union(readBinding('class'), made), isClass);
  return union(
    collectValues(listObjects(classes), (each) => makeInstance(place, each)),
    made,
    getField(binding, 'value'),
    resolveTokens(place, getField(binding, 'token')),
  );
}

function makeInstance(place: Place, made: ObjectAtom): Value {
  const { engine } = place;
  const injected = findInjected(engine, made);
  const [prototype] = listObjects(getField(made, 'prototype'));
  const counts = [...getField(prototype, 'constructor')].map((each) => each.kind === 'function' ? each.literal.params.length : 0);
  const given = Array.from({ length: Math.max(0, ...counts) }, (_, index) => resolveTokens(place, getField(injected, String(index))));
  const cradle = findCradle(engine);
  const hasCradle = injected.fields.size === 0 && cradle.getters.size > 0;
  if (!hasCradle && given.length > injected.fields.size) engine.noteOpen('call', place.at, 'what a container hands to a constructor is not followed');
  if (hasCradle) given.splice(0, given.length, only(cradle));
  const instances = construct({ ...place, at: made.literal ?? place.at }, made, positionals(...given));
  for (const { key, value } of findInjected(engine, prototype).fields.values()) {
    for (const instance of listObjects(instances)) writeField(engine, instance, key, resolveTokens(place, value.atoms));
  }
  return instances;
}

const WAYS = { useClass: 'class', useValue: 'value', useFactory: 'factory', useToken: 'token' };

/** `{ useClass: Store }` of tsyringe; `asClass(Store)` of awilix is made the same. */
function bindProvider({ place, module }: InjectionCall, tokens: Value, provider: Value): void {
  const { engine } = place;
  for (const token of tokens) {
    if (module === 'awilix') addGetter(engine, findCradle(engine), token, only(engine.store.getBound(engine.store.getExternal(module, 'get'), NO_VALUE, [only(token)])));
  }
  for (const [name, how] of Object.entries(WAYS)) {
    const given = followProperties(place, provider, only(engine.store.getText(name)));
    if (given.size > 0) bind(place, tokens, how, given);
  }
}

const register: Method = (call, first, second) => {
  const { place } = call;
  bindProvider(call, filterValue(first, (each) => each.kind !== 'object' || each.type !== 'plain'), second);
  for (const all of listObjects(first)) {
    if (all.type === 'plain') for (const key of followKeys(place.engine, all)) bindProvider(call, only(key), followProperties(place, only(all), only(key)));
  }
  return call.giveMore(CONTAINER);
};

/** Methods of a provider that give it back. */
const SETTINGS = ['singleton', 'scoped', 'transient', 'proxy', 'classic', 'setLifetime', 'setInjectionMode', 'disposer'];

function provides(way: keyof typeof WAYS): Method {
  return ({ place: { engine, at, scope }, giveMore }, first) => {
    const provider = engine.findObjectAt(at, scope, 'plain', { part: way });
    writeField(engine, provider, engine.store.getText(way), first);
    for (const name of SETTINGS) writeField(engine, provider, engine.store.getText(name), giveMore('delay', only(provider)));
    return only(provider);
  };
}

function binds(how: string): Method {
  return ({ place, giveMore }, first, second) => {
    bind(place, first, how, second);
    if (second.size === 0) bind(place, first, how, first);
    return giveMore('configured');
  };
}

const BINDINGS: Readonly<Record<string, Method>> = {
  to: binds('class'),
  toSelf: binds('class'),
  toConstructor: binds('value'),
  toConstantValue: binds('value'),
  toService: binds('token'),
  toDynamicValue: binds('factory'),
  toFactory: binds('factory'),
  toProvider: binds('factory'),
  toResolvedValue: binds('factory'),
};

/** `bind(TOKEN)` gives an object whose methods know the token. */
const beginBinding: Method = ({ place: { engine, at, scope }, giveMore }, first) => {
  const binding = engine.findObjectAt(at, scope, 'plain', { part: 'binding' });
  for (const name of Object.keys(BINDINGS)) writeField(engine, binding, engine.store.getText(name), giveMore(name, first));
  return only(binding);
};

/** `@inject(TOKEN)` tells what a parameter of a constructor gets, or a property. */
const decorate: Method = ({ place: { engine }, args: { positional: [tokens, , keys = NO_VALUE, index = NO_VALUE] } }, _, targets) => {
  const [key] = [...index, ...keys].filter(({ kind }) => kind === 'text');
  for (const target of listObjects(targets)) if (key) writeField(engine, findInjected(engine, target), key, tokens);
  return NO_VALUE;
};

const giveOne: Method = ({ place }, first) => resolveTokens(place, first);
const giveAll: Method = ({ place: { engine, at, scope } }, first) => {
  const list = engine.findObjectAt(at, scope, 'list', { part: 'injected' });
  list.contents.addValue(resolveTokens({ engine, at, scope }, first));
  return only(list);
};

/** A container, or a module of one, whose function gets what binds. */
const createContainer: Method = (call) => {
  const made = call.giveMore(CONTAINER);
  const functions = filterValue(allArguments(call.args), isFunction);
  if (functions.size > 0) call.place.engine.interpreter.callValue(call.place, functions, NO_VALUE, { ...positionals(), more: made });
  return made;
};

const giveContainer: Method = (call) => call.giveMore(CONTAINER);
const ignore: Method = () => NO_VALUE;
const decorates: Method = (call, first) => call.giveMore('decorate', first);
const decoratesNothing: Method = (call) => {
  callWithUnknown(call.place, allArguments(call.args));
  return call.giveMore('ignore');
};

const METHODS: Readonly<Record<string, Method>> = {
  ...BINDINGS,
  ...Object.fromEntries(['Container', 'ContainerModule', 'AsyncContainerModule', 'createContainer'].map((name) => [name, createContainer])),
  ...Object.fromEntries(['createChildContainer', 'createChild', 'createScope', 'load', 'loadAsync', 'loadSync', 'of'].map((name) => [name, giveContainer])),
  ...Object.fromEntries([CONTAINER, 'bind', 'rebind', 'rebindSync'].map((name) => [name, beginBinding])),
  ...Object.fromEntries(['get', 'getAsync', 'getNamed', 'getTagged', 'resolve'].map((name) => [name, giveOne])),
  ...Object.fromEntries(['getAll', 'getAllAsync', 'resolveAll', 'getMany'].map((name) => [name, giveAll])),
  ...Object.fromEntries(['inject', 'Inject', 'injectAll', 'multiInject', 'InjectMany'].map((name) => [name, decorates])),
  ...Object.fromEntries(['injectable', 'singleton', 'scoped', 'autoInjectable', 'Service', 'optional', 'named', 'tagged', 'unmanaged'].map((name) => [name, decoratesNothing])),
  ...Object.fromEntries(['ignore', 'unbind', 'unbindAll', 'isBound', 'isRegistered', 'clearInstances', 'dispose', 'reset', 'Symbol'].map((name) => [name, ignore])),
  decorate,
  register,
  delay: (_, first) => first,
  registerSingleton: binds('class'),
  registerType: binds('token'),
  registerInstance: binds('value'),
  set: binds('value'),
  asClass: provides('useClass'),
  asValue: provides('useValue'),
  asFunction: provides('useFactory'),
  aliasTo: provides('useToken'),
};

/**
 * Calls a part of a library that injects dependencies. Undefined for other libraries.
 *
 * @see https://inversify.io/docs/api/container/
 */
export function callInjection(place: Place, { module, path }: ExternalAtom, args: Arguments): Value | undefined {
  if (!CONTAINERS.test(module)) return undefined;
  const { store } = place.engine;
  const name = (path.split('.').at(-1) ?? '').replace(/\d+$/, '');
  const giveMore = (part: string, ...given: Value[]) => {
    const external = store.getExternal(module, part);
    if (given.length === 0) return only(external);
    return only(store.getBound(external, NO_VALUE, given));
  };
  const [first = args.more, second = args.more] = args.positional;
  const made = findMember(METHODS, name)?.({ place, module, args, giveMore }, first, second);
  if (made) return made;
  if (!path.startsWith('configured')) place.engine.noteOpen('call', place.at, `${name} of ${module} is called, which is not known`);
  callWithUnknown(place, filterValue(allArguments(args), isFunction));
  return giveMore('configured');
}

/** A property of a container: all that it holds, or a method. */
export function readInjection({ engine }: Place, { module, path }: ExternalAtom, key: string): Value | undefined {
  if (!CONTAINERS.test(module) || path === '') return undefined;
  if (key === 'cradle') return only(findCradle(engine));
  const [before] = /^configured\b/.exec(path) ?? [];
  return only(engine.store.getExternal(module, [...toList(before), key].join('.')));
}
