/**
 * Loads the package, and the names of it that an access is declared with: prints the milliseconds that this takes when what it uses
 * of aws-cdk-lib and constructs is loaded already, and those that it takes to load what an access uses besides until its template
 * is written; or, without an argument, what an access loads. Plain JavaScript, as nothing that compiles TypeScript may take part.
 */
const { realpathSync } = require('fs');
const { join, sep } = require('path');

const LIBRARY = realpathSync(join(__dirname, '../lib'));
const [loadedBefore] = process.argv.slice(2);

const isOwn = (file) => file.startsWith(LIBRARY + sep);
const millisecondsOf = (work) => {
  const start = performance.now();
  work();
  return performance.now() - start;
};
const loadNames = () => {
  const { DynamoAccessRole, LambdaTableAccess, TableFeature } = require(LIBRARY);
  if ([DynamoAccessRole, LambdaTableAccess, TableFeature].includes(undefined)) throw new Error(`expected the package in ${LIBRARY}`);
};

if (loadedBefore === undefined) {
  loadNames();
  const { App, Stack } = require('aws-cdk-lib');
  const { AttributeType, Table } = require('aws-cdk-lib/aws-dynamodb');
  const { Code, Function, Runtime } = require('aws-cdk-lib/aws-lambda');
  const { DynamoAccessRole, LambdaTableAccess, TableFeature } = require(LIBRARY);
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const table = new Table(stack, 'Table', { partitionKey: { name: 'pk', type: AttributeType.STRING } });
  const features = [TableFeature.CRUD];
  new DynamoAccessRole(stack, 'Role', { table, features });
  const fn = new Function(stack, 'Function', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('//') });
  new LambdaTableAccess(stack, 'Access', { function: fn, table, features });
  app.synth();
  console.log(JSON.stringify(Object.keys(require.cache).filter((file) => file !== __filename)));
} else {
  const files = JSON.parse(loadedBefore);
  files.filter((file) => !isOwn(file)).forEach((file) => require(file));
  const names = millisecondsOf(loadNames);
  const rest = millisecondsOf(() => files.filter(isOwn).forEach((file) => require(file)));
  console.log(JSON.stringify({ names, rest }));
}
