#!/usr/bin/env node
import { runCommandLine } from './run';

void runCommandLine(process.argv.slice(2)).then(({ output, error, exitCode }) => {
  process.stdout.write(output);
  process.stderr.write(error);
  process.exitCode = exitCode;
}, (error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 2;
});
