const { createHash } = require('crypto');
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('fs');
const { join } = require('path');
const { default: circus } = require('jest-circus/runner');

/**
 * Jest's runner, but for files of which no test is asked for: Stryker asks for the tests that reach a mutant by their names, and
 * jest would load every file that may have one. The first run, of all tests, notes down which file has which.
 */
module.exports = async function run(globalConfig, config, environment, runtime, testPath, ...rest) {
  const folder = join(config.rootDir, 'test-reports', 'tests');
  const note = join(folder, createHash('sha256').update(testPath).digest('hex'));
  const { testNamePattern } = globalConfig;
  if (testNamePattern && existsSync(note)) {
    const all = JSON.parse(readFileSync(note, 'utf8'));
    const asked = new RegExp(testNamePattern, 'i');
    if (!all.testResults.some(({ fullName }) => asked.test(fullName))) return withoutRunning(all);
  }
  const result = await circus(globalConfig, config, environment, runtime, testPath, ...rest);
  if (!testNamePattern && !result.testExecError) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(note, JSON.stringify(result));
  }
  return result;
};

/** What jest says of a file whose tests it skips. */
function withoutRunning(all) {
  const testResults = all.testResults.map((each) => ({ ...each, status: 'pending' }));
  return { ...all, numPassingTests: 0, numPendingTests: testResults.length, testResults };
}
