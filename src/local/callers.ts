/** The access key of whoever may do everything. */
export const ADMINISTRATOR = 'administrator';

/** The access key of whoever isn't said to be somebody. */
export const NOBODY = 'nobody';

/** The access key of a client that is always somebody's, whoever uses it. */
export function clientKey(name: string): string {
  return `${name}.client`;
}
