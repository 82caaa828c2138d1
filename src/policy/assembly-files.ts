import { existsSync, readFileSync, statSync } from 'fs';
import { join, resolve } from 'path';
import { isRecord, toRecord } from '../values/json-values';
import { tryToParseJson } from '../values/parse-json';

/** An assembly has a file that is missing or isn't what `cdk synth` writes. */
export class UnreadableAssembly extends Error {}

/** A CloudFormation template, as far as it is read. */
export interface Template {
  readonly Transform?: unknown;
  readonly Parameters?: Readonly<Record<string, { readonly Type?: string; readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** The metadata of constructs by their paths, which begin with a slash. */
export type ConstructMetadata = Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;

/** A stack, read from the files of a cloud assembly. */
export interface StackFiles {
  readonly stackName: string;
  /** The construct path of the stack. */
  readonly path: string;
  /** Undefined if the stack can be deployed to any account. */
  readonly account?: string;
  /** Undefined if the stack can be deployed to any Region. */
  readonly region?: string;
  readonly template: Template;
  /** The tags that CloudFormation gives the resources of the stack. */
  readonly tags?: Readonly<Record<string, unknown>>;
  readonly metadata: ConstructMetadata;
  /** Finds the template of a nested stack by its URL, or by the path of its asset if CDK recorded it. */
  readonly findNestedTemplate: (url: string, assetPath: unknown) => Template | undefined;
  /** Finds an asset by its path if CDK recorded it, or by the key of the object that it is uploaded to. */
  readonly findAsset?: (assetPath: unknown, key: unknown) => string | undefined;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly metadata?: ConstructMetadata;
  readonly additionalMetadataFile?: string;
  readonly properties: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads all stacks of a cloud assembly, including those of its stages. A template of CloudFormation is one stack.
 *
 * @param parents the folders that are being read, one of which a manifest may name again
 */
export function readStackFiles(directory: string, parents: readonly string[] = []): StackFiles[] {
  refuseMissingPart(directory);
  if (statSync(directory).isFile()) return [readTemplateFile(directory)];
  if (parents.includes(resolve(directory))) return [];
  const readJson = (file: string) => {
    refuseMissingPart(join(directory, file));
    return readJsonFile(join(directory, file));
  };
  const artifacts = readArtifacts(readJson('manifest.json'), join(directory, 'manifest.json'));
  const assets: Record<string, string> = Object.fromEntries(Object.values(artifacts)
    .filter(({ type }) => type === 'cdk:asset-manifest')
    .filter(({ properties }) => existsSync(join(directory, String(properties.file))))
    .flatMap(({ properties }) => Object.entries<any>(readJson(String(properties.file)).files ?? {}))
    .map(([hash, asset]) => [hash, asset?.source?.path]));
  const findNestedTemplate = (url: string, assetPath: unknown) => {
    const asset = typeof assetPath === 'string' ? assetPath : assets[/([0-9a-f]{64})\.json$/.exec(url)?.[1] ?? ''];
    if (!asset || !existsSync(join(directory, asset))) return undefined;
    return tryToReadTemplate(join(directory, asset));
  };
  const findAsset = (assetPath: unknown, key: unknown) => {
    const hash = typeof key === 'string' ? /([0-9a-f]{64})\.\w+$/.exec(key)?.[1] : undefined;
    const path = typeof assetPath === 'string' ? assetPath : assets[hash ?? ''];
    return path && resolve(directory, path);
  };

  return Object.entries(artifacts).flatMap(([id, artifact]) => {
    const { type, environment, displayName, metadata, additionalMetadataFile, properties } = artifact;
    if (type === 'cdk:cloud-assembly') return readStackFiles(join(directory, String(properties.directoryName)), [...parents, resolve(directory)]);
    if (type !== 'aws:cloudformation:stack') return [];
    const [, account, region] = /^aws:\/\/([^/]*)\/(.*)$/.exec(environment ?? '') ?? [];
    return [{
      stackName: properties.stackName ?? id,
      path: displayName ?? id,
      ...account !== 'unknown-account' && { account },
      ...region !== 'unknown-region' && { region },
      template: readJson(String(properties.templateFile)),
      tags: toRecord(properties.tags),
      metadata: additionalMetadataFile ? readJson(additionalMetadataFile) : metadata ?? {},
      findNestedTemplate,
      findAsset,
    }];
  });
}

/** Reads the artifacts that a manifest lists. */
function readArtifacts(manifest: Record<string, unknown>, file: string): Record<string, Artifact> {
  return Object.fromEntries(Object.entries(toRecord(manifest.artifacts)).map(([id, artifact]) => {
    if (!isRecord(artifact)) throw new UnreadableAssembly(`${file} has the artifact ${id}, which is no object; write all files again by 'npx cdk synth'`);
    return [id, { ...artifact, properties: toRecord(artifact.properties) } as unknown as Artifact];
  }));
}

/** Refuses an assembly with a manifest that names a file or folder which isn't there. What it has can't be known. */
function refuseMissingPart(path: string): void {
  if (!existsSync(path)) throw new UnreadableAssembly(`${path} does not exist, but a manifest names it; write all files again by 'npx cdk synth'`);
}

/** Reads JSON. Some editors write a byte order mark before it. Returns `undefined` if the file is not JSON. */
export function tryToReadJsonFile(file: string): any {
  return tryToParseJson(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
}

function readJsonFile(file: string): any {
  const content = tryToReadJsonFile(file);
  if (!isRecord(content)) throw new UnreadableAssembly(`${file} is no object of JSON; write all files again by 'npx cdk synth'`);
  return content;
}

/** Reads a template. Returns `undefined` if it isn't JSON, because CloudFormation takes YAML too. */
function tryToReadTemplate(file: string): Template | undefined {
  const template = tryToReadJsonFile(file);
  return isRecord(template) ? template : undefined;
}

/** The name of the stack of a single template. It doesn't depend on the file, so that a difference of two files is one of their content. */
const TEMPLATE_STACK = 'Template';

function readTemplateFile(file: string): StackFiles {
  return { stackName: TEMPLATE_STACK, path: TEMPLATE_STACK, template: readJsonFile(file), metadata: {}, findNestedTemplate: () => undefined };
}
