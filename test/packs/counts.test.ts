import { readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { nagCounts, permissionCounts, pinnedVersions, synthesized } from './count';
import { countsOf, sideOf } from './finding';
import { APP_NAMES, FAULTS, QUICKSTART, WITH_GRANTS, WITH_SOLUTIONS_CONSTRUCTS } from '../../catalogue/rule-pack-apps';
import { committedCounts, PACKS } from '../../catalogue/rule-pack-counts';
import '../support/quiet';

let folder: string;
beforeAll(() => { folder = synthesized(); }, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

function propertiesOf(app: string, type: string): any[] {
  const { Resources } = JSON.parse(readFileSync(join(folder, app, 'Quickstart.template.json'), 'utf8'));
  return Object.values<any>(Resources).filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
}

describe('the committed counts', () => {
  const { apps, permissions, versions } = committedCounts();

  test('are of all examples, and of the apps beside them (npm run packs -- --update)', () => {
    expect(Object.keys(apps)).toEqual(APP_NAMES);
  });

  test('are of the versions that are installed', () => {
    expect(versions).toEqual(pinnedVersions());
  });

  test.each(APP_NAMES)('are what cdk-nag finds in %s', (name) => {
    expect(nagCounts(folder)[name]).toEqual(apps[name]['cdk-nag']);
  });

  test('are of the permissions that the functions of the quickstart have in each way', async () => {
    expect(await permissionCounts(folder)).toEqual(permissions);
  });

  test.each(PACKS)('have something of %s on access where policies are wrong', (pack) => {
    expect(Object.keys(apps[FAULTS][pack].access ?? {})).not.toEqual([]);
  });
});

describe.each([WITH_GRANTS, WITH_SOLUTIONS_CONSTRUCTS])('%s', (other) => {
  test.each(['AWS::DynamoDB::Table', 'AWS::KMS::Key'])('has the quickstart\'s %s', (type) => {
    expect(propertiesOf(QUICKSTART, type)).not.toEqual([]);
    expect(propertiesOf(other, type)).toEqual(propertiesOf(QUICKSTART, type));
  });

  test('has the quickstart\'s functions, by their code, handlers and runtime', () => {
    const functionsOf = (app: string) => propertiesOf(app, 'AWS::Lambda::Function').map(({ Code, Handler, Runtime }) => ({ Code, Handler, Runtime }));

    expect(functionsOf(other)).toEqual(functionsOf(QUICKSTART));
  });
});

test.each(['checkov', 'cfn-lint'] as const)('%s finds the same on access in all three', (pack) => {
  const { apps } = committedCounts();

  expect([WITH_GRANTS, WITH_SOLUTIONS_CONSTRUCTS].map((other) => apps[other][pack].access)).toEqual(Array(2).fill(apps[QUICKSTART][pack].access));
});

describe('a finding is on access', () => {
  test.each(['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::Logs::LogGroup'])('of %s', (type) => {
    expect(sideOf(type)).toBe('access');
  });

  test('of the policy of a key', () => {
    expect(sideOf('AWS::KMS::Key', true)).toBe('access');
  });

  test.each(['AWS::KMS::Key', 'AWS::DynamoDB::Table', 'AWS::Lambda::Function'])('and not of %s', (type) => {
    expect(sideOf(type)).toBe('other');
  });
});

test('findings of a rule on one side are counted together', () => {
  const [access, other] = (['access', 'other'] as const).map((side) => (rule: string) => ({ rule, side }));

  expect(countsOf([other('L1'), access('IAM5'), access('IAM4'), access('IAM5')])).toEqual({ access: { IAM4: 1, IAM5: 2 }, other: { L1: 1 } });
});
