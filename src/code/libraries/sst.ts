import { ExternalAtom } from './call-back';
import { Place } from '../engine/engine';
import { only, Value } from '../engine/values';

/**
 * `Table.orders.tableName` of SST 2 is an environment variable of the function that the table is bound to.
 *
 * @see https://github.com/sst/sst/blob/0b660dcddbd297fd504de6b4ece0ca3a0cda7a3b/packages/sst/src/constructs/util/functionBinding.ts
 */
export function readSst({ engine }: Place, { module, path }: ExternalAtom, name: string): Value | undefined {
  const [, id] = /^Table\.([\w-]+)$/.exec(path) ?? [];
  if (!/^sst(\/node\/table)?$/.test(module) || id === undefined || name !== 'tableName') return undefined;
  return only(engine.store.getEnvironmentVariable(`SST_Table_tableName_${id.replace(/-/g, '_')}`));
}
