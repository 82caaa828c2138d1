/** What is changed, folder by folder: whatever changes in one, the tests of that folder alone have to notice. */
const FOLDERS = {
  plan: ['*.ts'],
  // the catalogue of actions is data that a test compares with AWS's, row by row: to change a row shows nothing new
  features: ['*.ts', '!actions.ts'],
  conditions: ['*.ts'],
  // what evaluates policies
  policy: ['{condition-operators,evaluate,match-conditions,policy-document,principals,request-context,text-pattern}.ts'],
};

const folder = process.env.FOLDER;
const reports = 'test-reports/mutation';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'jest',
  jest: { configFile: 'test/mutation/jest.config.json', config: { testMatch: [`<rootDir>/test/${folder}/*.test.ts`] } },
  plugins: ['@stryker-mutator/jest-runner', './test/mutation/ignorers.mjs'],
  ignorers: ['messages', 'data'],
  mutate: FOLDERS[folder].map((files) => files.replace(/^!?/, (not) => `${not}src/${folder}/`)),
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 60_000, // on a busy machine, what is slow isn't endless
  incremental: true,
  incrementalFile: `${reports}/${folder}-incremental.json`,
  reporters: ['clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false },
  htmlReporter: { fileName: `${reports}/${folder}.html` },
  jsonReporter: { fileName: `${reports}/${folder}.json` },
  ignorePatterns: ['test-reports'],
  tempDirName: `${reports}/tmp`,
  cleanTempDir: 'always', // Jest would find the copies of what failed
  thresholds: { high: 95, low: 90, break: 90 },
};
