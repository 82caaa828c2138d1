import { code, codes, link, page, table } from './markdown';
import { CLIENT_CALLS, ClientCalls } from '../../catalogue/client-calls';
import { CLIENT_LINES } from '../../catalogue/client-lines';
import { CLIENT_RUNS, ClientRun } from '../../catalogue/client-runs';

/** The profile of each client library. */
export function clientsPage(): string {
  return page(
    '# Client libraries',
    'Your function uses a client library. `features: ClientProfile.electrodb().features` lists the features that the library needs. A profile '
    + 'covers everything that the library can call at run time. If your function uses less, list its features or remove some of the profile:',
    [
      '```ts',
      '// everything that the library can call',
      'const all = ClientProfile.electrodb();',
      '// one more feature',
      'const more = all.adding(TableFeature.STREAM_READ);',
      '// fewer features',
      'const less = all.without(TableFeature.SCAN, TableFeature.BATCH);',
      '// queries of the table only',
      'const onTable = all.without(TableFeature.QUERY)',
      '  .adding(TableFeature.QUERY.onTable());',
      '// the key of encrypted fields',
      'const encryption = FieldEncryption.forClient(ClientProfile.pydynox(), noteKey);',
      '```',
    ].join('\n'),
    'Each library ran against a client or an endpoint that records its requests. For a library that can\'t run here, its source was read. A '
    + '[test](../test/catalogue/client-calls.test.ts) compares these calls with what the profile allows.',
    table(
      ['`ClientProfile.`', 'library', 'seen by', 'features', 'allowed but never called'],
      CLIENT_CALLS.map((calls) => [
        code(calls.written),
        `${link(calls.profile.library, calls.profile.source)} ${calls.profile.version}`,
        describeSeen(calls),
        describeFeatures(calls),
        codes(calls.more ?? []),
      ]),
    ),
    'The AWS SDKs have no profile because they call only what your function calls. `TIME_TO_LIVE` and `TAGS` allow reads and changes. Some '
    + 'libraries need only one of the two. The last column lists the other.',
    '## Libraries without a profile',
    'These libraries need few features. Write the features yourself. Each [program](../test/proof/libraries) ran with the permissions of these '
    + 'features and nothing was denied. Then it ran once without each permission and was denied. A permission is an action on the table or on '
    + 'an index.',
    table(['library', 'version', 'features', 'permissions needed', 'notes'], CLIENT_LINES.map(({ library, source, version, features, note }) => [
      link(library, source), version, codes(features.map(String)), describeNeeded(CLIENT_RUNS[library]), note,
    ])),
  );
}

/** The programs that ran without each permission have the features of a profile without options. */
function describeSeen({ seen, written, profile }: ClientCalls): string {
  if (seen === 'source') return 'reading it';
  if (written.endsWith('()') && profile.library in CLIENT_RUNS) return `running it, ${describeNeeded(CLIENT_RUNS[profile.library])} permissions needed`;
  return 'running it';
}

function describeNeeded({ permissions }: ClientRun): string {
  return `${permissions.length} of ${permissions.length}`;
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
    code(`${factory}()`),
    ...gone.length > 0 ? [`without ${codes(gone)}`] : [],
    ...added.length > 0 ? [`plus ${codes(added)}`] : [],
  ].join(' ');
}
