import { awscdk, github } from 'projen';

/** What GitHub does besides what projen has it do. */
export function changeWorkflows(project: awscdk.AwsCdkConstructLibrary): void {
  // What publishes takes npm's own registry anyway.
  project.tryFindObjectFile('.github/workflows/release.yml')?.addDeletionOverride('jobs.release_npm.steps.9.env.NPM_REGISTRY');
  project.buildWorkflow?.addPostBuildSteps(
    { name: 'proof', run: 'npx projen proof' },
    { name: 'deploy:local', run: 'npx projen deploy:local' },
  );
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
}
