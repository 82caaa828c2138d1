import { existsSync } from 'fs';
import { Browser, chromium } from 'playwright-core';

/** Where distributions and GitHub's machines have a Chromium. */
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const BROWSER = BROWSERS.find((path) => existsSync(path));

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] }); // containers run as root
}
