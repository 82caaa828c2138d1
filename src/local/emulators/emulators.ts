import { startDynalite } from './dynalite';
import { hasJava, startDynamoDbLocal } from './dynamodb-local';
import { Emulator, EmulatorFailure } from './emulator';
import { connectTo } from './running-emulator';

const EMULATORS: Readonly<Record<string, () => Promise<Emulator>>> = { 'dynamodb-local': startDynamoDbLocal, 'dynalite': startDynalite };

/** Starts an emulator by its name, or connects to one by its URL. Without a name, starts DynamoDB Local if there is Java, else dynalite. */
export async function startEmulator(name = hasJava() ? 'dynamodb-local' : 'dynalite'): Promise<Emulator> {
  if (/^http:/.test(name)) return connectTo(name);
  if (Object.hasOwn(EMULATORS, name)) return EMULATORS[name]();
  throw new EmulatorFailure(`no emulator ${name}; expected ${Object.keys(EMULATORS).join(' or ')} or the URL of an emulator, as http://localhost:8000`);
}
