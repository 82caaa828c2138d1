import { allow, ARN, role, table, writeAssembly } from './templates';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';

const STREAM = `${ARN.table('Orders')}/stream`;

function report(...labels: readonly string[]) {
  const statements = labels.map((label) => allow('dynamodb:GetRecords', `${STREAM}/${label}`));
  return reportAssembly(writeAssembly({ ...table('Orders', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }), ...role('Writer', statements) }));
}

function texts(before: readonly string[], after: readonly string[]): string[] {
  return compareReports(report(...before), report(...after)).map(({ direction, text }) => `${direction}: ${text}`);
}

test.each(['*', '2024*', '2*', '2024-01-01T00:00:00.000'])('the label of a stream is not known, so that it may be %s', (label) => {
  expect(report(label).accesses.map(({ resource }) => resource)).toEqual(['Stack/Orders/stream']);
  expect(texts([], [label])).toContain('more: Writer may now read the records of the stream of Orders');
});

test.each([['2024*', '*'], ['2024*', '202*'], ['2024-01-01T00:00:00.000', '*']])('labels like %s are fewer than those like %s', (narrow, broad) => {
  expect(texts([narrow], [broad])).toEqual([`more: Writer may now read the records of resources like ${STREAM}/${broad}`]);
  expect(texts([broad], [broad, narrow])).toEqual([]);
});
