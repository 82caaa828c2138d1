import { relative } from 'path';
import { awscdk, javascript } from 'projen';

/** What TypeScript checks besides src. */
export function addTypeChecks(project: awscdk.AwsCdkConstructLibrary): void {
  // The examples name the package as its users do; type checks, tests and tsx find it in src.
  new javascript.TypescriptConfig(project, {
    fileName: 'tsconfig.dev.json',
    extends: javascript.TypescriptConfigExtends.fromPaths(['./tsconfig.json']),
    compilerOptions: {
      rootDir: '.',
      noEmit: true,
      paths: { 'cdk-dynamo-access': ['./src'], 'cdk-dynamo-access/local': ['./src/local'] },
    },
    include: ['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'projenrc/**/*.ts', 'examples/**/*.ts', 'catalogue/**/*.ts', 'docs/generate/**/*.ts', '.projenrc.ts'],
    exclude: ['node_modules'],
  });

  // What editors and eslint take for the folders outside src and test.
  for (const folder of ['bench', 'catalogue', 'examples', 'docs/generate']) {
    const root = relative(folder, '.');
    new javascript.TypescriptConfig(project, {
      fileName: `${folder}/tsconfig.json`,
      extends: javascript.TypescriptConfigExtends.fromPaths([`${root}/tsconfig.dev.json`]),
      compilerOptions: { rootDir: root, noEmit: true },
      include: ['**/*.ts'],
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
  project.eslint!.addIgnorePattern('!assets/**/*.js');
}
