import { readdirSync } from 'fs';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { JsonFile, Project } from 'projen';

/** Each example is an app by itself, under the feature flags that `cdk init` recommends. */
export function addExamples(project: Project): void {
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
}
