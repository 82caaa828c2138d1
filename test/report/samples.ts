import { App } from 'aws-cdk-lib';
import { buildShop } from './shop';
import { QuickstartStack } from '../../examples/quickstart/quickstart-stack';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { AccessReportData } from '../../src/report/report-data';
import { newApp } from '../policy/assemblies';
import { RECOMMENDED_FLAGS } from '../support/app';

function reportOfApp(build: (app: App) => void, flags: Record<string, unknown>): AccessReportData {
  const app = newApp(flags);
  build(app);
  return reportAssembly(app.synth().directory);
}

/** The apps whose reports are committed in the folder samples, by their names. */
export const SAMPLES: readonly (readonly [name: string, report: () => AccessReportData])[] = [
  ['quickstart', () => reportOfApp((app) => { new QuickstartStack(app, 'Quickstart'); }, RECOMMENDED_FLAGS)],
  ['shop', () => reportOfApp(buildShop, {})],
];
