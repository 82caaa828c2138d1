import { accessGraph } from './access-graph';
import { checksPage } from './checks-page';
import { clientsPage } from './clients-page';
import { equivalentsPage } from './equivalents-page';
import { errorsPage } from './errors-page';
import { featuresPage } from './features-page';
import { policiesPage } from './policies-page';
import { rulePacksPage } from './rule-packs-page';
import { silentFailuresPage } from './silent-failures-page';

/** The generated pages, and a picture, by their path in docs. */
export const PAGES: Readonly<Record<string, () => string | Promise<string>>> = {
  'checks.md': checksPage,
  'clients.md': clientsPage,
  'equivalents.md': equivalentsPage,
  'errors.md': errorsPage,
  'features.md': featuresPage,
  'pictures/access.svg': accessGraph,
  'policies.md': policiesPage,
  'rule-packs.md': rulePacksPage,
  'silent-failures.md': silentFailuresPage,
};
