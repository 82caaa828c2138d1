import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { renderLlmsPage } from '../../docs/generate/llms';
import { addressOnSite, REPOSITORY } from '../../docs/generate/repository-links';
import { SIDEBAR } from '../../docs/generate/sidebar';

const ROOT = join(__dirname, '../..');
const LINKS = SIDEBAR.flatMap(({ items }) => items).map(({ link }) => link);

test('the sidebar of the site leads to every page of docs', () => {
  const pages = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md')).map((file) => `/docs/${file.slice(0, -3)}`);

  expect(LINKS.filter((link) => link.startsWith('/docs/')).sort()).toEqual(pages.sort());
});

test.each(LINKS)('the sidebar leads to the page %s, which there is', (link) => {
  expect(existsSync(join(ROOT, link === '/' ? 'README.md' : `${link}.md`))).toBe(true);
});

describe('llms.txt', () => {
  test('has the page for coding agents and every page of the site, by its address', () => {
    const page = renderLlmsPage(readFileSync(join(ROOT, 'AGENTS.md'), 'utf8'));
    const addresses = [...page.matchAll(/\]\(([^)]*)\)/g)].map(([, address]) => address);

    expect(page).toMatch(/^# cdk-dynamo-access\n\n> AWS CDK constructs/);
    expect(addresses.filter((address) => !address.startsWith('https://'))).toEqual([]);
    expect(addresses).toContain('https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/docs/choosing-features.md');
  });

  test('names no fixtures of examples', () => {
    expect(renderLlmsPage('# Name\n\n```ts fixture=imports\nf();\n```\n')).toContain('```ts\nf();\n```');
  });
});

describe('on the site', () => {
  test.each([
    ['a page', '../examples/README.md'],
    ['a part of a page', 'conditions.md#rows'],
    ['an address', 'https://docs.aws.amazon.com/'],
    ['a picture', 'pictures/access.svg'],
  ])('a link to %s stays', (_kind, address) => {
    expect(addressOnSite('docs/keys.md', address)).toBe(address);
  });

  test.each([
    ['../test/proof/run.ts', 'test/proof/run.ts'],
    ['../examples/quickstart', 'examples/quickstart'],
    ['../LICENSE', 'LICENSE'],
    ['../test/mutation/results.md', 'test/mutation/results.md'],
  ])('the link %s leads to the repository', (address, path) => {
    expect(addressOnSite('docs/keys.md', address)).toBe(REPOSITORY + path);
  });
});
