import { existsSync, readdirSync, statSync } from 'fs';
import { basename, dirname, join, relative } from 'path';
import { CODE_REPORT_VERSION, CodeReport, ReportedCall, ReportedFunction } from './assembly/code-report';
import { CodeFiles, mountFiles, openCode } from './files/code-files';
import { findFileLanguage } from './files/modules';
import { neededPermission, NeededPermission } from './needed-permissions';
import { CODE_ROOT, readHandler } from './read-handler';
import { resolveRequests } from './requests/resolve-requests';
import { listFittingFeatures, NO_INDEXES } from '../features/find-features';
import { dropUndefined } from '../values/json-values';
import { sortBy } from '../values/lists';

export {
  CODE_REPORT_VERSION, CodeReport, FunctionWithCalls, reportCalls, ReportedCall, ReportedFunction, ReportedGrant, ReportedPermission,
} from './assembly/code-report';
export { codeToText, callToText, listCodeAnnotations, placeToText, unknownToText } from './assembly/code-text';

/** Tells whether a name is the construct path of a function or the end of it. Without a name, every function is meant. */
export function isFunctionNamed(path: string, name: string | undefined): boolean {
  return name === undefined || `/${path}`.endsWith(`/${name}`);
}

/** Reads a file of code, or every file of a folder by itself. Environment variables stand for tables. */
export function readCodeFiles(path: string): CodeReport {
  if (!statSync(path).isDirectory()) return reportSources(dirname(path), [path]);
  return reportSources(path, listSourceFiles(path));
}

function reportSources(root: string, files: readonly string[]): CodeReport {
  const mounted = mountFiles([{ at: CODE_ROOT, files: openCode(root) }]);
  return { version: CODE_REPORT_VERSION, functions: files.map((file) => readSourceFile(mounted, relative(root, file) || basename(file))) };
}

function listSourceFiles(folder: string): string[] {
  const entries = sortBy(readdirSync(folder, { withFileTypes: true }), ({ name }) => name);
  return entries.filter(({ name }) => !/^(node_modules|\..*|cdk\.out|__pycache__)$/.test(name)).flatMap((entry) => {
    if (entry.isDirectory()) return listSourceFiles(join(folder, entry.name));
    if (/\.(js|mjs|cjs|py)$/.test(entry.name)) return [join(folder, entry.name)];
    return [];
  });
}

function readSourceFile(files: CodeFiles, file: string): ReportedFunction {
  const { state, calls, unknown } = resolveRequests(readHandler(files, { language: findFileLanguage(file), file }));
  const needed = new Map<string, NeededPermission[]>();
  for (const { service, operation, part, resource, index } of calls) {
    const permission = neededPermission(service, operation, part, index?.text);
    if (service !== 'kms' && resource && permission) needed.set(resource.text, [...needed.get(resource.text) ?? [], permission]);
  }
  return {
    id: file,
    state,
    calls: calls.map(({ resource, index, service: _, ...call }) => dropUndefined<ReportedCall>({
      ...call, table: resource?.text, index: index?.text,
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
