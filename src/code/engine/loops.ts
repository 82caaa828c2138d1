import { collectElements } from './contents';
import { Engine, Place } from './engine';
import { followKeys } from './properties';
import { Cell, dropNothing, NO_VALUE, only, Scope, union, Value } from './values';
import { computeOnce } from '../../values/compute-once';
import { Expression, Located, Loop, Target } from '../ir';

/** Goes once over every known element or key; once over all others. */
export function evaluateLoop(place: Place, node: Loop & Located): void {
  const { engine, scope } = place;
  const over = engine.interpreter.evaluate(engine, node.over, scope);
  for (const [part, value] of listTurns(engine, over, node)) {
    // what a turn makes is its own
    const inner = engine.findScope(`${node.id} ${scope.id} ${part}`, node.names, scope.file, scope.activation, scope);
    runApart(findNamesOfTurns(node), inner, () => {
      engine.interpreter.assign({ ...place, scope: inner }, node.target, value);
      engine.interpreter.evaluate(engine, node.body, inner);
    });
  }
}

/** `var` and Python's names outlive a turn, but within it they have the values of that turn. */
function runApart(names: Iterable<string>, scope: Scope, run: () => void): void {
  const cells = [...names].flatMap((name): Cell[] => [scope.findCell(name)].filter((cell) => cell !== undefined));
  cells.reduce((next, cell) => () => cell.during(NO_VALUE, next), run)();
}

/** Finds the names of the function around that every turn assigns first of all. */
const findNamesOfTurns = computeOnce(({ names, target, body }: Loop & Located): ReadonlySet<string> => {
  if (names.length > 0) return new Set();
  const found = new Set(listTargetNames(target));
  const read = new Set<string>();
  for (const step of body.kind === 'sequence' ? body.steps : [body]) {
    if (step.kind !== 'assign' || step.target.kind !== 'variable' || step.branch !== body.branch) break;
    for (const name of findNamesIn(step.value)) read.add(name);
    if (!read.has(step.target.name)) found.add(step.target.name);
  }
  return found;
});

function listTargetNames(target: Target | undefined): string[] {
  switch (target?.kind) {
    case 'variable': return [target.name];
    case 'elements': return [...target.elements, target.rest, ...target.after ?? []].flatMap(listTargetNames);
    default: return [];
  }
}

/** Finds all names that an expression reads. */
export const findNamesIn = computeOnce((node: Expression): ReadonlySet<string> => addNames(node, new Set()));

function addNames(node: object, names: Set<string>): Set<string> {
  if ('kind' in node && node.kind === 'name' && 'name' in node) return names.add(String(node.name));
  for (const [field, value] of Object.entries(node)) {
    if (field !== 'file' && field !== 'branch' && typeof value === 'object' && value !== null) addNames(value, names);
  }
  return names;
}

/** A loop over one object may have many turns: esbuild's loop over all that a module exports. */
const MANY_TURNS = 200;
const MANY_OBJECTS = 8;
const MANY_TURNS_OF_MANY = 30;

function listTurns(engine: Engine, over: Value, { keys, file }: Loop & Located): [part: string, value: Value][] {
  const turns = [...dropNothing(over)].flatMap((atom): [string, Value][] => {
    if (keys || (file.language === 'python' && atom.kind === 'object' && atom.type === 'plain')) return [...followKeys(engine, atom)].map((key) => [String(key.id), only(key)]);
    if (atom.kind === 'object' && atom.type === 'list' && atom.copied.atoms.size === 0) {
      const fields = [...atom.fields].map(([name, { value }]): [string, Value] => [`${atom.id} ${name}`, value.atoms]);
      const rest = [...atom.contents.atoms];
      // pairs of key and value stay together
      if (rest.length > 1 && rest.every((each) => each.kind === 'object' && each.type === 'list')) return [...fields, ...rest.map((each): [string, Value] => [`${each.id}`, only(each)])];
      if (rest.length > 0) return [...fields, [`${atom.id}`, atom.contents.atoms]];
      return fields;
    }
    return [[`${atom.id}`, collectElements(only(atom))]];
  });
  if (turns.length <= (over.size > MANY_OBJECTS ? MANY_TURNS_OF_MANY : MANY_TURNS)) return turns;
  return [['all', union(...turns.map(([, value]) => value))]];
}

/** More keys than these are not told apart. */
const MANY_KEYS = 40;

/**
 * Evaluates once for each key that a name may be, where the value depends on the key: in `config[name] = process.env[name]`, each variable
 * has its own key.
 */
export function evaluateByKey({ scope }: Place, key: Expression, value: Expression, run: () => Value): Value {
  const cell = key.kind === 'name' ? scope.findCell(key.name) : undefined;
  const keys = [...cell?.atoms ?? []].filter(({ kind }) => kind !== 'nothing');
  if (!cell || key.kind !== 'name' || keys.length < 2 || keys.length > MANY_KEYS || !findNamesIn(value).has(key.name)) return run();
  return union(...keys.map((each) => {
    let result = NO_VALUE;
    cell.during(only(each), () => { result = run(); });
    return result;
  }));
}
