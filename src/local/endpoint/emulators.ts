import { startDynalite } from './dynalite';
import { hasJava, startDynamoDbLocal } from './dynamodb-local';
import { Emulator } from './emulator';

const EMULATORS: Readonly<Record<string, () => Promise<Emulator>>> = { 'dynamodb-local': startDynamoDbLocal, 'dynalite': startDynalite };

/** Starts an emulator: the one that is named, or the one that answers most of what can be asked on this machine. */
export async function startEmulator(name = hasJava() ? 'dynamodb-local' : 'dynalite'): Promise<Emulator> {
  const start = EMULATORS[name];
  if (!start) throw new Error(`no emulator ${name}; expected ${Object.keys(EMULATORS).join(' or ')}`);
  return start();
}
