import { code, codes, link, page, table } from './markdown';
import { CLIENT_CALLS, ClientCalls } from '../../catalogue/client-calls';

/** The profile of each client library. */
export function clientsPage(): string {
  return page(
    '# Client libraries',
    'A `ClientProfile` is the list of features that a client library needs: `features: ClientProfile.electrodb().features`. It '
    + 'covers all that the library can call at run time. A function that uses less lists its features itself, or takes away '
    + 'what it doesn\'t use:',
    [
      '```ts',
      'const all = ClientProfile.electrodb(); // all that the library can call',
      'const more = ClientProfile.electrodb().adding(TableFeature.STREAM_READ); // and more',
      'const less = ClientProfile.electrodb().without(TableFeature.SCAN, TableFeature.BATCH); // and less',
      'const tableAlone = ClientProfile.electrodb().without(TableFeature.QUERY).adding(TableFeature.QUERY.onTable()); // no index',
      'const encryption = FieldEncryption.forClient(ClientProfile.pydynox(), noteKey); // the key for encrypted fields',
      '```',
    ].join('\n'),
    'What a library calls was seen by running it against a client or an endpoint that records its requests, or by reading its '
    + 'source. A [test](../test/catalogue/client-calls.test.ts) compares that with what the profile allows.',
    table(
      ['`ClientProfile.`', 'library', 'seen by', 'features', 'allowed, though never called'],
      CLIENT_CALLS.map((calls) => [
        code(calls.written),
        `${link(calls.profile.library, calls.profile.source)} ${calls.profile.version}`,
        calls.seen === 'run' ? 'running it' : 'reading it',
        describeFeatures(calls),
        codes(calls.more ?? []),
      ]),
    ),
    'The AWS SDKs call what the function calls: no profile can say more. `TIME_TO_LIVE` and `TAGS` allow to read as well as to '
    + 'change, hence the last column.',
  );
}

/** The features of a profile, with options as what they change in the profile without. */
function describeFeatures({ written, profile }: ClientCalls): string {
  const [factory] = written.split('(');
  const plain = CLIENT_CALLS.find((calls) => calls.written === `${factory}()` && calls.written !== written)?.profile;
  if (!plain) return codes(profile.features.map(String));
  const [names, plainNames] = [profile, plain].map(({ features }) => features.map(String));
  const gone = plainNames.filter((name) => !names.includes(name));
  const added = names.filter((name) => !plainNames.includes(name));
  return [
    `as ${code(`${factory}()`)}`,
    ...gone.length > 0 ? [`without ${codes(gone)}`] : [],
    ...added.length > 0 ? [`and ${codes(added)}`] : [],
  ].join(', ');
}
