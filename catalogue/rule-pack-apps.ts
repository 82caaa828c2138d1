import { existsSync, readdirSync } from 'fs';
import { join } from 'path';

export const EXAMPLES = join(__dirname, '..', 'examples');

/** The names of the examples, which are those of their folders. */
export const EXAMPLE_NAMES = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'app.ts'))).sort();

/** The example that is also made in other ways. */
export const QUICKSTART = 'quickstart';
export const WITH_GRANTS = `${QUICKSTART}-grants`;
export const WITH_SOLUTIONS_CONSTRUCTS = `${QUICKSTART}-solutions-constructs`;

/** The quickstart in all ways. */
export const WAYS = [QUICKSTART, WITH_GRANTS, WITH_SOLUTIONS_CONSTRUCTS];

/** An app with policies that are wrong, in which each pack has to find something. */
export const FAULTS = 'faults';

/** All that the packs look at. */
export const APP_NAMES = [...EXAMPLE_NAMES, WITH_GRANTS, WITH_SOLUTIONS_CONSTRUCTS, FAULTS];
