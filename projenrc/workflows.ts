import { awscdk, Component, github } from 'projen';

/** Changes the workflows that projen writes. projen finds a step by its id, made of its name, and throws an error if there is none. */
export function changeWorkflows(project: awscdk.AwsCdkConstructLibrary): void {
  const build = project.buildWorkflow;
  const release = project.github?.tryFindWorkflow('release');
  if (!build || !release) throw new Error('projen writes no workflow build or release; expected both; set buildWorkflow and release in .projenrc.ts');

  build.addPostBuildSteps({ name: 'package', run: project.runTaskCommand(project.packageTask) });
  build.workflow.addJob('node', testsOnEveryNodeVersion());
  new WorkflowChanges(project, build.workflow, release);
}

function testsOnEveryNodeVersion(): github.workflows.Job {
  return {
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
  };
}

/** Changes steps just before the files are written, because projen adds the jobs of a release only then. */
class WorkflowChanges extends Component {
  public constructor(
    project: awscdk.AwsCdkConstructLibrary,
    private readonly build: github.GithubWorkflow,
    private readonly release: github.GithubWorkflow,
  ) {
    super(project);
  }

  public preSynthesize(): void {
    this.runGate();
    this.useDefaultRegistry();
  }

  /** A pull request runs the gate, which installs the dependencies by itself, in place of the task `build`. */
  private runGate(): void {
    this.resolveSteps('build');
    this.build.removeStep('build', 'install_dependencies');
    this.build.patchStep('build', 'build', { name: 'gate', run: 'bash .ci/run' });
  }

  /** projen keeps the steps of this job as a function, in which it finds none. */
  private resolveSteps(id: string): void {
    const job = this.build.getJob(id);
    const steps: unknown = 'steps' in job ? job.steps : undefined;
    if (typeof steps !== 'function') throw new Error(`the steps of the job ${id} are no function; expected one, as of projen 0.103; drop this call`);
    this.build.updateJob(id, { ...job, steps: steps() });
  }

  /** publib takes npm's own registry unless NPM_REGISTRY names another one. */
  private useDefaultRegistry(): void {
    const { NPM_REGISTRY, ...env } = this.release.getStep('release_npm', 'release').env ?? {};
    if (NPM_REGISTRY === undefined) throw new Error('the step release of the job release_npm sets no NPM_REGISTRY; expected one; drop this change');
    this.release.patchStep('release_npm', 'release', { env });
  }
}
