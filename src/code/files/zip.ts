import { inflateRawSync } from 'zlib';
import { isSystemError } from '../../values/system-errors';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/** A zip file can't be read. */
export class UnreadableZip extends Error {}

/**
 * The files in a zip file, by their paths.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3
 */
export function readZip(zip: Buffer): Map<string, Buffer> {
  const end = findEnd(zip);
  const files = new Map<string, Buffer>();
  let offset = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (offset + 46 > zip.length || zip.readUInt32LE(offset) !== CENTRAL) throw new UnreadableZip('the zip file has no readable directory');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((at) => zip.readUInt16LE(offset + at));
    const name = zip.toString('utf8', offset + 46, offset + 46 + nameLength);
    if (!name.endsWith('/')) files.set(name, inflateEntry(zip, offset));
    offset += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}

/** The record at the end, which a comment may follow. */
function findEnd(zip: Buffer): number {
  for (let offset = zip.length - 22; offset >= 0 && offset > zip.length - 66_000; offset--) {
    if (zip.readUInt32LE(offset) === END) return offset;
  }
  throw new UnreadableZip('it is no zip file');
}

function inflateEntry(zip: Buffer, central: number): Buffer {
  const method = zip.readUInt16LE(central + 10);
  const size = zip.readUInt32LE(central + 20);
  const local = zip.readUInt32LE(central + 42);
  if (local + 30 > zip.length) throw new UnreadableZip('the zip file ends too early');
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const data = zip.subarray(start, start + size);
  if (method === STORED) return data;
  if (method === DEFLATED) return inflate(data);
  throw new UnreadableZip(`the zip file is compressed by method ${method}`);
}

function inflate(data: Buffer): Buffer {
  try {
    return inflateRawSync(data);
  } catch (error) {
    if (isSystemError(error)) throw new UnreadableZip(error.message);
    throw error;
  }
}
