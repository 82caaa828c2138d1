/** Tells an error of the system, such as that of a file that can't be read, from a mistake in this library. Those of zlib are among them. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof (error as NodeJS.ErrnoException).errno === 'number';
}
