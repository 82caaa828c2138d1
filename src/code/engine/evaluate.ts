import { spreadArguments } from './arguments';
import { evaluateCall } from './calls';
import { beginFields, getsFieldsForCertain, noteCertainCopy, noteReplaced } from './certain-fields';
import { callImplicitly, createClass, findParents } from './classes';
import { collectElements, findGiven, getField, matters } from './contents';
import { Engine, Place } from './engine';
import { joinTexts } from './join-texts';
import { evaluateByKey, evaluateLoop } from './loops';
import { findByWildcard, importModule } from './modules';
import { addGetter, fallBack, readGlobal, followProperties, readMembers, readParents, writeField, writeProperties } from './properties';
import { Atom, collectValues, dropNothing, filterValue, listObjects, mayBeNothing, NO_VALUE, ObjectAtom, only, Scope, union, Value } from './values';
import { Assignment, Branch, Expression, Field, Import, LEFT_OUT, ListLiteral, Located, Member, ObjectLiteral, Target } from '../ir';

/** Evaluates an expression: its possible values, with all its effects. */
export function evaluateExpression(engine: Engine, node: Expression, scope: Scope): Value {
  engine.step();
  switch (node.kind) {
    case 'text': return only(engine.store.getText(node.text));
    case 'nothing': return only(engine.store.getNothing(node.missing ?? false, node.isTrue));
    case 'name': return evaluateName({ engine, at: node, scope }, node.name);
    case 'member': return evaluateMember({ engine, at: node, scope }, node);
    case 'call': return evaluateCall({ engine, at: node, scope }, node);
    case 'function': return only(engine.store.getFunction(node, scope));
    case 'class': return createClass({ engine, at: node, scope }, node);
    case 'object': return only(createObject(engine, node, scope));
    case 'list': return only(createList(engine, node, scope));
    case 'joined': {
      const parts = evaluateAll(engine, node.parts, scope);
      const joined = joinTexts(engine, parts, engine.findJoined(node, scope));
      return union(concatenate({ engine, at: node, scope }, parts, joined), findGiven(union(...parts)));
    }
    case 'choice': return union(...evaluateAll(engine, node.options, scope));
    case 'fallback': return fallBack(engine, evaluateExpression(engine, node.first, scope), evaluateExpression(engine, node.second, scope));
    case 'sequence': return evaluateAll(engine, node.steps, scope).at(-1) ?? NO_VALUE;
    case 'effects': return keepInside({ engine, at: node, scope }, findGiven(union(...evaluateAll(engine, node.steps, scope))), 'a value that is computed');
    case 'assign': {
      const assign = () => evaluateAssignment({ engine, at: node, scope }, node);
      if (node.target.kind !== 'property') return assign();
      return evaluateByKey({ engine, at: node, scope }, node.target.member.key, node.value, assign);
    }
    case 'block': return evaluateExpression(engine, node.body, blockScope(engine, node, node.names, scope));
    case 'return': {
      const value = evaluateExpression(engine, node.value, scope);
      scope.activation.result.addValue(value);
      return value;
    }
    case 'loop': evaluateLoop({ engine, at: node, scope }, node); return NO_VALUE;
    case 'this': return scope.activation.receiver.atoms;
    case 'super': return scope.activation.receiver.atoms;
    case 'arguments': return only(argumentsObject(engine, node, scope));
    case 'import': return importModule({ engine, at: node, scope }, evaluateExpression(engine, node.module, scope));
    case 'unreadable': {
      const operands = union(...evaluateAll(engine, node.steps, scope));
      if (node.reason !== '') engine.noteOpen('language', node, node.reason);
      if (node.reason === LEFT_OUT) return only(engine.store.getLeftOut(node));
      return keepInside({ engine, at: node, scope }, union(operands, findGiven(operands)), node.reason || 'a part of what is matched');
    }
  }
}

function evaluateAll(engine: Engine, nodes: readonly Expression[], scope: Scope): Value[] {
  return nodes.map((each) => evaluateExpression(engine, each, scope));
}

function evaluateAssignment(place: Place, { target, value: expression }: Assignment): Value {
  const value = place.engine.interpreter.evaluate(place.engine, expression, place.scope);
  if (copySameKey(place, target, expression)) return value;
  assignTarget(place, target, value);
  if (target.kind === 'property') noteCertainField(place, target.member, place.at.branch);
  return value;
}

/** `[read] + [save]` is a list whose elements are in other places. */
function concatenate({ engine, at, scope }: Place, parts: readonly Value[], joined: Value): Value {
  const isList = (atom: Atom) => atom.kind === 'object' && atom.type === 'list';
  if (parts.filter((part) => [...part].some(isList)).length < 2) return joined;
  const list = engine.findObjectAt(at, scope, 'list', { part: 'concatenated' });
  list.contents.addValue(collectElements(filterValue(joined, (atom) => isList(atom) && atom !== list)));
  return union(filterValue(joined, (atom) => !isList(atom)), only(list));
}

/** `[save] * 2`: the result of an operator may hold its operands. */
function keepInside({ engine, at, scope }: Place, value: Value, why: string): Value {
  const kept = filterValue(value, (atom) => matters(atom) && atom.kind !== 'method');
  const unknown = only(engine.store.getUnknown(why));
  if (kept.size === 0) return unknown;
  const result = engine.findObjectAt(at, scope, 'opaque', { part: 'operands' });
  result.contents.addValue(kept);
  return union(unknown, only(result));
}

/** Keys that no text of the program names: they are not known, or parts of something that isn't followed. */
const NAMED_BY_NOTHING: readonly Atom['kind'][] = ['unknown', 'object', 'function', 'bound'];

/** `given[name] = params[name]` under a key that isn't known copies some of the fields under their own names. */
function copySameKey(place: Place, target: Target, value: Expression): boolean {
  if (target.kind !== 'property' || value.kind !== 'member' || !isSameExpression(target.member.key, value.key)) return false;
  const [objects, keys, sources] = [target.member.of, value.key, value.of].map((each) => evaluateExpression(place.engine, each, place.scope));
  if (keys.size === 0 || ![...keys].every(({ kind }) => NAMED_BY_NOTHING.includes(kind)) || ![...objects].every(({ kind }) => kind === 'object')) return false;
  for (const object of listObjects(objects)) object.copied.addValue(dropNothing(sources));
  return true;
}

function isSameExpression(one: Expression, other: Expression): boolean {
  if (one.kind === 'name' && other.kind === 'name') return one.name === other.name;
  if (one.kind === 'text' && other.kind === 'text') return one.text === other.text;
  return one.kind === 'member' && other.kind === 'member' && isSameExpression(one.of, other.of) && isSameExpression(one.key, other.key);
}

function noteCertainField(place: Place, { of, key }: Member, branch?: Branch): void {
  const objects = dropNothing(evaluateExpression(place.engine, of, place.scope));
  if (key.kind === 'text' && getsFieldsForCertain(place, objects, branch)) for (const object of objects) object.certain.add(key.text);
}

function evaluateName(place: Place, name: string): Value {
  const { engine, scope } = place;
  const cell = scope.findCell(name);
  if (cell) return cell.atoms;
  const imported = findByWildcard(engine, scope.file.path, name);
  if (imported.size > 0) return imported;
  return union(readGlobal(place, name), only(engine.store.getBuiltin(name)));
}

function evaluateMember(place: Place, { of, key, optional }: Member): Value {
  const { engine, scope } = place;
  const [objects, keys] = [evaluateExpression(engine, of, scope), evaluateExpression(engine, key, scope)];
  if (of.kind === 'import') return evaluateImported(place, of, key, followProperties(place, objects, keys));
  const own = findFreshEntry(of, key);
  if (own) return evaluateExpression(engine, own, scope);
  const read = of.kind === 'super' ? readParents(place, findParents(place), objects, keys) : readMembers(place, dropNothing(objects), keys);
  // `__getattr__` and `__getitem__` give what an object doesn't have
  const value = read.size > 0 ? read : findGiven(objects);
  if (optional && mayBeNothing(objects)) return union(value, only(engine.store.getNothing(true)));
  return value;
}

/** `(mod = { exports: {} }).exports` of esbuild's CommonJS: what the object has as it is made, and not what it gets later. */
function findFreshEntry(of: Expression, key: Expression): Expression | undefined {
  if (of.kind !== 'assign' || of.value.kind !== 'object' || key.kind !== 'text') return undefined;
  const [entry, ...others] = of.value.entries;
  if (entry?.key?.kind === 'text' && entry.key.text === key.text && others.length === 0) return entry.value;
  return undefined;
}

function evaluateImported(place: Place, of: Import, key: Expression, value: Value): Value {
  const { engine, at, scope } = place;
  if (value.size > 0 || key.kind !== 'text') return value;
  // a default import of CommonJS is all that it exports
  if (key.text === 'default') return importModule(place, evaluateExpression(engine, of.module, scope));
  if (at.file.language !== 'python' || of.module.kind !== 'text') return value;
  // `from package import module`
  return importModule(place, only(engine.store.getText(of.module.text.endsWith('.') ? of.module.text + key.text : `${of.module.text}.${key.text}`)));
}

function blockScope(engine: Engine, at: Located, names: readonly string[], scope: Scope, part = ''): Scope {
  return engine.findScope(`${at.id} ${scope.id} ${part}`, names, scope.file, scope.activation, scope);
}

/** Gives a value to a name, a property, or the parts of a pattern. */
export function assignTarget(place: Place, target: Target, value: Value): void {
  const { engine, scope } = place;
  switch (target.kind) {
    case 'variable': {
      const cell = scope.findCell(target.name);
      if (cell) return cell.addValue(value);
      return writeField(engine, engine.store.getObject('globals', 'plain'), engine.store.getText(target.name), value);
    }
    case 'property': return writeProperties(place, evaluateExpression(engine, target.member.of, scope), evaluateExpression(engine, target.member.key, scope), value);
    case 'default': return assignTarget(place, target.target, fallBack(engine, value, evaluateExpression(engine, target.fallback, scope), false));
    case 'fields':
      for (const { key, target: inner } of target.fields) {
        assignTarget(place, inner, readMembers(place, dropNothing(value), evaluateExpression(engine, key, scope)));
      }
      if (target.rest) assignTarget(place, target.rest, takeRest(place, target.fields, value));
      return;
    case 'elements':
      target.elements.forEach((inner, index) => inner && assignTarget(place, inner, elementAt(place, value, index)));
      if (target.rest) assignTarget(place, target.rest, takeRemainingElements(place, target.elements.length, value));
      for (const after of target.after ?? []) assignTarget(place, after, collectElements(value));
  }
}

/** `const { IndexName, ...rest } = params`: a copy that may lack what was taken out. */
function takeRest(place: Place, fields: readonly Field[], value: Value): Value {
  const { engine, at, scope } = place;
  const rest = engine.findObjectAt(at, scope, 'plain', { part: 'rest' });
  beginFields(engine, rest);
  rest.copied.addValue(dropNothing(value));
  noteCertainCopy(engine, rest, value, at);
  const missing = only(engine.store.getNothing(true));
  for (const { key } of fields) writeProperties(place, only(rest), evaluateExpression(engine, key, scope), missing);
  return only(rest);
}

/** `const [first, ...others] = list` */
function takeRemainingElements({ engine, at, scope }: Place, from: number, value: Value): Value {
  const rest = engine.findObjectAt(at, scope, 'list', { part: 'rest' });
  const { positional, more } = spreadArguments(dropNothing(value));
  positional.slice(from).forEach((element, index) => writeField(engine, rest, engine.store.getText(String(index)), element));
  rest.contents.addValue(more);
  return only(rest);
}

function elementAt({ engine }: Place, value: Value, index: number): Value {
  return collectValues(dropNothing(value), (atom) => {
    const isKnown = atom.kind === 'object' && atom.type === 'list' && atom.fields.has(String(index));
    if (isKnown) return union(getField(atom, String(index)), atom.contents.atoms);
    const elements = collectElements(only(atom));
    if (atom.kind === 'object' && atom.type === 'list' && engine.seesLacks) return union(elements, only(engine.store.getNothing(true)));
    return elements;
  });
}

function createObject(engine: Engine, node: ObjectLiteral & Located, scope: Scope): ObjectAtom {
  const place: Place = { engine, at: node, scope };
  const object = engine.findObjectAt(node, scope, 'plain');
  beginFields(engine, object);
  for (const { key, value, getter } of node.entries) {
    if (!key) {
      const evaluated = evaluateExpression(engine, value, scope);
      object.copied.addValue(dropNothing(evaluated));
      noteReplaced(object, evaluated, object.certain);
      noteCertainCopy(engine, object, evaluated, value);
      continue;
    }
    if (key.kind === 'text') object.certain.add(key.text);
    evaluateByKey(place, key, value, () => {
      const evaluated = evaluateExpression(engine, value, scope);
      const keys = evaluateExpression(engine, key, scope);
      if (getter) for (const each of keys) addGetter(engine, object, each, evaluated);
      else writeProperties(place, only(object), keys, evaluated);
      return evaluated;
    });
  }
  if (scope.file.language === 'javascript') callImplicitly(place, object);
  return object;
}

function createList(engine: Engine, node: ListLiteral & Located, scope: Scope): ObjectAtom {
  const list = engine.findObjectAt(node, scope, 'list');
  beginFields(engine, list);
  let exact = true;
  node.elements.forEach(({ value, spread }, index) => {
    const evaluated = evaluateExpression(engine, value, scope);
    exact &&= !spread;
    if (exact) writeField(engine, list, engine.store.getText(String(index)), evaluated);
    if (exact) list.certain.add(String(index));
    else list.contents.addValue(spread ? collectElements(evaluated) : evaluated);
  });
  return list;
}

function argumentsObject(engine: Engine, node: Located, scope: Scope): ObjectAtom {
  const list = engine.findObjectAt(node, scope, 'list');
  let around = scope;
  while (around.activation.isArrow && around.parent) around = around.parent;
  list.contents.addValue(around.activation.args.atoms);
  return list;
}
