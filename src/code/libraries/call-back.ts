import { allArguments, Arguments, positionals } from '../engine/arguments';
import { collectElements } from '../engine/contents';
import { ANSWER, Place } from '../engine/engine';
import { Atom, NO_VALUE, only, union, Value } from '../engine/values';

export type ExternalAtom = Extract<Atom, { kind: 'external' }>;

function callable(args: Arguments): Value {
  return new Set([...allArguments(args)].filter(({ kind }) => kind === 'function' || kind === 'bound'));
}

/** A client that something else gets may make any request. */
export function reportClients({ engine, at }: Place, args: Arguments, to: string): void {
  const seen = new Set<Atom>();
  const hasClient = (value: Value): boolean => [...value].some((atom) => {
    if (seen.has(atom)) return false;
    seen.add(atom);
    // a mapper opens the state anyway, and items of it are data
    if (atom.kind === 'client' || (atom.kind === 'handle' && atom.type !== 'mapper' && (atom.type !== 'service' || atom.client))) return true;
    return atom.kind === 'object' && hasClient(union(...[...atom.fields.values()].map((field) => field.value.atoms), collectElements(atom.contents.atoms), atom.copied.atoms));
  });
  if (hasClient(allArguments(args))) engine.noteOpen('client', at, `a DynamoDB client is handed to ${to}`);
}

export function callBackWithUnknown(place: Place, args: Arguments): void {
  const unknown = only(place.engine.store.getUnknown(ANSWER));
  const answer = { ...positionals(unknown, unknown), more: unknown };
  for (const callback of callable(args)) place.engine.interpreter.callValue(place, only(callback), NO_VALUE, answer);
}
