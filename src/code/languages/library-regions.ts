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
export function findLibraryRegions(text: string): LibraryRegion[] {
  const regions = [...text.matchAll(/^\/\/ (\S+\.(?:[cm]?[jt]sx?|json))$/gm)].map((match): LibraryRegion => {
    const library = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(match[1])?.[1];
    return { offset: match.index, library };
  });
  if (regions.some(({ library }) => library !== undefined)) return regions;
  return [];
}

/** The library that an offset belongs to. */
export function findLibraryAt(regions: readonly LibraryRegion[], offset: number): string | undefined {
  let [low, high] = [0, regions.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (regions[middle].offset <= offset) low = middle + 1;
    else high = middle;
  }
  return regions[low - 1]?.library;
}
