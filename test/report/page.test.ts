import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { AxeBuilder } from '@axe-core/playwright';
import { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { BROWSER, launchBrowser } from './browser';
import { renderHtml } from '../../src/report/formats/html/render-html';
import { AccessReportData, ReportedAccess } from '../../src/report/report-data';

const SHOP: AccessReportData = JSON.parse(readFileSync(join(__dirname, 'samples', 'shop.json'), 'utf8'));
/** The shop, with calls for the first actions of the checkout on its table. */
const WITH_CODE = addCallsToCheckout();
const PHONE = { width: 390, height: 844 };

function addCallsToCheckout(): AccessReportData {
  const [{ id }] = SHOP.grantees;
  const call = { function: 'Api/Checkout', file: 'index.mjs', line: 4, call: 'PutItem', sure: false };
  const addCalls = (access: ReportedAccess): ReportedAccess => {
    const [one, two, three, four] = access.allowed.flatMap(({ actions }) => actions);
    return {
      ...access,
      calls: [
        { action: one, status: 'called', calls: [call] },
        { action: two, status: 'no call found', calls: [] },
        { action: three, status: 'made by AWS', calls: [], text: 'Lambda reads the stream' },
        { action: four, status: 'unknown', calls: [], text: 'there may be' },
      ],
    };
  };
  return {
    ...SHOP,
    grantees: SHOP.grantees.map((grantee) => grantee.id !== id ? grantee : {
      ...grantee, code: [{ function: 'Api/Checkout', state: 'open', unknown: [{ reason: 'a call', file: 'index.mjs', line: 7 }] }],
    }),
    accesses: SHOP.accesses.map((access) => access.grantee === id && access.resource === 'Data/Orders' ? addCalls(access) : access),
  };
}

/** Functions that each have read and write access to ten of the tables. */
function largeReport(functions: number, tables: number): AccessReportData {
  const [checkout] = SHOP.grantees;
  const orders = SHOP.resources.find(({ id }) => id === 'Data/Orders')!;
  const access = SHOP.accesses.find(({ grantee, resource }) => grantee === checkout.id && resource === orders.id)!;
  const names = (count: number, name: string) => Array.from({ length: count }, (_, index) => `${name}${index}`);
  const grantees = names(functions, 'Function').map((name) => ({ ...checkout, id: `Api/${name}`, name, functions: [] }));
  return {
    ...SHOP,
    grantees,
    resources: names(tables, 'Table').map((name) => ({ ...orders, id: `Data/${name}`, name, tableKey: undefined })),
    accesses: grantees.flatMap(({ id }, index) => names(Math.min(tables, 10), '').map((_, offset) => ({
      ...access,
      grantee: id,
      resource: `Data/Table${(index + offset) % tables}`,
      allowed: access.allowed.map((entry) => ({ ...entry, statements: [`${id}/TableAccess, statement ${offset}`] })),
    }))),
  };
}

if (!BROWSER) process.stderr.write('The tests of the report\'s page are skipped: there is no Chromium (apt-get install chromium)\n');

(BROWSER ? describe : describe.skip)('in Chromium', () => {
  let browser: Browser;
  let context: BrowserContext | undefined;
  let page: Page;
  /** What the browser complains of, and what it asks for beside the page. */
  let complaints: string[];

  beforeAll(async () => { browser = await launchBrowser(); });
  afterEach(async () => { await context?.close(); });
  afterAll(async () => { await browser.close(); });

  async function open(report: AccessReportData, options: BrowserContextOptions = {}): Promise<void> {
    const file = join(mkdtempSync(join(tmpdir(), 'page-')), 'report.html');
    writeFileSync(file, renderHtml(report));
    context = await browser.newContext({ offline: true, ...options });
    page = await context.newPage();
    complaints = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => { if (request.url() !== `file://${file}`) complaints.push(request.url()); });
    await page.goto(`file://${file}`);
  }

  const view = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const button = (name: string) => page.getByRole('button', { name });
  const rows = () => page.getByRole('rowheader').getByRole('button').allTextContents();
  const columns = () => page.locator('thead .name').allTextContents();
  const details = () => page.getByRole('dialog');

  test('shows who may do what without a complaint, and without asking for anything', async () => {
    await open(SHOP);

    expect(await rows()).toEqual(SHOP.grantees.map(({ name }) => name));
    for (const name of ['List', 'Graph', 'Matrix']) await view(name);
    expect(complaints).toEqual([]);
  });

  test('allows neither requests nor scripts but its own', async () => {
    await open(SHOP);
    await page.evaluate(`fetch('https://example.com').catch(() => 0);
      document.body.append(Object.assign(document.createElement('script'), { text: 'document.title = "other"' }));`);

    expect(await page.title()).toBe('Access report');
    expect(complaints.filter((text) => text.includes('Content Security Policy')).length).toBeGreaterThanOrEqual(2);
  });

  test('shows names as text, whatever they contain', async () => {
    const hostile = '</script><img src=x onerror="document.title=1"><!-- {{script}} $& __proto__';
    await open(JSON.parse(JSON.stringify(SHOP).replaceAll('Checkout', () => JSON.stringify(hostile).slice(1, -1))));
    for (const name of ['List', 'Graph', 'Matrix']) await view(name);
    await page.getByRole('rowheader').first().getByRole('button').click();

    expect(await details().getByRole('heading').first().textContent()).toBe(hostile);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('Access report');
    expect(complaints).toEqual([]);
  });

  describe('filters', () => {
    test('by function', async () => {
      await open(SHOP);
      await page.getByLabel('Function or grantee').fill('check');

      expect(await rows()).toEqual(['Checkout']);
      expect(await columns()).toEqual(['Orders', 'Keys', 'Log groups']);
      expect(await page.getByRole('status').textContent()).toBe('1 of 9 grantees');
    });

    test('by table', async () => {
      await open(SHOP);
      await page.getByLabel('Table or other resource').fill('Customers');

      expect(await rows()).toEqual(['Tenant', 'Ada', 'Admin', 'Bounded', 'Reviewer']);
      expect(await columns()).toEqual(['Customers']);
    });

    test('by an index, without what belongs to its table otherwise', async () => {
      await open(SHOP);
      await page.getByLabel('Table or other resource').fill('byStatus');

      expect(await rows()).toEqual(['Checkout', 'Admin', 'Report']);
      expect(await button('Checkout on Orders').textContent()).toBe('Read 2');
    });

    test('by action: one that is written out means that action alone', async () => {
      await open(SHOP);
      await page.getByLabel('Action').fill('dynamodb:Scan');

      expect(await rows()).toEqual(['Checkout', 'Ada', 'Admin', 'Analysts', 'Report', 'Reviewer']);
      expect(await button('Checkout on Orders').textContent()).toBe('Read 1');
    });

    test('by access level: several mean any of them', async () => {
      await open(SHOP);
      await page.getByRole('checkbox', { name: 'Tagging' }).check();
      expect(await rows()).toEqual(['Admin', 'Reviewer']);

      await page.getByRole('checkbox', { name: 'List' }).check();
      expect(await rows()).toEqual(['Wider', 'Admin', 'Reviewer']);
    });

    test('by what is wider than declared', async () => {
      await open(SHOP);
      await page.getByRole('checkbox', { name: 'Wider than declared' }).check();

      expect(await rows()).toEqual(['Wider']);
      expect(await button('Wider on Orders').textContent()).toBe('Write 1Wider 1');
    });

    test('say when they leave nobody, and are cleared by a button', async () => {
      await open(SHOP);
      await page.getByLabel('Action').fill('dynamodb:Nothing');
      expect(await page.locator('#view').textContent()).toBe('Nobody may do what the filters ask for.');

      await button('Clear filters').click();
      await page.getByRole('grid').waitFor();
      expect((await rows()).length).toBe(SHOP.grantees.length);
    });

    test('hold in the list and in the graph', async () => {
      await open(SHOP);
      await page.getByLabel('Function or grantee').fill('Wider');
      await view('List');
      expect(await page.locator('.card .where').allTextContents()).toEqual(['Orders', 'Log groups', 'Account']);

      await view('Graph');
      expect(await page.locator('.node .label').allTextContents()).toEqual(['Wider', 'Orders', 'Log groups', 'Account']);
      expect(await page.locator('.line').count()).toBe(3);
    });
  });

  describe('details', () => {
    test('of an access are the actions, the reasons, the conditions and the statements', async () => {
      await open(SHOP);
      await button('Checkout on Orders').click();
      const text = await details().innerText();

      expect(text).toContain('dynamodb:ConditionCheckItem\nRead\nTRANSACTIONS checks a condition on an item in a transaction');
      expect(text).toContain('only through DynamoDB');
      expect(text).toContain('Api/Checkout/ServiceRole/TableAccess, statement 3\n{\n  "Action": "kms:Decrypt",');
    });

    test('of an access have the calls that need each permission', async () => {
      await open(WITH_CODE);
      await button('Checkout on Orders').click();

      expect(await details().locator('.calls').allInnerTexts()).toEqual([
        'index.mjs:4 PutItem in Api/Checkout (likely)', 'No call found', 'No call, because Lambda reads the stream', 'No known call, but there may be',
      ]);
    });

    test('of a grantee have the state of its code', async () => {
      await open(WITH_CODE);
      await page.getByRole('rowheader', { name: 'Checkout' }).getByRole('button').click();

      expect(await details().innerText()).toContain('Code\nApi/Checkout\nthere may be other calls\nindex.mjs:7: a call');
    });

    test('mark what is wider than declared in words', async () => {
      await open(SHOP);
      await button('Wider on Orders').click();

      expect(await details().innerText()).toContain('Wider than declared: allowed in every request\n'
        + 'dynamodb:DeleteItem\nWrite\nNone of the declared features needs it; the statement allows it.');
    });

    test('say what is denied', async () => {
      await open(SHOP);
      await button('Tenant on Orders').click();

      expect(await details().innerText()).toContain('Denied in every request, whatever allows it\ndynamodb:BatchWriteItem');
    });

    test('lead from a grantee to its accesses and back', async () => {
      await open(SHOP);
      await page.getByRole('rowheader', { name: 'Report' }).getByRole('button').click();
      expect(await details().innerText()).toContain('Write 3');

      await details().getByRole('button', { name: 'Orders' }).click();
      expect(await details().getByRole('heading').first().textContent()).toBe('Report → Orders');

      await details().getByRole('button', { name: 'Back' }).click();
      expect(await details().getByRole('heading').first().textContent()).toBe('Report');
    });

    test('of a role that may be assumed say what it reaches', async () => {
      const [clerk, tenant] = SHOP.grantees.filter(({ name }) => ['Analysts', 'Report'].includes(name));
      const role = { id: tenant.id, kind: 'role' as const, name: tenant.name, declared: true };
      const entry = { actions: ['sts:AssumeRole'], patterns: [], conditions: [], asked: [], statements: [], wider: false };
      await open({
        ...SHOP,
        resources: [...SHOP.resources, role],
        accesses: [...SHOP.accesses, { grantee: clerk.id, resource: role.id, allowed: [entry], denied: [] }],
      });
      await page.getByRole('button', { name: `Write 1: ${clerk.name} on Roles` }).click();

      expect(await details().locator('.assumed .where').allTextContents()).toContain('Orders');
    });

    test('of a table say who reaches it', async () => {
      await open(SHOP);
      await page.locator('thead').getByRole('button', { name: 'table archive', exact: true }).click();

      expect(await details().locator('.where').allTextContents()).toEqual(['Ada', 'Admin', 'Analysts']);
    });
  });

  describe('by keyboard', () => {
    const focused = () => page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent') as Promise<string>;
    const press = async (...keys: string[]) => { for (const key of keys) await page.keyboard.press(key); };

    test('the matrix is one stop, in which arrow keys move', async () => {
      await open(SHOP);
      await button('Graph').focus();
      await press('Tab');
      expect(await focused()).toBe('Customers');

      await press('ArrowDown');
      expect(await focused()).toBe('Read 2 if: Tenant on Customers');
      await press('ArrowRight');
      expect(await focused()).toBe('Denied 3: Tenant on Orders');
      await press('Home');
      expect(await focused()).toBe('Tenant');
      await press('ArrowUp', 'End');
      expect(await focused()).toBe('Write 3: Checkout on Log groups');
      await press('Shift+Tab');
      expect(await focused()).toBe('Graph');
    });

    test('Enter opens details, Escape closes them, and the focus is where it was', async () => {
      await open(SHOP);
      await button('Tenant on Orders').focus();
      await press('Enter');
      expect(await focused()).toBe('Tenant → Orders');

      await press('Escape');
      expect(await details().isVisible()).toBe(false);
      expect(await focused()).toBe('Denied 3: Tenant on Orders');
    });

    test('a table opens into columns, and the focus stays', async () => {
      await open(SHOP);
      await button('Orders: a column for each').focus();
      await press('Enter');

      expect(await page.locator('th.member').allTextContents()).toEqual([
        'table', 'index byCustomer', 'index byStatus', 'stream', 'key Key', 'backups', 'exports', 'imports',
      ]);
      expect(await page.evaluate('document.activeElement.getAttribute("aria-expanded")')).toBe('true');
      expect(await button('Checkout on index byStatus of Orders').textContent()).toBe('Read 2');
    });

    test('the first stop leads past the filters', async () => {
      await open(SHOP);
      await press('Tab', 'Enter', 'Tab');

      expect(await focused()).toBe('Matrix');
    });
  });

  describe.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['at the width of a phone', { viewport: PHONE }],
  ] as const)('%s', (_, options) => {
    const violations = async () => (await new AxeBuilder({ page }).setLegacyMode().analyze()).violations
      .map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);

    test.each(['Matrix', 'List', 'Graph'])('the %s has no violations of accessibility rules', async (name) => {
      await open(SHOP, options);
      await view(name);

      expect(await violations()).toEqual([]);
    });

    test('details have no violations of accessibility rules', async () => {
      await open(SHOP, options);
      await view('List');
      await page.locator('.card').getByRole('button', { name: 'Wider' }).first().click();
      expect(await violations()).toEqual([]);

      await details().getByRole('button', { name: 'Orders' }).click();
      expect(await violations()).toEqual([]);
    });

    test('details with calls have no violations of accessibility rules', async () => {
      await open(WITH_CODE, options);
      await view('List');
      await page.locator('.card').filter({ hasText: 'Checkout' }).getByRole('button', { name: 'Orders' }).first().click();
      expect([await details().locator('.calls').count(), await violations()]).toEqual([4, []]);
    });
  });

  test('the width of a phone is enough: it begins with the list, and nothing goes over the edge', async () => {
    await open(SHOP, { viewport: PHONE });
    expect(await page.getByRole('button', { name: 'List', exact: true }).getAttribute('aria-pressed')).toBe('true');

    for (const name of ['List', 'Graph', 'Matrix']) {
      await view(name);
      expect([name, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, PHONE.width]);
    }
  });

  test('an app of 500 functions and 50 tables is at hand at once', async () => {
    await open(largeReport(500, 50));
    expect(await page.evaluate('performance.getEntriesByType("navigation")[0].domInteractive')).toBeLessThan(20_000);
    expect((await rows()).length).toBe(50);

    await page.getByLabel('Function or grantee').fill('Function499');
    expect(await page.getByRole('status').textContent()).toBe('1 of 500 grantees');
  });

  test('many grantees come in pages, and filters begin at the first', async () => {
    await open(largeReport(120, 2));
    await button('Next').click();
    await button('Next').click();
    expect(await page.locator('#page-status').textContent()).toBe('101 to 120 of 120');
    expect(await button('Next').isDisabled()).toBe(true);

    await page.getByLabel('Function or grantee').fill('Function');
    expect(await page.locator('#page-status').textContent()).toBe('1 to 50 of 120');
  });

  test('what the report leaves out is in the page', async () => {
    await open({ ...SHOP, unknown: [{ path: 'Api/Checkout', problem: 'the resource can\'t be known before deployment' }] });

    expect(await page.getByRole('region', { name: 'Not in the report' }).getByRole('listitem').allTextContents())
      .toEqual(['Api/Checkout the resource can\'t be known before deployment']);
  });
});
