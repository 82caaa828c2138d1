import { Server } from 'net';

/** Has a server listen on a free port of this machine, and on no other address. Returns the port. */
export async function listenOnLoopback(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error(`expected a port, but the server listens at ${address}`);
  return address.port;
}

/** The message of anything that was thrown. */
export function getErrorMessage(error: unknown): string {
  if (error instanceof Error) return error.message;
  return String(error);
}
