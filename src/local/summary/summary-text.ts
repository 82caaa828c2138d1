import { FunctionSummary, LocalSummary } from './local-summary';

/** The summary of a run in plain words. */
export function summaryToText(summary: LocalSummary): string {
  const { functions, refused, unanswered, notes, errors } = summary;
  const lines = [
    ...functions.flatMap(describeFunction),
    ...Object.entries(refused).map(([service, count]) => `NOT SERVED ${service} ${count}×`),
    ...unanswered.map((operation) => `NOT KNOWN to the emulator: ${operation}`),
    ...notes.map((note) => `note: ${note}`),
    ...errors.map((error) => `ERROR ${error}`),
  ];
  return `\ncdk-dynamo-access: requests authorized by the model that AWS documents (docs/assumptions.md)\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function describeFunction({ name, asked, denied, unused }: FunctionSummary): string[] {
  return [
    `${name}: ${asked === 0 ? 'asked for nothing' : `${asked} ${asked === 1 ? 'permission' : 'permissions'} asked for`}`,
    ...denied.flatMap(({ action, resource, count, reason, remedy }) => [`  DENIED ${action} on ${resource} (${reason}) ${count}×`, `    ${remedy}`]),
    ...unused.map(({ table, features }) => `  not used on ${table}: ${features.join(', ')}`),
  ];
}
