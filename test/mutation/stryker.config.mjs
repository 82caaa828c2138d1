/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'jest',
  jest: { configFile: 'test/mutation/jest.config.json' },
  plugins: ['@stryker-mutator/jest-runner', './test/mutation/ignorers.mjs'],
  ignorers: ['messages', 'data'],
  mutate: [
    'src/plan/*.ts',
    'src/features/*.ts',
    // The catalogue of actions is data that a test compares with AWS's, row by row: to change a row shows nothing new.
    '!src/features/actions.ts',
    'src/conditions/*.ts',
    'src/policy/{condition-operators,conditions,evaluate,policy-document,principals,request-context,text-pattern}.ts',
  ],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  incremental: true,
  incrementalFile: 'test-reports/mutation/incremental.json',
  reporters: ['clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false },
  htmlReporter: { fileName: 'test-reports/mutation/index.html' },
  jsonReporter: { fileName: 'test-reports/mutation/mutation.json' },
  tempDirName: 'test-reports/mutation/tmp',
  cleanTempDir: 'always', // Jest would find the copies of what failed
  thresholds: { high: 95, low: 90, break: 90 },
};
