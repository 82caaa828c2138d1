/** A page of the site: the path of its Markdown in the repository, without `.md`. */
interface SitePage {
  readonly text: string;
  readonly link: string;
}

/** Pages under a heading. */
interface SiteGroup {
  readonly text: string;
  readonly items: readonly SitePage[];
}

/** The pages of the site, by what a visitor wants to do. */
export const SIDEBAR: readonly SiteGroup[] = [
  {
    text: 'Guides',
    items: [
      { text: 'Overview', link: '/' },
      { text: 'Getting started', link: '/docs/getting-started' },
      { text: 'Choosing features', link: '/docs/choosing-features' },
      { text: 'Indexes', link: '/docs/indexes' },
      { text: 'Keys', link: '/docs/keys' },
      { text: 'Logs', link: '/docs/logs' },
      { text: 'Rows, attributes and conditions', link: '/docs/conditions' },
      { text: 'Other accounts', link: '/docs/accounts' },
      { text: 'Services', link: '/docs/services' },
      { text: 'Examples', link: '/examples/README' },
    ],
  },
  {
    text: 'Security',
    items: [
      { text: 'What is checked at synthesis', link: '/docs/findings' },
      { text: 'Silent failures of grants', link: '/docs/silent-failures' },
      { text: 'How it is proven', link: '/docs/proof' },
      { text: 'What each claim rests on', link: '/docs/trust' },
      { text: 'A local deployment', link: '/docs/deployment' },
      { text: 'How policies are evaluated', link: '/docs/evaluation' },
      { text: 'What AWS leaves open', link: '/docs/assumptions' },
      { text: 'Findings of rule packs', link: '/docs/rule-packs' },
      { text: 'Report a vulnerability', link: '/SECURITY' },
    ],
  },
  {
    text: 'Testing',
    items: [
      { text: 'Assertions in your tests', link: '/docs/testing' },
      { text: 'Features from code', link: '/docs/code' },
      { text: 'Tests under own permissions', link: '/docs/local' },
      { text: 'Access report', link: '/docs/report' },
      { text: 'Gate for pull requests', link: '/docs/gate' },
      { text: 'Checks of existing policies', link: '/docs/checks' },
    ],
  },
  {
    text: 'Migration',
    items: [
      { text: 'From grants, SAM and guides', link: '/docs/migration' },
      { text: 'Equivalents', link: '/docs/equivalents' },
      { text: 'Changes in your template', link: '/docs/template-changes' },
      { text: 'First deployment', link: '/docs/first-deployment' },
    ],
  },
  {
    text: 'Without CDK',
    items: [
      { text: 'IAM policies to copy', link: '/docs/policies' },
    ],
  },
  {
    text: 'Command line',
    items: [
      { text: 'Commands', link: '/docs/cli' },
      { text: 'Report data', link: '/docs/report-data' },
    ],
  },
  {
    text: 'Reference',
    items: [
      { text: 'Constructs and options', link: '/docs/constructs' },
      { text: 'Features', link: '/docs/features' },
      { text: 'Client libraries', link: '/docs/clients' },
      { text: 'Errors and warnings', link: '/docs/errors' },
      { text: 'Known limits', link: '/docs/roadmap' },
      { text: 'For coding agents', link: '/AGENTS' },
      { text: 'API', link: '/API' },
    ],
  },
  {
    text: 'Contributing',
    items: [
      { text: 'How to contribute', link: '/CONTRIBUTING' },
      { text: 'Architecture', link: '/docs/architecture' },
      { text: 'Other languages', link: '/docs/languages' },
      { text: 'Benchmarks', link: '/docs/benchmarks' },
      { text: 'Mutation testing', link: '/docs/mutation' },
      { text: 'Changelog', link: '/CHANGELOG' },
    ],
  },
];
