import { findObjects, readField } from './engine/contents';
import { Engine, OpenItem, Place, RequestSite } from './engine/engine';
import { INTERPRETER } from './engine/interpreter';
import { loadModule } from './engine/modules';
import { callInTurn, callWithUnknown, isFunction } from './engine/opaque-calls';
import { followProperties } from './engine/properties';
import { filterValue, only, Value } from './engine/values';
import { noteWrappers } from './engine/wrappers';
import { CodeFiles } from './files/code-files';
import { CodeModules } from './files/modules';
import { Module } from './ir';
import { findLibraryRegions } from './languages/library-regions';
import { findMapperInside } from './libraries/known-libraries';

/** Where the code of a function begins. */
export interface EntryPoint {
  readonly language: 'javascript' | 'python';
  /** The handler as Lambda has it: `index.handler`. Undefined for a file whose functions may all be called. */
  readonly handler?: string;
  /** The path of the file; undefined to find it by the handler. */
  readonly file?: string;
}

/** The requests of a function to DynamoDB and KMS, and the reasons why there may be others. */
export interface HandlerRequests {
  readonly requests: readonly RequestSite[];
  /** Requests of code in the same files that the handler doesn't reach, as far as it is followed. */
  readonly unreached: readonly RequestSite[];
  readonly open: readonly OpenItem[];
  /** The code has more ways to go than are followed. */
  readonly isOverBudget?: boolean;
  /** The mapper in a minified bundle that isn't followed whole: requests to tables that aren't known are in its own code. */
  readonly mapper?: string;
  /** Why nothing was read. */
  readonly explainNotRead?: string;
}

/** Where Lambda puts the code of a function. */
export const CODE_ROOT = '/var/task';

/**
 * Follows a handler through its code.
 *
 * @param files the code at CODE_ROOT, and layers at `/opt`
 * @param variables the names of the environment variables that the function has
 */
export function readHandler(files: CodeFiles, entry: EntryPoint, variables?: ReadonlySet<string>): HandlerRequests {
  const path = entry.file === undefined ? findHandlerFile(files, entry) : `${CODE_ROOT}/${entry.file}`;
  if (path === undefined) return notRead(`the file of the handler ${entry.handler} is not in the asset`);
  const modules = new CodeModules(files, CODE_ROOT);
  const module = modules.readModuleAt(path);
  if (typeof module === 'string') return notRead(module);
  const engine = new Engine(INTERPRETER, modules, { variables, isTrial: module.leaveOutLibraries !== undefined });
  const whole = followHandler(engine, module, entry);
  if (!engine.isTrial || !whole.isOverBudget) return whole;
  // libraries may be too much to follow where the code of the app is not
  const own = followHandler(new Engine(INTERPRETER, modules, { variables, leavesOut: true }), module, entry);
  const mapper = findLibraryRegions(module.file).length > 0 ? undefined : findMapperInside(module.file.text);
  return { ...own.requests.length < whole.requests.length ? whole : own, mapper };
}

function followHandler(engine: Engine, module: Module, entry: EntryPoint): HandlerRequests {
  engine.repeatUntilStable(() => runHandler(engine, module, entry));
  if (!engine.isOverBudget && (engine.mayLackVariable || [...engine.requests.values()].some(namesIndex))) {
    engine.seesLacks = true;
    engine.repeatUntilStable(() => runHandler(engine, module, entry));
  }
  const place = placeService(engine, module);
  // only where all calls are known, calls that the handler doesn't reach explain a permission
  if (engine.openItems.size === 0) engine.followUnreached((fn) => callWithUnknown(place, only(fn)));
  return {
    requests: [...engine.requests.values()],
    unreached: [...engine.unreachedRequests.values()],
    open: [...engine.openItems.values()],
    isOverBudget: engine.isOverBudget,
  };
}

/** A missing property of an object matters only if it may be the index of a request. */
function namesIndex({ input }: RequestSite): boolean {
  return findObjects(input.atoms).objects.some((object) => readField(object, 'IndexName').size > 0);
}

function notRead(reason: string): HandlerRequests {
  return { requests: [], unreached: [], open: [], explainNotRead: reason };
}

const EVENT = 'the event or context of the handler';

/** Loads the module, and calls the handler with an event that isn't known. */
function runHandler(engine: Engine, module: Module, { handler }: EntryPoint): void {
  const place = placeService(engine, module);
  if (handler !== undefined && module.file.language === 'python') noteWrappers(place, module, splitHandler(handler)[0]);
  const exported = loadModule(engine, module);
  const handlers = handler === undefined ? exported : readExport(place, exported, splitHandler(handler));
  const callable = [...handlers].filter((each) => isFunction(each) || each.kind === 'object' || each.kind === 'unknown');
  if (handler !== undefined && callable.length === 0) engine.noteOpen('call', undefined, `the handler ${handler} is not a function of the code`);
  if ([...handlers].some(({ kind }) => kind === 'unknown')) engine.noteOpen('call', undefined, `the handler ${handler} is not followed to a function`);
  // Lambda calls a function once. What holds functions may also call what these give
  callWithUnknown(place, filterValue(handlers, isFunction), EVENT);
  callInTurn(place, filterValue(handlers, (each) => !isFunction(each)), EVENT);
  callInTurn(place, engine.store.getObject('called from outside', 'plain').contents.atoms);
}

/** The place from which Lambda calls the handler. */
function placeService(engine: Engine, { file, body }: Module): Place {
  const activation = engine.findActivation('the service', { loading: false });
  return { engine, at: body, scope: engine.findScope('the service', [], file, activation) };
}

function readExport(place: Place, exported: Value, path: readonly string[]): Value {
  return path.reduce((value, name) => followProperties(place, value, only(place.engine.store.getText(name))), exported);
}

function splitHandler(handler: string): string[] {
  const name = handler.slice(handler.lastIndexOf('/') + 1);
  return name.split('.').slice(-1);
}

/** Lambda takes the text up to the last dot for the file: in Python, with dots for folders. */
function findHandlerFile(files: CodeFiles, { handler = '', language }: EntryPoint): string | undefined {
  const path = handler.replace(/\.[^.]*$/, '');
  const candidates = language === 'python' ? [`${path.replace(/\./g, '/')}.py`, `${path.replace(/\./g, '/')}/__init__.py`]
    : ['.js', '.mjs', '.cjs'].map((extension) => path + extension);
  return candidates.map((each) => `${CODE_ROOT}/${each}`).find((each) => files.has(each));
}
