import { join } from 'path';

// CDK prints warnings, deprecations and validation reports while it synthesizes; the tests read them from the assembly.
process.env.JSII_DEPRECATED = 'warn';
console.error = () => undefined;
console.warn = (...printed: unknown[]) => {
  if (printed.some((each) => / is deprecated\.\n/.test(String(each)))) refuseOwnCall(printed.join(' '));
};

/** Throws an error if the library uses a deprecated part of aws-cdk-lib. CDK's own constructs and tests may do so. */
function refuseOwnCall(message: string): void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 50;
  const frames = new Error().stack!.split('\n').slice(3);
  Error.stackTraceLimit = stackTraceLimit;
  const caller = frames.find((frame) => !/node_modules|node:internal/.test(frame));
  if (!['src', 'lib'].some((folder) => caller?.includes(join(process.cwd(), folder, '/')))) return;
  throw new Error(`the library uses what is deprecated, ${caller!.trim()}: ${message}`);
}
