/** The space of one of several processes that run tests at the same time, as Jest and Vitest number them. */
export function workerSpace(): string | undefined {
  const worker = process.env.JEST_WORKER_ID ?? process.env.VITEST_POOL_ID;
  if (worker === undefined) return undefined;
  return `w${worker.replaceAll(/\W/g, '')}x`;
}
