import { existsSync, readdirSync, statSync } from 'fs';
import { basename, dirname, join, relative } from 'path';
import { CODE_REPORT_VERSION, CodeReport, reportCode, ReportedFunction } from './assembly/code-report';
import { MountedFiles, openCode } from './files/code-files';
import { neededPermission, NeededPermission } from './needed-permissions';
import { CODE_ROOT, readHandler } from './read-handler';
import { resolveRequests } from './resolve-requests';
import { listFittingFeatures, NO_INDEXES } from '../features/find-features';
import { getConstructPath } from '../policy/assembly-resources';
import { AWS_MANAGED_POLICIES } from '../policy/aws-managed-policies';
import { readAssembly } from '../policy/read-assembly';

export { CodeReport, ReportedCall, ReportedFunction } from './assembly/code-report';
export { codeToGithub, codeToText, callToText, placeToText } from './assembly/code-text';

/** Where stacks are taken to be that can be deployed anywhere. */
const ANYWHERE = { account: '111111111111', region: 'us-east-1', partition: 'aws', managedPolicies: AWS_MANAGED_POLICIES };

/**
 * What the functions of a cloud assembly call, and what they may do.
 *
 * @param name the end of a function's construct path, to report on that function alone
 */
export function readCodeOfAssembly(directory: string, name?: string): CodeReport {
  const assembly = readAssembly(directory, ANYWHERE);
  return reportCode(assembly, ({ origin }) => name === undefined || `/${getConstructPath(origin)}`.endsWith(`/${name}`));
}

/** What a file of code calls, or every file of a folder by itself: environment variables stand for tables. */
export function readCodeOfFiles(path: string): CodeReport {
  const files = statSync(path).isDirectory() ? sourceFiles(path) : [path];
  const root = statSync(path).isDirectory() ? path : dirname(path);
  return { version: CODE_REPORT_VERSION, functions: files.map((file) => readFile(root, relative(root, file) || basename(file))) };
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).sort((one, other) => one.name < other.name ? -1 : 1).flatMap((entry) => {
    if (entry.isDirectory()) return /^(node_modules|\..*|cdk\.out|__pycache__)$/.test(entry.name) ? [] : sourceFiles(join(folder, entry.name));
    return /\.(js|mjs|cjs|py)$/.test(entry.name) ? [join(folder, entry.name)] : [];
  });
}

function readFile(root: string, file: string): ReportedFunction {
  const files = new MountedFiles([{ at: CODE_ROOT, files: openCode(root) }]);
  const { state, calls, unknown } = resolveRequests(readHandler(files, { language: file.endsWith('.py') ? 'python' : 'javascript', file }));
  const needed = new Map<string, NeededPermission[]>();
  for (const { service, operation, part, resource, index } of calls) {
    const permission = neededPermission(service, operation, part, index?.text);
    if (service !== 'kms' && resource && permission) needed.set(resource.text, [...needed.get(resource.text) ?? [], permission]);
  }
  return {
    id: file,
    state,
    calls: calls.map(({ operation, part, resource, index, sure, otherCredentials, at, via }) => ({
      operation,
      ...part && { part },
      ...resource && { table: resource.text },
      ...index && { index: index.text },
      sure,
      otherCredentials,
      at,
      ...via && { via },
    })),
    unknown,
    features: Object.fromEntries([...needed].map(([table, permissions]) => [table, listFittingFeatures(permissions, NO_INDEXES)])),
    featuresOfOthers: {},
    denied: [],
    neverCalled: [],
  };
}

export function isAssembly(path: string): boolean {
  return existsSync(join(path, 'manifest.json'));
}
