import { awscdk, javascript } from 'projen';
import { addBuildSteps } from './projenrc/build-steps';
import { DEV_DEPS } from './projenrc/dev-deps';
import { addExamples } from './projenrc/examples';
import { addTasks } from './projenrc/tasks';
import { addTypeChecks } from './projenrc/type-checks';
import { changeWorkflows } from './projenrc/workflows';

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
  workflowNodeVersion: '24', // npm's trusted publishing needs npm 11.5.1, which Node.js 20 and 22 don't bring

  // Everything is built and released from GitHub, by identity rather than by stored secrets wherever a registry knows how.
  release: true,
  majorVersion: 0,
  bumpPackage: 'commit-and-tag-version@12.7.3', // newer ones ask for a newer Node.js
  npmTrustedPublishing: true, // npm adds the provenance by itself
  depsUpgradeOptions: { workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.MONTHLY } },
  githubOptions: { mergify: false },

  cdkVersion: '2.257.0', // the floor of the peer range is what is developed against
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.3',
  projenVersion: '0.103.25',
  projenrcTs: true,
  devDeps: DEV_DEPS,

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
    devdirs: ['test', 'bench', 'catalogue', 'projenrc', 'examples', 'docs/generate', '.projenrc.ts'],
    tsconfigPath: './tsconfig.dev.json',
  },
  gitignore: ['cdk.out/', 'docs/.vitepress/cache/', 'docs/.vitepress/dist/', 'cdk.context.json', '.jsii.tabl.json', 'tsconfig.tsbuildinfo'],
});

// Newer ones were published without the bindings of most platforms, which a lock file must name.
project.package.addPackageResolutions('rollup@4.60.0', 'unrs-resolver@1.12.2');
project.npmignore!.exclude('*.tgz', '.jsii.tabl.json', '/API.md', '/.ci/', '/bench/', '/catalogue/', '/CONTRIBUTING.md', '/SECURITY.md', '/docs/', '/examples/', '/rosetta/', '/tsconfig.dev.json', '/lib/code/**/*.d.ts', '/lib/local/**/*.d.ts');
// of the helper for tests, users need what its entry point refers to
project.npmignore!.include('/lib/local/index.d.ts', '/lib/local/run-options.d.ts', '/lib/local/client/*.d.ts', '/lib/local/summary/local-summary.d.ts');

// ES modules find `cdk-dynamo-access/local` by this alone. jsii and its tools read the other files.
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './local': { types: './lib/local/index.d.ts', default: './lib/local/index.js' },
  './.jsii': './.jsii',
  './lib/*': './lib/*',
  './package.json': './package.json',
});

addTypeChecks(project);
addExamples(project);
addBuildSteps(project);
addTasks(project);
changeWorkflows(project);

project.synth();
