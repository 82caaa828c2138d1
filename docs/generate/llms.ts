import { REPOSITORY } from './repository-links';
import { SIDEBAR } from './sidebar';

/**
 * The page for language models at `/llms.txt` of the site: that for coding agents, and a list of all pages.
 *
 * @param agentsPage the Markdown of AGENTS.md
 * @see https://llmstxt.org
 */
export function renderLlmsPage(agentsPage: string): string {
  const text = agentsPage.replace(/^```ts fixture=\w+$/gm, '```ts');
  const groups = SIDEBAR.map((group) => [
    `## ${group.text}`,
    group.items.map((page) => `- [${page.text}](${addressPage(page.link)})`).join('\n'),
  ].join('\n\n'));
  return [text.replace(/\]\((?!https:)([^)]+)\)/g, `](${REPOSITORY}$1)`).trimEnd(), ...groups, ''].join('\n\n');
}

/** The Markdown in the repository, which a language model reads better than the page of the site. */
function addressPage(link: string): string {
  return REPOSITORY + (link === '/' ? 'README.md' : `${link.slice(1)}.md`);
}
