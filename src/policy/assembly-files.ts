import { readFileSync } from 'fs';
import { join } from 'path';

/** A CloudFormation template, as far as it is read. */
export interface Template {
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

/** What constructs left in the assembly, by their paths, which begin with a slash. */
export type ConstructMetadata = Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;

/** A stack of a cloud assembly, as its files say it. */
export interface StackFiles {
  readonly stackName: string;
  /** The construct path of the stack. */
  readonly path: string;
  /** Undefined where the stack can be deployed anywhere. */
  readonly account?: string;
  readonly region?: string;
  readonly template: Template;
  readonly metadata: ConstructMetadata;
  /** The template of a nested stack by the URL that the stack has for it, or by the asset that CDK noted down. */
  readonly nestedTemplate: (url: string, noted: unknown) => Template | undefined;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly metadata?: ConstructMetadata;
  readonly additionalMetadataFile?: string;
  readonly properties?: Readonly<Record<string, string | undefined>>;
}

/** All stacks of a cloud assembly, those of its stages included. */
export function readStackFiles(directory: string): StackFiles[] {
  const read = (file: string) => JSON.parse(readFileSync(join(directory, file), 'utf8'));
  const artifacts: Record<string, Artifact> = read('manifest.json').artifacts ?? {};
  const assets: Record<string, string> = Object.fromEntries(Object.values(artifacts)
    .filter(({ type }) => type === 'cdk:asset-manifest')
    .flatMap(({ properties }) => Object.entries<any>(read(properties!.file!).files ?? {}))
    .map(([hash, { source }]) => [hash, source.path]));
  const nestedTemplate = (url: string, noted: unknown) => {
    const asset = typeof noted === 'string' ? noted : assets[/([0-9a-f]{64})\.json$/.exec(url)?.[1] ?? ''];
    return asset === undefined ? undefined : read(asset);
  };

  return Object.entries(artifacts).flatMap(([id, { type, environment, displayName, metadata, additionalMetadataFile, properties }]) => {
    if (type === 'cdk:cloud-assembly') return readStackFiles(join(directory, properties!.directoryName!));
    if (type !== 'aws:cloudformation:stack') return [];
    const [, account, region] = /^aws:\/\/([^/]*)\/(.*)$/.exec(environment ?? '') ?? [];
    return [{
      stackName: properties!.stackName ?? id,
      path: displayName ?? id,
      account: account === 'unknown-account' ? undefined : account,
      region: region === 'unknown-region' ? undefined : region,
      template: read(properties!.templateFile!),
      metadata: additionalMetadataFile ? read(additionalMetadataFile) : metadata ?? {},
      nestedTemplate,
    }];
  });
}
