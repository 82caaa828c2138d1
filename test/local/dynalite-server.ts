import { Server } from 'http';
import { AddressInfo } from 'net';
import { requireFromProject } from '../../src/local/emulators/project-modules';

/** Starts an emulator at a URL, with one database for all access keys, for the tests of a `describe` block. */
export function useDynalite(): { readonly url: string } {
  const started = { url: '' };
  let emulator: Server;
  beforeAll(async () => {
    emulator = requireFromProject<(options: object) => Server>('dynalite')({ createTableMs: 0, deleteTableMs: 0 });
    await new Promise<void>((resolve) => emulator.listen(0, '127.0.0.1', resolve));
    started.url = `http://127.0.0.1:${(emulator.address() as AddressInfo).port}`;
  });
  afterAll(() => { emulator.close(); emulator.closeAllConnections(); });
  return started;
}
