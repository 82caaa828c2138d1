/**
 * Loads the package, and the names of it that an access is declared with: prints the milliseconds that this takes when what it uses
 * of aws-cdk-lib and constructs is loaded already, or, without an argument, what that is. Plain JavaScript, as nothing that compiles
 * TypeScript may take part.
 */
const { join } = require('path');

const LIBRARY = join(__dirname, '../lib');
const [loadedBefore] = process.argv.slice(2);

for (const file of loadedBefore === undefined ? [] : JSON.parse(loadedBefore)) require(file);
const start = performance.now();
const { DynamoAccessRole, LambdaTableAccess, TableFeature } = require(LIBRARY);
const milliseconds = performance.now() - start;
if ([DynamoAccessRole, LambdaTableAccess, TableFeature].includes(undefined)) throw new Error(`expected the package in ${LIBRARY}`);

const others = Object.keys(require.cache).filter((file) => file !== __filename && !file.startsWith(LIBRARY));
console.log(JSON.stringify(loadedBefore === undefined ? others : milliseconds));
