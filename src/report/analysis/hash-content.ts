import { createHash } from 'crypto';

/** Writes a short hash of something that a report doesn't contain, so that a difference sees that it changes. */
export function hashContent(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}
