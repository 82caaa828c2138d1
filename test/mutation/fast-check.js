/** Few cases, and the same ones for each mutant. */
const fc = require('../../node_modules/fast-check/lib/cjs/fast-check');

fc.configureGlobal({ numRuns: 10, seed: 20261121 });
module.exports = fc;
