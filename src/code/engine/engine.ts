import { Arguments } from './arguments';
import { AtomStore } from './atom-store';
import { Activation, Atom, BudgetExceeded, Cell, ClientAtom, identifyValue, listObjects, Maker, NO_VALUE, ObjectAtom, Scope, Value } from './values';
import { ModuleSource, Resolution } from '../files/module-source';
import { Call, Expression, FunctionLiteral, Located, Module, SourceFile, Target } from '../ir';

/** Where something is read or called: the node, and the scope around it. */
export interface Place {
  readonly engine: Engine;
  readonly at: Located;
  readonly scope: Scope;
}

/** The parts of the evaluation that need each other. */
export interface Interpreter {
  /** Evaluates an expression: its possible values, with all its effects. */
  evaluate(engine: Engine, node: Expression, scope: Scope): Value;
  assign(place: Place, target: Target, value: Value): void;
  /** Calls any of these. */
  callValue(place: Place, callees: Value, receiver: Value, args: Arguments, node?: Call & Located): Value;
  callMethod(place: Place, receiver: Atom, key: Atom | undefined, args: Arguments, node?: Call & Located, self?: Value): Value;
  /** A property of something from outside, of a client or of a handle. */
  readOutside(place: Place, atom: Atom, key: Atom | undefined): Value;
  recordUnsureRequest(place: Place, args: Arguments, node?: Call & Located): void;
}

/** Something that can't be told from the code. */
export interface OpenItem {
  readonly kind: OpenKind;
  readonly at?: Located;
  readonly reason: string;
}

export type OpenKind = 'call' | 'client' | 'module' | 'language' | 'budget' | 'table' | 'index' | 'parts' | 'key' | 'library';

/** A place that makes requests, with all that they may say. */
export interface RequestSite {
  readonly service: ClientAtom['service'];
  readonly operation: string;
  readonly at: Located;
  /** The parameters: objects, or whatever isn't followed. */
  readonly input: Cell;
  /** The table that a handle names, if one makes the request. */
  readonly table?: Cell;
  /** True for clients with credentials of their own, false for others. Empty as long as no client is known. */
  readonly otherCredentials: Set<boolean>;
  /** The receiver isn't known to be a client. */
  readonly unsure: boolean;
  /** The library that makes the request. */
  readonly via?: string;
}

export interface EngineOptions {
  /** The environment variables that the function has; undefined if that isn't known. */
  readonly variables?: ReadonlySet<string>;
  /** It leaves out the code that is a library in all likelihood. */
  readonly leavesOut?: boolean;
  /** There is another way to follow the code. */
  readonly isTrial?: boolean;
}

/** Stands for the answer of a request: it is no client, and names no other tables than its request. */
export const ANSWER = 'the answer of a request';

/** More evaluations than real handlers take: a bound for programs that make values explode. */
const MANY_STEPS = 100_000;
const SOME_STEPS = 15_000;
/** A pass with more steps has libraries in it, which take too many steps altogether. */
const MANY_STEPS_OF_PASS = 20_000;
const DEEP = 120;
const MANY_PASSES = 60;
/** Code that the handler doesn't reach is looked through, and no more. */
const MANY_STEPS_BEYOND = 8000;

/** The state of an evaluation: which values every place may hold, and what was found on the way. */
export class Engine {
  public readonly store = new AtomStore();
  public readonly openItems = new Map<string, OpenItem>();
  public readonly requests = new Map<string, RequestSite>();
  /** Requests of code that the handler doesn't reach. */
  public readonly unreachedRequests = new Map<string, RequestSite>();
  /** The functions that the handler reaches. */
  public readonly reached = new Set<FunctionLiteral>();
  /** The requests that commands are. */
  public readonly commands = new Map<ObjectAtom, RequestSite>();
  public readonly scopes = new Map<string, Scope>();
  public readonly activations = new Map<string, Activation>();
  /** The last call of a function from a place of the code. */
  public readonly callsBySite = new Map<string, { readonly key: string; readonly args: Arguments; readonly activation: Activation }>();
  /** The ways in which a function is called from several places. */
  public readonly sharedWays = new Set<Activation>();
  /** The pass in which an activation was last evaluated. */
  public readonly evaluated = new Map<string, number>();
  /** The pass in which the functions of an object were last called with arguments that aren't known, and what they gave. */
  public readonly calledBack = new Map<ObjectAtom, { readonly pass: number; readonly returned: Value }>();
  public readonly makers = new Map<ObjectAtom, Maker>();
  /** The pass in which an object was last sent or copied. */
  public readonly used = new Map<ObjectAtom, number>();
  /** In how many ways a function was called. */
  public readonly waysOfCalls = new Map<string, number>();
  /** Calls of something that has no value, in this pass: none is left of code that is followed. */
  public emptyCalls = new Map<string, Located>();
  /** Functions that called themselves when the budget was exhausted. */
  public readonly exhausting = new Set<FunctionLiteral>();
  /** Functions that decorate methods of classes, each of which is its own. */
  public readonly decorators = new Set<FunctionLiteral>();
  /** Functions of libraries that wrap the handler, and so don't register it to be called in another way. */
  public readonly wrappers = new Map<Atom, Located>();
  public pass = 0;
  /** A property that an object may lack may be missing. This is decided once all that objects may have is known. */
  public seesLacks = false;
  /** An environment variable is read of an object that may lack it. */
  public mayLackVariable = false;
  private beyondHandler = false;
  private readonly joined = new Map<string, Set<Atom>>();
  private lastActivation = 0;
  private depth = 0;
  private readonly running = new Map<FunctionLiteral, number>();
  private readonly detached = new Set<Atom>();
  private steps = 0;
  private stepsLeft = MANY_STEPS;
  private stepsBefore = 0;

  /** It gives up early, because there is another way to follow the code. */
  public isTrial: boolean;

  constructor(public readonly interpreter: Interpreter, public readonly modules: ModuleSource, private readonly given: EngineOptions) {
    this.isTrial = given.isTrial ?? false;
  }

  public get variables(): ReadonlySet<string> | undefined {
    return this.given.variables;
  }

  /** The part of a module that is followed. */
  public choosePart(module: Module): Module {
    if (this.given.leavesOut) return module.leaveOutLibraries?.() ?? module;
    return module;
  }

  /** A module, or the library that it is where libraries are left out. */
  public chooseModule(resolution: Resolution): Resolution {
    if (resolution.kind !== 'own' || !resolution.library) return resolution;
    if (this.given.leavesOut) return resolution.library;
    this.isTrial = true;
    return resolution;
  }

  /** Repeats an evaluation until no place gets new values. */
  public repeatUntilStable(evaluate: () => void): void {
    let before = -1;
    try {
      for (this.pass = 1; this.store.changes.count !== before; this.pass++) {
        if (this.pass > MANY_PASSES) throw new BudgetExceeded();
        before = this.store.changes.count;
        this.stepsBefore = this.steps;
        // what isn't known in one pass may be in the next
        this.emptyCalls.clear();
        this.openItems.clear();
        evaluate();
      }
      for (const at of this.emptyCalls.values()) this.noteOpen('call', at, 'what is called here is not known');
    } catch (error) {
      if (!isBudgetError(error)) throw error;
      this.noteOpen('budget', undefined, 'the code has more ways to go than are followed');
      if (!this.isTrial && this.exhausting.size > 0) this.followRest(evaluate);
    }
  }

  /** Follows what comes after functions that call themselves without end, and leaves these alone. */
  private followRest(evaluate: () => void): void {
    this.stepsLeft = this.steps + MANY_STEPS / 2;
    this.pass++;
    try {
      evaluate();
    } catch (error) {
      if (!isBudgetError(error)) throw error;
    }
  }

  /** Tells whether the evaluation has ended early. */
  public get isOverBudget(): boolean {
    return [...this.openItems.values()].some(({ kind, at }) => kind === 'budget' && !at);
  }

  /** Calls the functions that the handler doesn't reach. What is found then is kept apart. */
  public followUnreached(call: (fn: Atom) => void): void {
    const openItems = [...this.openItems];
    this.beyondHandler = true;
    this.stepsLeft = this.steps + MANY_STEPS_BEYOND;
    try {
      for (const fn of this.store.listFunctions()) if (!this.reached.has(fn.literal) && mayRequest(fn.literal)) call(fn);
    } catch (error) {
      if (!isBudgetError(error)) throw error;
    }
    this.openItems.clear();
    for (const [key, item] of openItems) this.openItems.set(key, item);
  }

  public noteReached(literal: FunctionLiteral): void {
    if (!this.beyondHandler) this.reached.add(literal);
  }

  public step(many = 1): void {
    this.steps += many;
    if (this.steps <= this.stepsLeft && !(this.isTrial && this.steps > this.stepsBefore + MANY_STEPS_OF_PASS)) return;
    for (const [literal, times] of this.running) if (times > 1) this.exhausting.add(literal);
    throw new BudgetExceeded();
  }

  /** Tells whether the code takes more steps than most handlers do. */
  public get isBusy(): boolean {
    return this.steps > SOME_STEPS;
  }

  /** Nothing has reached what is called: it may be that something isn't followed. */
  public noteEmptyCall(at: Located): void {
    this.emptyCalls.set(`${at.file.path} ${at.offset}`, at);
  }

  /** Runs a function one level deeper. */
  public runDeeper(at: Located, literal: FunctionLiteral, evaluate: () => void): void {
    if (this.depth > DEEP) return this.noteOpen('budget', at, 'calls go deeper than is followed');
    const running = this.countRunning(literal);
    this.running.set(literal, running + 1);
    this.depth++;
    try {
      evaluate();
    } finally {
      this.depth--;
      this.running.set(literal, running);
    }
  }

  /** Calls a method of a list that may get itself as an argument, and would call itself without end. */
  public callUnlessRunning(method: Atom, list: Atom, call: () => Value): Value {
    if (this.detached.has(method)) return new Set([list]);
    this.detached.add(method);
    try {
      return call();
    } finally {
      this.detached.delete(method);
    }
  }

  /** How often a function has called itself. */
  public countRunning(literal: FunctionLiteral): number {
    return this.running.get(literal) ?? 0;
  }

  public noteOpen(kind: OpenKind, at: Located | undefined, reason: string): void {
    this.openItems.set(`${kind} ${at ? `${at.file.path} ${at.offset}` : ''} ${reason}`, { kind, at, reason });
  }

  /** A request that a place of the code makes, in one way in which it is called. */
  public recordRequest(site: Pick<RequestSite, 'service' | 'operation' | 'at'> & Partial<Pick<RequestSite, 'unsure' | 'via'>> & {
    readonly scope: Scope; readonly input: Value; readonly table?: Value; readonly otherCredentials?: boolean;
  }): RequestSite {
    const { service, operation, at, scope, input, table, otherCredentials, unsure = false, via } = site;
    const key = `${service} ${operation} ${at.id} ${scope.activation.id} ${table && identifyValue(table)} ${unsure}`;
    const requests = this.beyondHandler ? this.unreachedRequests : this.requests;
    const known = this.requests.get(key) ?? requests.get(key) ?? {
      service, operation, at, input: this.store.makeCell(), table: table && this.store.makeCell(), otherCredentials: new Set<boolean>(), unsure, via,
    };
    if (!this.requests.has(key)) requests.set(key, known);
    known.input.addValue(input);
    this.noteUse(input);
    known.table?.addValue(table ?? NO_VALUE);
    if (otherCredentials !== undefined) known.otherCredentials.add(otherCredentials);
    return known;
  }

  /** Notes that objects are sent or copied as they are now: a field that they get later may be missing. */
  public noteUse(value: Value): void {
    for (const object of listObjects(value)) this.used.set(object, this.pass);
  }

  /** A client sends a command. */
  public noteSent(command: ObjectAtom, otherCredentials: boolean): void {
    this.commands.get(command)?.otherCredentials.add(otherCredentials);
  }

  /** An object that an expression makes, in one way in which its function is called. */
  public findObjectAt(at: Located, scope: Scope, type: ObjectAtom['type'], more: Parameters<AtomStore['getObject']>[2] & { readonly part?: string } = {}): ObjectAtom {
    const { part = '', ...rest } = more;
    const circumstances = type === 'opaque' ? '' : scope.id; // what isn't followed is told apart by its place alone
    const object = this.store.getObject(`${at.id} ${circumstances} ${part}`, type, rest);
    if (!this.makers.has(object)) this.makers.set(object, { activation: scope.activation, branch: at.branch });
    return object;
  }

  /** The texts that a place has put together so far. */
  public findJoined(at: Located, scope: Scope): Set<Atom> {
    const key = `${at.id} ${scope.id}`;
    const joined = this.joined.get(key) ?? new Set();
    this.joined.set(key, joined);
    return joined;
  }

  /** A scope that a block, a function or a module makes. */
  public findScope(
    key: string, names: readonly string[], file: SourceFile, activation: Activation, parent?: Scope, outerNames?: readonly string[],
  ): Scope {
    const known = this.scopes.get(key);
    if (known) return known;
    const cells = new Map(names.map((name) => [name, this.store.makeCell()]));
    const scope = new Scope(String(this.scopes.size), file, activation, cells, parent, outerNames);
    this.scopes.set(key, scope);
    return scope;
  }

  public findActivation(key: string, more: Omit<Activation, 'id' | 'result' | 'receiver' | 'args'>): Activation {
    const known = this.activations.get(key);
    if (known) return known;
    const [result, receiver, args] = [this.store.makeCell(), this.store.makeCell(), this.store.makeCell()];
    const activation = { id: String(++this.lastActivation), result, receiver, args, ...more };
    this.activations.set(key, activation);
    return activation;
  }
}

function isBudgetError(error: unknown): boolean {
  return error instanceof BudgetExceeded || error instanceof RangeError;
}

/** The names of methods and functions by which the SDK and the mappers make requests. */
const REQUEST = /\b(send|go|exec|save|create|remove|(get|put|update|delete|query|scan|batch|transact|execute|describe|list|paginate|wait)\w*)\s*\(/i;

/** Tells by its text whether a function may make a request. Most functions of bundled libraries don't. */
function mayRequest({ file, offset, length }: FunctionLiteral & Located): boolean {
  return REQUEST.test(file.text.slice(offset, offset + length));
}
