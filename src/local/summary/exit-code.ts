import { LocalSummary } from './local-summary';

/**
 * The exit code of a run: that of the command, unless it is 0; else 2 if something couldn't be done here, and 1 if something was denied
 * that no test expects, or asked of another service.
 *
 * @param allowsDenials whether denials are no failure
 */
export function decideExitCode({ functions, refused, unanswered, errors }: LocalSummary, code: number, allowsDenials: boolean): number {
  if (code !== 0) return code;
  if (errors.length > 0 || unanswered.length > 0) return 2;
  if (Object.keys(refused).length > 0) return 1;
  if (functions.some(({ denied }) => denied.length > 0) && !allowsDenials) return 1;
  return 0;
}
