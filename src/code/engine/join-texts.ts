import { argumentAt, Arguments, spreadArguments } from './arguments';
import { Engine } from './engine';
import { Atom, collectValues, dropNothing, filterValue, only, TextAtom, union, Value } from './values';

const MANY_COMBINATIONS = 20;
const LONG_TEXT = 4000;
/** A part of a statement of PartiQL: of other texts, a part that isn't known says as little as the whole. */
const STATEMENT = /\b(SELECT|FROM|INSERT|INTO|UPDATE|DELETE)\b|^\s*(select|insert|update|delete)\b/;

function isTextKind(kind: Atom['kind']): boolean {
  return kind === 'text' || kind === 'variable' || kind === 'joined' || kind === 'unknown';
}

function isTextAtom(atom: Atom): atom is TextAtom {
  return isTextKind(atom.kind);
}

/** Texts in a row, in all combinations; lists in a row are one list. */
export function joinTexts(engine: Engine, given: readonly Value[], made: Set<Atom> = new Set()): Value {
  const { store } = engine;
  // what this place itself has put together grows in every turn of a loop
  const grown = only(store.getUnknown('a text that is put together in a loop'));
  const values = given.map((value) => collectValues(dropNothing(value), (atom) => made.has(atom) ? grown : only(atom)));
  const others = collectValues(values, (value) => filterValue(value, (atom) => !isTextAtom(atom)));
  const texts = values.map((value): TextAtom[] => [...value].filter(isTextAtom));
  if (others.size > 0 && texts.every((each) => each.length === 0)) return others;
  const known = texts.map((each) => each.length > 0 ? each : [store.getUnknown('a text that is computed')]);
  const count = known.reduce((product, each) => product * each.length, 1);
  if (count > MANY_COMBINATIONS) return union(others, only(store.getUnknown('a text that is put together in many ways')));
  const rows = known.reduce<TextAtom[][]>((all, options) => all.flatMap((row) => options.map((option) => [...row, option])), [[]]);
  const joined = rows.map((row) => joinRow(engine, row));
  const parts = new Set<Atom>(known.flat());
  for (const atom of joined) if ((atom.kind === 'text' || atom.kind === 'joined') && !parts.has(atom)) made.add(atom);
  return union(others, new Set(joined));
}

function joinRow({ store }: Engine, row: readonly TextAtom[]): TextAtom {
  const merged: TextAtom[] = [];
  for (const part of row.flatMap((each) => each.kind === 'joined' ? each.parts : [each])) {
    const last = merged.at(-1);
    if (last?.kind === 'text' && part.kind === 'text') merged[merged.length - 1] = store.getText(last.text + part.text);
    // one part that isn't known says as much as two, and sums in loops come to an end
    else if (last?.kind !== 'unknown' || part.kind !== 'unknown') merged.push(part);
  }
  const length = merged.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 1), 0);
  if (length > LONG_TEXT || merged.length > MANY_COMBINATIONS) return store.getUnknown('a long text that is computed');
  if (merged.length === 1) return merged[0];
  const isComputed = merged.some(({ kind }) => kind === 'unknown') && !merged.some((part) => part.kind === 'text' && STATEMENT.test(part.text));
  if (isComputed) return store.getUnknown('a text that is computed');
  return store.getJoined(merged);
}

/** Python's `'{}-orders'.format(stage)` and `'%s-orders' % stage`. */
export function formatPythonText(engine: Engine, format: Atom, method: string | undefined, args: Arguments): Value | undefined {
  if (format.kind !== 'text' || (method !== 'format' && method !== '%')) return undefined;
  const pieces = format.text.split(method === 'format' ? /\{(\w*)\}/ : /%(s)/);
  if (pieces.some((piece, index) => index % 2 === 0 && /[{}%]/.test(piece))) return undefined;
  const given = method === '%' ? listOperands(argumentAt(args, 0)) : args;
  return joinTexts(engine, pieces.map((piece, index) => {
    if (index % 2 === 0) return only(engine.store.getText(piece));
    const position = /^\d+$/.test(piece) ? Number(piece) : (index - 1) / 2;
    return argumentAt(given, position, method === 'format' && /^[a-z_]/i.test(piece) ? piece : undefined);
  }));
}

/** The right side of `%`: a tuple has one value for each place. */
function listOperands(value: Value): Arguments {
  const [first] = value;
  const isTuple = first?.kind === 'object' && first.type === 'list';
  const given = isTuple ? spreadArguments(value) : { positional: [value], more: value };
  return { ...given, named: new Map(), objects: new Set() };
}
