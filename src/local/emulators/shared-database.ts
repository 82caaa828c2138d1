import { randomBytes } from 'crypto';
import { Emulator } from './emulator';

/**
 * Tells whether an emulator has one database for all access keys, as dynalite does and DynamoDB Local with `-sharedDb`. The tables of
 * the run are there already.
 */
export async function hasSharedDatabase(emulator: Emulator, region: string): Promise<boolean> {
  const owner = `stranger${randomBytes(8).toString('hex')}`;
  const { body } = await emulator.send('DynamoDB_20120810.ListTables', '{}', { owner, region });
  return JSON.parse(body).TableNames?.length > 0;
}
