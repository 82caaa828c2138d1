import { readFileSync } from 'node:fs';
import { defineConfig, MarkdownRenderer } from 'vitepress';
import { tabsMarkdownPlugin } from 'vitepress-plugin-tabs';
import { withTabs } from '../generate/examples';

/** Examples in other languages too; the pages in git have them in TypeScript. `npx projen docs` translates them beforehand. */
function languageTabs(markdown: MarkdownRenderer): void {
  const translations = JSON.parse(readFileSync('docs/.vitepress/cache/translations.json', 'utf8'));
  markdown.use(tabsMarkdownPlugin);
  markdown.core.ruler.before('normalize', 'languages', (state) => {
    state.src = withTabs(state.src, translations);
  });
}

/** The pages of the site are the Markdown of the repository, as it stands: README.md is the first, and links lead where they lead there. */
export default defineConfig({
  title: 'cdk-dynamo-access',
  description: 'Exactly the DynamoDB, KMS and CloudWatch Logs permissions that a function needs',
  srcDir: '..',
  srcExclude: ['node_modules', 'test', 'examples', 'lib', 'dist', 'test-reports', '.github'].map((folder) => `**/${folder}/**`),
  rewrites: { 'README.md': 'index.md' },
  ignoreDeadLinks: [/\/(test|examples)\//, /\/src\//, /LICENSE/], // files of the repository, which are no pages; a check of all links covers them
  markdown: { attrs: { disable: true }, config: languageTabs }, // API.md has braces of types
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: [
      { text: 'Start', link: '/' },
      {
        text: 'Concepts',
        items: [
          { text: 'Indexes', link: '/docs/indexes' },
          { text: 'Rows, attributes, conditions', link: '/docs/conditions' },
          { text: 'Keys', link: '/docs/keys' },
          { text: 'Logs', link: '/docs/logs' },
          { text: 'Accounts', link: '/docs/accounts' },
          { text: 'From grants, SAM and guides', link: '/docs/migration' },
        ],
      },
      {
        text: 'What came out',
        items: [
          { text: 'The access report', link: '/docs/report' },
          { text: 'Assertions in your tests', link: '/docs/testing' },
          { text: 'Checks of existing stacks', link: '/docs/checks' },
          { text: 'Findings at synthesis', link: '/docs/findings' },
          { text: 'Errors and warnings', link: '/docs/errors' },
          { text: 'Silent failures of grants', link: '/docs/silent-failures' },
        ],
      },
      {
        text: 'Proof',
        items: [
          { text: 'The proof', link: '/docs/proof' },
          { text: 'A deployment', link: '/docs/deployment' },
          { text: 'Other languages', link: '/docs/languages' },
          { text: 'How policies are evaluated', link: '/docs/evaluation' },
          { text: 'Rule packs', link: '/docs/rule-packs' },
          { text: 'Benchmarks', link: '/docs/benchmarks' },
          { text: 'Assumptions', link: '/docs/assumptions' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'Features', link: '/docs/features' },
          { text: 'Policies', link: '/docs/policies' },
          { text: 'Client libraries', link: '/docs/clients' },
          { text: 'Equivalents', link: '/docs/equivalents' },
          { text: 'API', link: '/API' },
        ],
      },
      {
        text: 'The project',
        items: [
          { text: 'Contributing', link: '/CONTRIBUTING' },
          { text: 'Architecture', link: '/docs/architecture' },
          { text: 'Mutation testing', link: '/docs/mutation' },
          { text: 'What is still missing', link: '/docs/roadmap' },
          { text: 'Security', link: '/SECURITY' },
          { text: 'Changelog', link: '/CHANGELOG' },
        ],
      },
    ],
  },
});
