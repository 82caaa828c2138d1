import { Arguments, positionals } from './arguments';
import { findConstant, getField, identifyField } from './contents';
import { Place } from './engine';
import { addGetter, followName, followProperties, writeField, writeProperties } from './properties';
import { collectValues, dropNothing, filterValue, isTrue, listObjects, NO_VALUE, ObjectAtom, only, union, Value } from './values';
import { computeOnce } from '../../values/compute-once';
import { FunctionLiteral, Located, setterName } from '../ir';

/** A method, a getter or a setter of a class or its prototype. */
interface Member {
  readonly kind: string;
  readonly name: Value;
  readonly holder: Value;
  /** A private method: the class has it under no name. */
  readonly secret?: Value;
}

/** A member with its decorators. */
interface Decoration extends Member {
  readonly decorators: Value;
  readonly metadata: Value;
  /** The list of the functions that a decorator has for new instances. */
  readonly initializers: Value;
}

/**
 * Decorates a method as the helpers of esbuild and TypeScript do. Their code tells methods from classes and fields by numbers: the decorators
 * of fields give what every new instance calls.
 *
 * @returns undefined for other functions, and for decorators of classes and fields
 * @see https://github.com/evanw/esbuild/blob/main/internal/runtime/runtime.go
 * @see https://github.com/microsoft/TypeScript/blob/main/src/compiler/factory/emitHelpers.ts
 */
export function callDecorateHelper(place: Place, literal: FunctionLiteral & Located, args: Arguments): Value | undefined {
  const count = literal.params.length;
  if (count === 4 && findHelperKind(literal).legacy) return decorateByDescriptor(place, args);
  if (count !== 6 || !findHelperKind(literal).standard) return undefined;
  const decoration = readEsbuild(place, args) ?? readTypeScript(place, args);
  return decoration && decorateMember(place, decoration);
}

/** Longer functions are no helpers. */
const LONG_HELPER = 4000;

/** Minified code has other names, but the same texts and operators. */
const findHelperKind = computeOnce(({ file, offset, length }: FunctionLiteral & Located) => {
  const text = length < LONG_HELPER ? file.text.slice(offset, offset + length) : '';
  return {
    standard: /typeof [\w$]+ ?!==? ?["']object["'][^]*["']Object expected["']/.test(text),
    // `for (var i = decorators.length - 1; ...) if (d = decorators[i]) result = (kind ? d(target, key, result) : d(result)) || result`
    legacy: /([\w$]+)\.length ?- ?1\b[^]*?([\w$]+) ?= ?\1\[[\w$]+\][^]*?\2\([\w$]+, ?[\w$]+, ?([\w$]+)\)[^]*?\|\| ?\3/.test(text),
  };
});

const KINDS = ['class', 'method', 'getter', 'setter'];

/** `__decorateElement(array, flags, name, decorators, target, extra)`. Its flags are a kind, and then 8 for static and 16 for private members. */
function readEsbuild(place: Place, { positional }: Arguments): Decoration | undefined {
  const [array = NO_VALUE, given = NO_VALUE, name = NO_VALUE, decorators = NO_VALUE, target = NO_VALUE, extra] = positional;
  const flags = Number(findConstant([...given].at(0)));
  const hasFlag = (flag: number) => Math.floor(flags / flag) % 2 === 1;
  const kind = KINDS[flags % 8];
  if (!kind || kind === 'class') return undefined;
  const initializers = collectValues(listObjects(array), ({ id }) => only(place.engine.store.getObject(`initializers ${id}`, 'list')));
  for (const list of listObjects(array)) list.contents.addValue(initializers);
  const holder = hasFlag(8) ? target : followName(place, target, 'prototype');
  return { kind, name, holder, decorators, initializers, secret: hasFlag(16) ? extra : undefined, metadata: followName(place, array, '3') };
}

/** `__esDecorate(constructor, descriptor, decorators, context, initializers, extraInitializers)` */
function readTypeScript(place: Place, { positional }: Arguments): Decoration | undefined {
  const [target = NO_VALUE, descriptor = NO_VALUE, decorators = NO_VALUE, context = NO_VALUE, , initializers = NO_VALUE] = positional;
  const kind = findConstant([...followName(place, context, 'kind')].at(0)) ?? '';
  if (kind === 'class' || !KINDS.includes(kind) || dropNothing(descriptor).size > 0) return undefined;
  const isStatic = [...followName(place, context, 'static')].some(isTrue);
  const holder = isStatic ? target : followName(place, target, 'prototype');
  return { kind, holder, decorators, initializers, name: followName(place, context, 'name'), metadata: followName(place, context, 'metadata') };
}

/** A decorator that gives nothing leaves the method as it is. */
function decorateMember(place: Place, decoration: Decoration): Value {
  const context = makeDecoratorContext(place, decoration);
  const applied = callDecorators(place, decoration.decorators, readDecorated(place, decoration), (method) => [method, context]);
  // a library may give whatever it gets
  const decorated = filterValue(applied, (each) => !context.has(each));
  if (!decoration.secret) writeDecorated(place, decoration, decorated);
  return decorated;
}

/** The last decorator is the first that is called. */
function callDecorators(place: Place, decorators: Value, given: Value, listArguments: (given: Value) => Value[]): Value {
  const { engine } = place;
  const listed = listObjects(decorators).flatMap((list) => [...list.fields.values()].reverse());
  // notes of types give nothing
  const called = listed.filter(({ value }) => dropNothing(value.atoms).size > 0);
  for (const { value } of called) for (const each of value.atoms) if (each.kind === 'function') engine.decorators.add(each.literal);
  return called.reduce((before, { value: { atoms } }) =>
    union(before, dropNothing(engine.interpreter.callValue(place, atoms, NO_VALUE, positionals(...listArguments(before))))), given);
}

const PARTS = { method: 'value', getter: 'get', setter: 'set' };

/**
 * `__decorateClass(decorators, prototype, name, kind)` of esbuild and `__decorate(decorators, prototype, name, descriptor)` of TypeScript: such
 * decorators get the descriptor of a method, which they may change, or give another one.
 *
 * @see https://www.typescriptlang.org/docs/handbook/decorators.html#method-decorators
 */
function decorateByDescriptor(place: Place, { positional }: Arguments): Value | undefined {
  const { engine, at, scope } = place;
  const [decorators = NO_VALUE, holder = NO_VALUE, name = NO_VALUE, how = NO_VALUE] = positional;
  const isMethod = how.size > 0 && [...how].every((each) => findConstant(each) === '1' || (each.kind === 'nothing' && !each.missing));
  if (!isMethod) return undefined;
  const descriptor = engine.findObjectAt(at, scope, 'plain', { part: 'descriptor' });
  for (const [kind, part] of Object.entries(PARTS)) {
    writeField(engine, descriptor, engine.store.getText(part), readDecorated(place, { kind, name, holder }));
  }
  const descriptors = callDecorators(place, decorators, only(descriptor), (given) => [holder, name, given]);
  // a library may give whatever it gets
  const given = filterValue(descriptors, (each) => !holder.has(each));
  for (const [kind, part] of Object.entries(PARTS)) {
    const read = kind === 'method' ? given : filterValue(given, (each) => each.kind === 'object' && each.type === 'plain');
    writeDecorated(place, { kind, name, holder }, followName(place, read, part));
  }
  return only(descriptor);
}

function readDecorated(place: Place, { kind, name, holder, secret }: Member): Value {
  if (secret) return secret;
  if (kind === 'setter') return followProperties(place, holder, nameSetters(place, name));
  const readPart = kind === 'method' ? getField : (object: ObjectAtom, key: string) => object.getters.get(key)?.atoms ?? NO_VALUE;
  return collectValues(listObjects(holder), (object) => collectValues(name, (key) => readPart(object, identifyField(key))));
}

function writeDecorated(place: Place, { kind, name, holder }: Member, decorated: Value): void {
  if (decorated.size === 0) return;
  if (kind === 'method') return writeProperties(place, holder, name, decorated);
  if (kind === 'setter') return writeProperties(place, holder, nameSetters(place, name), decorated);
  for (const object of listObjects(holder)) for (const key of name) addGetter(place.engine, object, key, decorated);
}

function nameSetters({ engine: { store } }: Place, name: Value): Value {
  return collectValues(name, (key) => only(store.getText(setterName(findConstant(key) ?? ''))));
}

/** What a decorator gets beside the method. The helpers call all initializers of a list, which may be empty. */
function makeDecoratorContext({ engine, at, scope }: Place, { kind, name, metadata, initializers }: Decoration): Value {
  const { store } = engine;
  const context = engine.findObjectAt(at, scope, 'plain', { part: 'context' });
  const lists = listObjects(initializers);
  for (const list of lists) list.contents.addAtom(store.getBuiltin('Boolean'));
  const fields = { kind: only(store.getText(kind)), name, metadata, addInitializer: new Set(lists.map((list) => store.getMethod(list, 'push'))) };
  for (const [key, value] of Object.entries(fields)) writeField(engine, context, store.getText(key), value);
  return only(context);
}
