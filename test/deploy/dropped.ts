import { DeclaredTable } from './compare';

/** A property that MiniStack drops when it makes a table: what was read back in its place. */
export interface Dropped {
  readonly name: string;
  /** Whether a template declares it. */
  readonly isDeclared: (table: DeclaredTable) => boolean;
  /** The table without it; nothing where there is no table without it. */
  readonly without: (table: DeclaredTable) => DeclaredTable | undefined;
}

/** What MiniStack 1.5.33 drops of what the examples declare. It gives no error for any of them. */
export const DROPPED: readonly Dropped[] = [
  { name: 'replicas of a table', isDeclared: ({ isReplica }) => isReplica, without: () => undefined },
  { name: 'SSESpecification of a table', isDeclared: ({ key }) => key !== undefined, without: (table) => ({ ...table, key: undefined }) },
  { name: 'ResourcePolicy of a table', isDeclared: ({ policy }) => policy !== undefined, without: (table) => ({ ...table, policy: undefined }) },
  {
    name: 'PointInTimeRecoverySpecification of a table',
    isDeclared: ({ recovery }) => recovery,
    without: (table) => ({ ...table, recovery: false }),
  },
];

/** The tables as MiniStack makes them, and how often it drops what. */
export function dropFrom(tables: readonly DeclaredTable[]): { tables: DeclaredTable[]; dropped: Record<string, number> } {
  let rest = [...tables];
  const dropped: Record<string, number> = {};
  for (const { name, isDeclared, without } of DROPPED) {
    dropped[name] = rest.filter(isDeclared).length;
    rest = rest.flatMap((table) => isDeclared(table) ? without(table) ?? [] : [table]);
  }
  return { tables: rest, dropped };
}
