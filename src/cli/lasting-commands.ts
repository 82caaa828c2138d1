import { LastingCommand, Outcome, Values } from './command';
import { DATA, OUTPUT, PLAIN_TEXT } from './output-options';
import { writeOutput } from './write-output';
import { DeploymentFailure } from '../local/deployment/deploy';
import { EmulatorFailure } from '../local/emulators/emulator';
import { runCommand } from '../local/run-command';
import { RunningApp } from '../local/running-app';
import { decideExitCode } from '../local/summary/exit-code';
import { recordedToText, summarizeRecorded } from '../local/summary/recorded-features';
import { summarize } from '../local/summary/summarize';
import { summaryToText } from '../local/summary/summary-text';
import { isInputError, readFolder, UnreadableInput } from '../report/read-input';

/** The options of commands that run another one with the tables and functions of an app. */
const RUN_OPTIONS = {
  as: { value: 'NAME', default: 'no function', text: 'the function whose permissions and environment variables the command has' },
  emulator: { value: 'EMULATOR', default: 'dynamodb-local, or dynalite without Java 17', text: 'dynamodb-local, dynalite or the URL of a running emulator' },
  env: { value: 'NAME=VALUE', multiple: true, text: 'an environment variable that is unknown before deployment, such as the ARN of a state machine' },
  reset: { flag: true, text: 'empties the tables of an emulator at a URL' },
  format: { values: { text: PLAIN_TEXT, json: DATA } },
  output: { ...OUTPUT, text: 'writes the summary to a file' },
} as const;

const ARGUMENTS = { ASSEMBLY: { default: 'cdk.out', text: 'the folder of a cloud assembly' } } as const;

/** The commands that run another command. */
export const LASTING_COMMANDS: readonly LastingCommand[] = [
  {
    name: 'enforce',
    text: 'runs a command, such as your tests, with the permissions of your functions',
    arguments: ARGUMENTS,
    options: {
      ...RUN_OPTIONS,
      'soft': { flag: true, text: 'answers requests that are denied and counts them' },
      'allow-denials': { flag: true, text: 'ends with the exit code of the command whatever was denied' },
    },
    start: ([assembly = 'cdk.out'], options, command) => runWithApp(assembly, options, command, options.soft ? 'soft' : 'enforce', (running, code) => {
      const summary = summarize(running);
      const rendered = options.format === 'json' ? toJson(summary) : summaryToText(summary);
      return { rendered, exitCode: decideExitCode(summary, code, Boolean(options.soft ?? options['allow-denials'])) };
    }),
  },
  {
    name: 'record',
    text: 'runs a command, allows everything and says which features each function used',
    arguments: ARGUMENTS,
    options: RUN_OPTIONS,
    start: ([assembly = 'cdk.out'], options, command) => runWithApp(assembly, options, command, 'record', (running, code) => {
      const recorded = summarizeRecorded(running);
      const rendered = options.format === 'json' ? toJson(recorded) : recordedToText(recorded);
      return { rendered, exitCode: recorded.errors.length > 0 && code === 0 ? 2 : code };
    }),
  },
];

interface Ended {
  readonly rendered: string;
  readonly exitCode: number;
}

async function runWithApp(
  assembly: string, options: Values, command: readonly string[], mode: 'enforce' | 'soft' | 'record', end: (running: RunningApp, code: number) => Ended,
): Promise<Outcome> {
  if (command.length === 0) throw new UnreadableInput('there is no command to run; expected it after --, for example: enforce -- npm test');
  readFolder(assembly, () => undefined);
  const running = await startApp(assembly, options, mode);
  try {
    if (options.as !== undefined && !running.identities.some(({ name }) => name === options.as)) {
      throw new UnreadableInput(`${assembly} has no function ${options.as}; expected ${running.identities.map(({ name }) => name).join(', ')}`);
    }
    const code = await runCommand(running, command, options.as as string | undefined);
    const { rendered, exitCode } = end(running, code);
    return { output: writeOutput(rendered, options.output as string | undefined), exitCode };
  } finally {
    running.stop();
  }
}

async function startApp(assembly: string, { emulator, env, reset }: Values, mode: 'enforce' | 'soft' | 'record'): Promise<RunningApp> {
  const environment = Object.fromEntries((env as readonly string[] ?? []).map((each) => {
    const [name, ...value] = each.split('=');
    if (value.length === 0) throw new UnreadableInput(`--env is '${each}'; expected NAME=VALUE`);
    return [name, value.join('=')];
  }));
  try {
    return await RunningApp.start({ assembly, mode, environment, emulator: emulator as string | undefined, reset: Boolean(reset) });
  } catch (error) {
    if (!isStartFailure(error)) throw error;
    throw new UnreadableInput(error.message);
  }
}

/** Tells a problem of the emulator or of the assembly from a mistake in this library. */
function isStartFailure(error: unknown): error is Error {
  return error instanceof EmulatorFailure || error instanceof DeploymentFailure || isInputError(error) || 'code' in (error as Error);
}

function toJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
