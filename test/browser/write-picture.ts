/** Makes docs/images/report.png from the demo: `npm run demo && npm run picture`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium } from './chromium.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = join(ROOT, 'demo/out/store/flight-delays/checks/drift/2001-03-20/report.html');
/** Units of the page; the picture has twice as many pixels. */
const SIZE = { width: 960, height: 800 };
/** Leaves the verdict and the features: what is to be seen at a glance. */
const KEEP = `for (const section of document.querySelectorAll('main section')) {
  if ('Features' !== section.querySelector('h2')?.textContent) section.remove();
}`;

if (!existsSync(PAGE)) throw new Error(`there is no ${PAGE}: run npm run demo first`);
const browser = await launchChromium();
try {
  const context = await browser.newContext({ viewport: SIZE, deviceScaleFactor: 2, colorScheme: 'light' });
  const page = await context.newPage();
  await page.goto(pathToFileURL(PAGE).href);
  await page.evaluate(KEEP);
  await page.screenshot({ path: join(ROOT, 'docs/images/report.png') });
} finally {
  await browser.close();
}
