#!/usr/bin/env node
import { run } from './run';

const { output, error, exitCode } = run(process.argv.slice(2));
process.stdout.write(output);
process.stderr.write(error);
process.exitCode = exitCode;
