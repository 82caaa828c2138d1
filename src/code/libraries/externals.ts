import { callBoto3 } from './boto3';
import { ExternalAtom, reportClients } from './call-back';
import { callEncryptionSdk, isEncryptionSdk } from './encryption-sdk';
import { recordIdempotency } from './idempotency';
import { callInjection, readInjection } from './injection';
import { GIVES_BACK, KEEPS_NOTHING } from './known-libraries';
import { callMapperExport } from './mappers';
import { callSdk2, isSdk2 } from './sdk-v2';
import { callSdk3, isSdk3 } from './sdk-v3';
import { readSst } from './sst';
import { allArguments, argumentAt, Arguments, NO_ARGUMENTS, positionals, spreadArguments } from '../engine/arguments';
import { inheritsFrom } from '../engine/contents';
import { Place } from '../engine/engine';
import { joinTexts } from '../engine/join-texts';
import { importModule } from '../engine/modules';
import { callOpaque, callWithUnknown, isFunction } from '../engine/opaque-calls';
import { followProperties } from '../engine/properties';
import { Atom, collectValues, filterValue, listObjects, NO_VALUE, only, union, Value } from '../engine/values';
import { Call, Located } from '../ir';

/** A part of a module from outside, by its path in there. */
export function readExternal(place: Place, external: ExternalAtom, key: Atom | undefined): Value {
  const { engine, at } = place;
  const { module, path } = external;
  const { store } = engine;
  if (module === 'sys' && key?.kind === 'text' && key.text === 'modules') engine.noteOpen('language', at, 'sys.modules reaches code that is not followed');
  if (key?.kind !== 'text') return only(store.getExternal(module, join(path, '*')));
  const read = readInjection(place, external, key.text) ?? readSst(place, external, key.text);
  if (read) return read;
  if (key.text === 'default' || key.text === '__esModule') return only(store.getExternal(module, path));
  return only(store.getExternal(module, join(path, key.text, /^(@aws|aws|boto)/.test(module) ? DEEP_PATH : DEEP_PATH_OF_OTHERS)));
}

/** Deeper paths are no names of a library, but data that it gives. */
const DEEP_PATH = 6;
const DEEP_PATH_OF_OTHERS = 2;

function join(path: string, name: string, deep = DEEP_PATH): string {
  if (path === '') return name;
  if (path.endsWith('*')) return path;
  if (/^\d+$/.test(name) || path.split('.').length >= deep) return `${path}.*`;
  return `${path}.${name}`;
}

/** Calls something from outside, which may be an SDK or a mapper. */
export function callExternal(place: Place, external: ExternalAtom, args: Arguments, node?: Call & Located): Value {
  const { module, path } = external;
  const { store } = place.engine;
  // CommonJS in a bundle: `require_dist()` gives what the library exports
  if (/^require_\w+$/.test(path) || /^init_\w+$/.test(path)) return only(store.getExternal(module, ''));
  if (isSdk3(module)) return callSdk3(place, external, args, node);
  if (isEncryptionSdk(module)) return callEncryptionSdk(place, external, args);
  if (isSdk2(module)) return callSdk2(place, external, args, node);
  if (module === 'boto3' || module === 'aioboto3') return callBoto3(place, external, args);
  const made = callMapperExport(place, external, args) ?? callInjection(place, external, args);
  if (made) return made;
  if (module === 'env-var' && /(^|\.)get$/.test(path)) return followProperties(place, only(store.getBuiltin('process.env')), args.positional[0] ?? NO_VALUE);
  const whole = join(module, path);
  recordIdempotency(place, external, args);
  if (whole === 'aws_lambda_env_modeler.get_environment_variables') return readModelOfEnvironment(place, args);
  if (place.at.file.language === 'python' && KEEPS_NOTHING.test(whole)) return calculate(place, external, args);
  if (GIVES_BACK.test(whole)) return giveBack(place, external, args, node);
  if (module === 'importlib' && !/^(metadata|resources)\b/.test(path)) return importByCall(place, path, args);
  if (SAME.test(whole)) return args.positional.at(-1) ?? NO_VALUE;
  if (module === 'functools' || module === 'node:util' || module === 'util') return callUtility(place, external, args, node);
  reportClients(place, args, `${module}${path && ` (${path})`}`);
  if (/(^|\.)(Thread|Timer|Process|to_thread)$/.test(path)) return callThread(place, args);
  // these call what they get, though only later
  const given = /(^|\.)(defaultdict|Depends|Security|on|once|add\w*Listener|subscribe|watch|observe)$/.test(path) ? callWithUnknown(place, allArguments(args)) : NO_VALUE;
  return callOpaque(place, undefined, given, args, node && wrapsOnly(place, external) ? { ...node, unused: false } : node);
}

/** Tells whether a decorator that the handler has, too, gets something else when a module is loaded. It may call that, but need not. */
function wrapsOnly({ engine, at, scope }: Place, external: ExternalAtom): boolean {
  const ofHandler = engine.wrappers.get(external);
  if (!ofHandler || !scope.activation.loading) return false;
  if (at.file !== ofHandler.file || at.offset !== ofHandler.offset) engine.noteOpen('call', ofHandler, `${external.module} may call other functions that it decorates`);
  return true;
}

/** Tracing and logging give back what they wrap: a client, a module, a handler. */
function giveBack(place: Place, external: ExternalAtom, args: Arguments, node?: Call & Located): Value {
  const given = new Set([...allArguments(args)].filter((each) => isFunction(each) || ['client', 'external', 'handle'].includes(each.kind) || (each.kind === 'object' && (!node?.construct || each.type === 'class'))));
  const { store } = place.engine;
  // `@event_parser(model=Order)` makes a decorator
  const isNamed = (each: Atom) => [...args.named.values()].some((value) => value.has(each));
  const returned = place.at.file.language === 'python' ? filterValue(given, (each) => !(isLikeClass(each) && isNamed(each))) : given;
  const makes = place.at.file.language === 'python' && /(^|\.)[A-Z]\w*$/.test(external.path);
  // `Logger(formatter=Formatter())` calls the formatter later
  if (makes) store.getObject('called from outside', 'plain').contents.addValue(given);
  if (makes || returned.size === 0) return only(store.getExternal(external.module, `${external.path}()`));
  // `captureAsyncFunc(name, fn)` calls what it gets
  if (!place.scope.activation.loading && !node?.construct) callWithUnknown(place, given);
  return returned;
}

function isLikeClass(atom: Atom): boolean {
  return (atom.kind === 'object' && atom.type === 'class') || (atom.kind === 'external' && /(^|\.)[A-Z]\w*$/.test(atom.path));
}

/** `get_environment_variables(model=Settings)` is `Settings.model_validate(os.environ)`. */
function readModelOfEnvironment(place: Place, args: Arguments): Value {
  const { interpreter, store } = place.engine;
  const environment = positionals(only(store.getBuiltin('os.environ')));
  return collectValues(argumentAt(args, 0, 'model'), (model) => interpreter.callMethod(place, model, store.getText('model_validate'), environment));
}

/** Calls the functions that it gets, and what the program makes by classes of the same library. */
function calculate(place: Place, { module, path }: ExternalAtom, args: Arguments): Value {
  const isOfLibrary = (parent: Atom) => parent.kind === 'external' && parent.module === module;
  callWithUnknown(place, filterValue(allArguments(args), (each) => isFunction(each) || (each.kind === 'object' && inheritsFrom(each, isOfLibrary))));
  // `logging.getLogger().info(order)`
  if (path === 'getLogger') return only(place.engine.store.getExternal(module, 'getLogger()'));
  return only(place.engine.store.getUnknown(`the result of ${join(module, path)}`));
}

/** `self.info(order)` in a class whose parent is a logger. Undefined for what may keep its arguments. */
export function callInheritedFunction(place: Place, receiver: Atom, name: string | undefined, args: Arguments): Value | undefined {
  if (place.at.file.language !== 'python' || receiver.kind !== 'object' || name === undefined) return undefined;
  let found: ExternalAtom | undefined;
  inheritsFrom(receiver, (parent) => {
    if (parent.kind !== 'external') return false;
    found = place.engine.store.getExternal(parent.module, `${parent.path}().${name}`);
    return true;
  });
  if (found && KEEPS_NOTHING.test(`${found.module}.${found.path}`)) return calculate(place, found, args);
  return undefined;
}

/** `Thread(target=read, args=(table, key))`, `Timer(1, read)` and `to_thread(read, table, key)`. */
function callThread(place: Place, args: Arguments): Value {
  const [first = NO_VALUE, ...others] = args.positional;
  const target = args.named.get('target');
  if (target) place.engine.interpreter.callValue(place, target, NO_VALUE, { ...NO_ARGUMENTS, ...spreadArguments(args.named.get('args') ?? NO_VALUE), objects: args.named.get('kwargs') ?? NO_VALUE });
  const result = new Set([...first].filter(isFunction));
  if (!target && result.size === 0) callWithUnknown(place, allArguments(args));
  if (target || result.size === 0) return only(place.engine.store.getUnknown('a thread'));
  return place.engine.interpreter.callValue(place, result, NO_VALUE, positionals(...others));
}

/** `copy(params)` and `cast(Table, table)` are taken for what they get. */
const SAME = /^(copy\.(deep)?copy|typing\.cast)$/;

function callUtility(place: Place, { path }: ExternalAtom, args: Arguments, node?: Call & Located): Value {
  const { positional: [first = NO_VALUE, ...others], named, objects } = args;
  if (path === 'reduce') return callReduce(place, args);
  if (path === 'wraps') return only(place.engine.store.getExternal('functools', 'wraps()'));
  if (path === 'inherits') {
    const prototype = only(place.engine.store.getText('prototype'));
    const inherited = followProperties(place, union(...others), prototype);
    for (const each of listObjects(followProperties(place, first, prototype))) each.inherited.addValue(inherited);
    return NO_VALUE;
  }
  if (path === 'partial') return new Set([...first].map((each) => place.engine.store.getBound(each, NO_VALUE, others, named, objects)));
  if (/^(promisify|callbackify|deprecate|wraps|lru_cache|cache|cached_property)(\(\))?$/.test(path)) {
    if ([...first].some(isFunction)) return first;
    return only(place.engine.store.getExternal('functools', `${path}()`));
  }
  return callOpaque(place, undefined, union(first), args, node);
}

/** `import_module('.orders', 'stores')` */
function importByCall(place: Place, path: string, { positional: [names = NO_VALUE, packages], named }: Arguments): Value {
  const { engine } = place;
  if (path !== 'import_module') {
    engine.noteOpen('language', place.at, 'importlib runs code that is not followed');
    return only(engine.store.getUnknown('a part of importlib'));
  }
  const within = packages ?? named.get('package') ?? NO_VALUE;
  const isRelative = (name: Atom) => name.kind === 'text' && /^\.\w/.test(name.text) && within.size > 0;
  return importModule(place, collectValues(names, (name) => isRelative(name) ? joinTexts(engine, [within, only(name)]) : only(name)));
}

/** `reduce(apply, decorators, handler)`: one element after the other. */
function callReduce({ engine, ...place }: Place, { positional: [reducer = NO_VALUE, list = NO_VALUE, initial = NO_VALUE] }: Arguments): Value {
  const { positional, more } = spreadArguments(list);
  const reduced = [...positional, more, more].reduce((before, element) => {
    if (before.size === 0 || element.size === 0) return union(before, element);
    return engine.interpreter.callValue({ engine, ...place }, reducer, NO_VALUE, positionals(before, element));
  }, initial);
  if (more.size > 0) return union(initial, reduced);
  return reduced;
}
