import { code, codes, link, page, table } from './markdown';
import { CLIENT_CALLS } from '../../test/catalogue/client-calls';

/** The profile of each client library. */
export function clientsPage(): string {
  return page(
    '# Client libraries',
    'A `ClientProfile` is the list of features that a client library needs: `features: ClientProfile.electrodb().features`. It '
    + 'covers all that the library can call at run time. A function that uses less lists its features itself, or takes away '
    + 'what it doesn\'t use:',
    [
      '```ts',
      'ClientProfile.electrodb().features; // all that the library can call',
      'ClientProfile.electrodb().adding(TableFeature.STREAM_READ).features; // and more',
      'ClientProfile.electrodb().without(TableFeature.SCAN, TableFeature.BATCH).features; // and less',
      'ClientProfile.electrodb().without(TableFeature.QUERY).adding(TableFeature.QUERY.onIndexes(\'byCustomer\')).features; // one index',
      'FieldEncryption.forClient(ClientProfile.pydynox(), key); // the key for encrypted fields',
      '```',
    ].join('\n'),
    'What a library calls was seen by running it against a client that records its requests, or by reading its source. A '
    + '[test](../test/catalogue/client-calls.test.ts) compares that with what the profile allows.',
    table(
      ['`ClientProfile.`', 'library', 'seen by', 'features', 'allowed, though never called'],
      CLIENT_CALLS.map(({ written, profile, seen, more = [] }) => [
        code(written),
        `${link(profile.library, profile.source)} ${profile.version}`,
        seen === 'run' ? 'running it' : 'reading it',
        codes(profile.features.map(String)),
        codes(more),
      ]),
    ),
    'The AWS SDKs call what the function calls: no profile can say more. `TIME_TO_LIVE` and `TAGS` allow to read as well as to '
    + 'change, hence the last column.',
  );
}
