import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, MarkdownRenderer } from 'vitepress';
import { tabsMarkdownPlugin } from 'vitepress-plugin-tabs';
import { withTabs } from '../generate/examples';
import { renderLlmsPage } from '../generate/llms';
import { addressOnSite } from '../generate/repository-links';
import { SIDEBAR } from '../generate/sidebar';

/** Examples in other languages too; the pages in git have them in TypeScript. `npx projen docs` translates them beforehand. */
function languageTabs(markdown: MarkdownRenderer): void {
  const translations = JSON.parse(readFileSync('docs/.vitepress/cache/translations.json', 'utf8'));
  markdown.use(tabsMarkdownPlugin);
  markdown.core.ruler.before('normalize', 'languages', (state) => {
    state.src = withTabs(state.src, translations);
  });
}

/** Links to files that are no pages of the site lead to the repository. */
function repositoryLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    const links = tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === 'link_open');
    for (const link of links) link.attrSet('href', addressOnSite(env.relativePath, link.attrGet('href') ?? ''));
  });
}

/** The pages of the site are the Markdown of the repository. README.md is the first page, and links work as they do there. */
export default defineConfig({
  title: 'cdk-dynamo-access',
  description: 'AWS CDK constructs that give a Lambda function exactly the permissions that it needs',
  srcDir: '..',
  srcExclude: ['node_modules', 'test', 'cdk.out', 'lib', 'dist', 'test-reports', '.github'].map((folder) => `**/${folder}/**`),
  rewrites: { 'README.md': 'index.md' },
  markdown: { attrs: { disable: true }, config: (markdown) => [languageTabs, repositoryLinks].forEach((change) => change(markdown)) }, // API.md has braces of types
  buildEnd: ({ outDir }) => writeFileSync(join(outDir, 'llms.txt'), renderLlmsPage(readFileSync('AGENTS.md', 'utf8'))),
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: SIDEBAR.map(({ text, items }) => ({ text, items: [...items] })),
  },
});
