import { awscdk } from 'projen';

/** The commands of the project, apart from building and testing it. */
export function addTasks(project: awscdk.AwsCdkConstructLibrary): void {
  const synth = project.addTask('synth', { description: 'Synthesizes the quickstart and says what each function may do' });
  synth.exec('cdk synth --quiet', { cwd: 'examples/quickstart' });
  synth.exec('tsx src/cli/main.ts report examples/quickstart/cdk.out');

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
    description: 'Compares the evaluation of policies with another implementation, writes right and wrong programs, and sends items and malformed requests, in a great many cases',
    exec: 'tsx test/policy/fuzz.ts',
    receiveArgs: true,
  });
  fuzz.exec('tsx --tsconfig tsconfig.dev.json test/fuzz/run.ts');
  fuzz.exec('tsx --tsconfig tsconfig.dev.json test/fuzz/template/run.ts');
  fuzz.exec('tsx --tsconfig tsconfig.dev.json test/report/fuzz-differences.ts');
  fuzz.exec('tsx --tsconfig tsconfig.dev.json test/local/run-fuzz.ts');
  fuzz.exec('tsx --tsconfig tsconfig.dev.json test/fuzz/answers/run.ts');
  fuzz.exec('tsx --tsconfig tsconfig.dev.json test/code/branches/fuzz.ts');

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

  project.addTask('proof:libraries', {
    description: 'Runs client libraries with the permissions of their features, and without each; needs Java 17, Maven, Python 3 and Go',
    exec: 'tsx --tsconfig tsconfig.dev.json test/proof/libraries/run.ts',
    receiveArgs: true,
  });
  project.gitattributes.addAttributes('/catalogue/client-runs.json', 'linguist-generated');
  project.gitattributes.addAttributes('/catalogue/silent-failures.json', 'linguist-generated');

  project.addTask('proof:foreign', {
    description: 'Compares how the endpoint of the proof and fakecloud read the requests of the proof; needs cargo',
    steps: [
      { exec: 'tsx --tsconfig tsconfig.dev.json test/proof/run.ts --record test-reports/requests.jsonl' },
      { exec: 'tsx --tsconfig tsconfig.dev.json test/proof/foreign/run.ts', receiveArgs: true },
    ],
  });
  project.gitattributes.addAttributes('/test/proof/foreign/Cargo.lock', 'linguist-generated');
  project.gitattributes.addAttributes('/test/proof/foreign/answers.json', 'linguist-generated');

  project.addTask('local', {
    description: 'Runs the examples and three apps under their own permissions, without each of their features, and recorded, and programs in Go and Java; needs Java 17, Python 3, Go and Maven',
    steps: [
      { exec: 'jest test/local/local-access.test.ts', env: { PARALLEL_CALLS: '1000' } },
      { exec: 'tsx --tsconfig tsconfig.dev.json test/local/run-examples.ts' },
      { exec: 'tsx --tsconfig tsconfig.dev.json test/local/run-apps.ts' },
      { exec: 'tsx --tsconfig tsconfig.dev.json test/local/run-sdks.ts' },
    ],
  });

  project.addTask('deploy:local', {
    description: 'Deploys the examples to a local AWS, reads them back, runs, updates and destroys them; needs Python 3, openssl and Java 17',
    exec: 'tsx --tsconfig tsconfig.dev.json test/deploy/run.ts',
  });

  project.addTask('packs', {
    description: 'Counts what cdk-nag, Checkov and cfn-lint find in the examples, and compares with what is committed; needs Python 3',
    exec: 'tsx --tsconfig tsconfig.dev.json test/packs/run.ts',
    receiveArgs: true,
  });

  project.addTask('bench:features', {
    description: 'Measures how long the command features reads 100 functions of real size',
    exec: 'tsx --tsconfig tsconfig.dev.json bench/features.ts',
  });

  project.addTask('bench:local', {
    description: 'Measures what local access adds to an emulator: time, processor time and memory; -- --requests 1000000 for the memory after a million',
    exec: 'tsx --tsconfig tsconfig.dev.json bench/local.ts',
    receiveArgs: true,
  });

  project.addTask('autopilot', {
    description: 'Asks AWS\'s iam-policy-autopilot for the calls of the forms of code that the tests read, and keeps its answers; needs Python 3',
    exec: 'tsx --tsconfig tsconfig.dev.json test/code/autopilot/run.ts',
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

  project.addTask('words', {
    description: 'Prints figures on the names in src and on the sentences of the pages; tests hold their limits',
    steps: [{ exec: 'tsx test/words/measure.ts' }, { exec: 'tsx test/words/measure-prose.ts' }],
  });

  project.addTask('bench:size', {
    description: 'Measures report, check and diff on cloud assemblies of up to 800 stacks',
    exec: 'tsx --tsconfig tsconfig.dev.json bench/size.ts',
    receiveArgs: true,
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

  project.addTask('silent-failures', {
    description: 'Writes the outcomes that the page of silent failures shows',
    exec: 'tsx --tsconfig tsconfig.dev.json test/silent-failures/write-outcomes.ts',
  });

  project.addTask('test:newest', {
    description: 'Runs the tests of the compiled package against the newest aws-cdk-lib, in a copy of the project',
    exec: 'test/newest.sh',
    receiveArgs: true,
  });
}
