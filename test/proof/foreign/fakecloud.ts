import { execFileSync } from 'child_process';
import { join } from 'path';
import { mergeReadings, Reading } from './reading';
import { RecordedRequest } from './recorder';

/** Inside the project, where git doesn't look. */
const TARGET = join(__dirname, '..', '..', '..', 'test-reports', 'fakecloud');

const KEYS = [
  'Attributes', 'EnclosingOperation', 'FullTableScan', 'LeadingKeys', 'ReturnConsumedCapacity', 'ReturnValues', 'Select',
].map((key) => `dynamodb:${key}`);

/** Builds the program that links fakecloud; its versions are those of Cargo.lock. */
export function buildFakecloud(): void {
  execFileSync('cargo', ['build', '--locked', '--quiet', '--jobs', '1', '--target-dir', TARGET], { cwd: __dirname, stdio: 'inherit' });
}

/** Reads requests as fakecloud does. */
export function readByFakecloud(requests: readonly RecordedRequest[]): Reading[] {
  const answers = execFileSync(join(TARGET, 'debug', 'fakecloud-mapping'), {
    input: requests.map((request) => `${JSON.stringify(request)}\n`).join(''), encoding: 'utf8', maxBuffer: 2 ** 30,
  });
  return answers.trimEnd().split('\n').map((answer) => toReading(JSON.parse(answer)));
}

interface Permission {
  readonly action: string;
  readonly resource: string;
  /** By the names of the keys in small letters. A key without values is one that the request doesn't have. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

function toReading(permissions: readonly Permission[]): Reading {
  return mergeReadings(permissions.map(({ action, resource, keys }) => ({
    [`dynamodb:${action} on ${resource}`]: Object.fromEntries(KEYS.map((key) => [key, keys[key.toLowerCase()] ?? []] as const)
      .filter(([, values]) => values.length > 0)),
  })));
}
