import { Atom, NO_VALUE, Numbered, TextAtom, Value } from '../engine/values';

/** A statement of PartiQL, as far as it decides on the permission. */
export interface PartiqlStatement {
  /** SELECT, INSERT, UPDATE or DELETE. */
  readonly verb?: string;
  readonly table: Value;
  readonly index: Value;
}

const STATEMENT = /^\s*(?:EXISTS\s*\(\s*)?(?:(SELECT)\b.*?\bFROM|(INSERT)\s+INTO|(UPDATE)|(DELETE)\s+FROM)\s+(?:"([^"]+)"|'([^']+)'|([^\s".;()]+))(?:\.(?:"([^"]+)"|([^\s".;()]+)))?/is;
/** No atom of the program. */
const OUTSIDE: Numbered = { id: -1, alone: NO_VALUE };
/** Stands for a part of the text that isn't constant. */
const HOLE = /\u0001(\d+)\u0001/;

/**
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.statements.html
 */
export function parsePartiql(statement: Atom): PartiqlStatement {
  const parts = listTextParts(statement);
  const text = parts.map((part, index) => part.kind === 'text' ? part.text : `\u0001${index}\u0001`).join('');
  const match = STATEMENT.exec(text);
  if (!match) return { table: NO_VALUE, index: NO_VALUE };
  const [, select, insert, update, remove, ...names] = match;
  const table = names[0] ?? names[1] ?? names[2];
  const verb = (select ?? insert ?? update ?? remove).toUpperCase();
  return { verb, table: fillName(table, parts), index: fillName(names[3] ?? names[4], parts) };
}

function listTextParts(statement: Atom): readonly TextAtom[] {
  if (statement.kind === 'joined') return statement.parts;
  if (statement.kind === 'text') return [statement];
  return [];
}

/** A name with its variables put back into it. */
function fillName(name: string | undefined, parts: readonly TextAtom[]): Value {
  if (name === undefined) return NO_VALUE;
  const pieces = name.split(HOLE).map((piece, index): TextAtom => index % 2 === 1 ? parts[Number(piece)] : { kind: 'text', text: piece, ...OUTSIDE })
    .filter((piece) => piece.kind !== 'text' || piece.text !== '');
  return new Set<Atom>([pieces.length === 1 ? pieces[0] : { kind: 'joined', parts: pieces, ...OUTSIDE }]);
}
