import { cpSync, writeFileSync } from 'fs';
import { join } from 'path';
import { javaExamples } from './java-examples';
import { HANDLERS, Language, makePackage, run, versionOf } from './language';

const PURGE = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:purge-local-repository';

/** A jar, in a Maven repository that is a folder. The examples of the pages are compiled with the quickstart. */
export const JAVA: Language = {
  name: 'Java',
  synthesize: async (work, output) => {
    await makePackage('java', work);
    const app = join(work, 'app');
    cpSync(join(__dirname, 'java'), app, { recursive: true });
    writeFileSync(join(app, 'src', 'main', 'java', 'quickstart', 'Examples.java'), await javaExamples());
    const maven = (...options: string[]) => run('mvn', [
      '--quiet', '--batch-mode', ...options, `-Dpackages=${join(work, 'java')}`,
      `-Dcdk.version=${versionOf('aws-cdk-lib')}`, `-Dconstructs.version=${versionOf('constructs')}`,
    ], app, output);
    // Maven would take the jar of an earlier run, as its version is the same.
    await maven(PURGE, '-DmanualInclude=io.github.cdk-dynamo-access:cdk-dynamo-access', '-DreResolve=false');
    await maven('compile', 'exec:java', `-Dexec.args=${HANDLERS}`);
  },
};
