import { computeOnce } from '../../values/compute-once';
import { countWhile, SourceFile } from '../ir';
import { isKnownLibrary } from '../libraries/known-libraries';

/** From here on, up to the next region, a bundle holds a file: of a library, or of the app. */
export interface LibraryRegion {
  readonly offset: number;
  /** The name of the package; undefined for files of the app. */
  readonly library?: string;
}

/**
 * The files that esbuild put into a bundle: it writes their paths as comments, unless it minifies.
 *
 * @see https://esbuild.github.io/api/#minify
 */
export const findLibraryRegions = computeOnce(({ text }: SourceFile): LibraryRegion[] => {
  const regions = [...text.matchAll(/^\/\/ (\S+\.(?:[cm]?[jt]sx?|json))$/gm)].map((match): LibraryRegion => {
    const library = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(match[1])?.[1];
    return { offset: match.index, library };
  });
  if (regions.some(({ library }) => library !== undefined)) return regions;
  return [];
});

/** The library that an offset belongs to. */
export function findLibraryAt(regions: readonly LibraryRegion[], offset: number): string | undefined {
  return regions[countWhile(regions, (region) => region.offset <= offset) - 1]?.library;
}

/** The texts of regions: each goes on to the next one. */
export function cutRegions(text: string, regions: readonly LibraryRegion[]): { readonly library?: string; readonly text: string }[] {
  return regions.map(({ library, offset }, index) => ({ library, text: text.slice(offset, regions[index + 1]?.offset) }));
}

export const NAMES_DYNAMODB = /dynamo|aws-sdk|boto/i;
/** A bundler writes the path of a module as a comment, and as a key. */
const PATHS = /^\/\/ .*|"[^"\n]*\bnode_modules\/[^"\n]*"/gm;

/** The client of any other service can't make requests to DynamoDB or KMS. */
const OTHER_CLIENTS = /@aws-sdk\/client-(?!dynamodb|kms)[a-z\d-]+/g;

/** Tells whether a part of a bundle has anything to do with DynamoDB. */
export function namesDynamoDb(text: string): boolean {
  return NAMES_DYNAMODB.test(text.replace(PATHS, '').replace(OTHER_CLIENTS, ''));
}

/** The regions as they are followed: a library that names DynamoDB, and that isn't known, counts as code of the app. */
export function followLibraries(text: string, regions: readonly LibraryRegion[]): LibraryRegion[] {
  const followed = cutRegions(text, regions).filter(({ library, text: code }) => library && !isKnownLibrary(library) && namesDynamoDb(code));
  const names = new Set(followed.map(({ library }) => library));
  return regions.map(({ library, offset }) => ({ offset, ...!names.has(library) && { library } }));
}
