import { readFileSync, writeFileSync, mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { launchBrowser } from './browser';
import { renderHtml } from '../../src/report/formats/html/render-html';

const WIDE = { width: 1280, height: 760 };
const PHONE = { width: 390, height: 844 };

/** Writes the pictures of the page to a folder, docs/pictures without another. */
async function main(folder = join(__dirname, '..', '..', 'docs', 'pictures')): Promise<void> {
  const report = JSON.parse(readFileSync(join(__dirname, 'samples', 'shop.json'), 'utf8'));
  const file = join(mkdtempSync(join(tmpdir(), 'report-')), 'report.html');
  writeFileSync(file, renderHtml(report));
  const browser = await launchBrowser();
  const pictures = [
    { name: 'report-light', viewport: WIDE, colorScheme: 'light', click: [] },
    { name: 'report-dark', viewport: WIDE, colorScheme: 'dark', click: ['Graph'] },
    { name: 'report-phone', viewport: PHONE, colorScheme: 'light', click: [] },
  ] as const;
  for (const { name, click, ...options } of pictures) {
    const page = await browser.newPage(options);
    await page.goto(`file://${file}`);
    for (const button of click) await page.getByRole('button', { name: button, exact: true }).click();
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.close();
  }
  await browser.close();
}

void main(process.argv[2]);
