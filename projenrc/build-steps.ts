import { awscdk } from 'projen';

/** What `npm run build` does besides what projen has it do. */
export function addBuildSteps(project: awscdk.AwsCdkConstructLibrary): void {
  // the package has whatever is there, that of sources which are gone as well
  project.compileTask.reset('rm -rf lib');
  // a warning means that some target language can't say what the API says
  project.compileTask.exec('jsii --fail-on-warnings');
  project.compileTask.exec('tsx projenrc/lazy-entry-point.ts');
  project.compileTask.exec('tsx projenrc/bundle-code.ts');
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
  project.postCompileTask.exec('remark . --quiet --frail --ignore-path .gitignore --use remark-validate-links=repository:false'); // no link between pages is dead
}
