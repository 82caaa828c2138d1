import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import { join } from 'path';
import { packValue } from './pack';
import { makePageData } from './page-data';
import { AccessReportData } from '../../report-data';

const ASSETS = join(__dirname, '..', '..', '..', '..', 'assets', 'report');

/** The scripts of the page. Each needs those before it. */
const SCRIPTS = ['dom', 'model', 'filters', 'chips', 'details', 'list', 'matrix', 'graph', 'page'];

/** Renders the report as one HTML page that loads nothing. */
export function renderHtml(report: AccessReportData): string {
  const style = readAsset('page.css');
  const script = SCRIPTS.map((name) => readAsset(`${name}.js`)).join('\n');
  const parts: Readonly<Record<string, string>> = {
    // the page loads nothing and runs only its own script
    policy: `default-src 'none'; script-src '${hashForPolicy(script)}'; style-src '${hashForPolicy(style)}'; base-uri 'none'; form-action 'none'`,
    style,
    script,
    // without <, no name in the data can close the script element
    data: JSON.stringify(packValue(makePageData(report))).replaceAll('<', '\\u003c'),
  };
  return readAsset('page.html').replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name]);
}

function readAsset(name: string): string {
  return readFileSync(join(ASSETS, name), 'utf8');
}

/** @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy#hashes */
function hashForPolicy(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
