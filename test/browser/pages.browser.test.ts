import { pathToFileURL } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { type MadePages, makePages } from './made-pages.ts';

/** The names of the pages stand here, because tests are named before pages are made. */
const NAMES = [
  'all monitors',
  'a quiet day',
  'a day with broken data',
  'the accuracy of a day',
  '365 windows',
  'a backtest',
  'hostile names and values',
  '200 features',
  'an evaluation',
  'an evaluation against a reference',
] as const;

// What runs in the browser is text: the types of the browser are not those of this program.
const LINKS = "Array.from(document.querySelectorAll('a'), (link) => link.href)";
const SIZE = `({
  page: document.documentElement.scrollWidth,
  window: document.documentElement.clientWidth,
  smallest: Math.min(
    ...Array.from(document.querySelectorAll('p, td, li, dd'), (each) => parseFloat(getComputedStyle(each).fontSize)).filter((size) => size > 1),
  ),
})`;
const TABLES = `Array.from(document.querySelectorAll('.wide'), (each) => ({
  caption: each.getAttribute('aria-label'),
  hidden: each.scrollWidth - each.clientWidth,
}))`;
const PRINTED = `({
  ground: getComputedStyle(document.body).backgroundColor,
  hidden: Array.from(document.querySelectorAll('article, section, table')).filter(
    (each) => each.getBoundingClientRect().height === 0 && each.closest('details') === null,
  ).length,
  wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
})`;

const TABLE = `<table>${Array.from({ length: 20_000 }, (_, i) => `<tr><td>${i}</td><td>${7 * i}</td></tr>`).join('')}</table>`;

let browser: Browser | undefined;
let pages: MadePages;

beforeAll(async () => {
  [browser, pages] = await Promise.all([launchChromium(), makePages()]);
});
afterAll(async () => {
  await browser?.close();
});

/** What axe looks for. The dark scheme changes nothing but colours: the other rules would find the same again. */
const RULES = { light: '', dark: "{ runOnly: ['color-contrast', 'link-in-text-block'] }" };

/** Opens a page in a context of its own, looks at it, and closes it. */
async function open<T>(name: string, options: BrowserContextOptions, look: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser!.newContext(options);
  try {
    const page = await context.newPage();
    await page.goto(pathToFileURL(pages[name]).href);
    return await look(page);
  } finally {
    await context.close();
  }
}

/** Milliseconds until a page is loaded and laid out. */
async function timeToOpen(load: (page: Page) => Promise<unknown>): Promise<number> {
  const context = await browser!.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const start = performance.now();
    await load(page);
    await page.evaluate('document.documentElement.scrollHeight');
    return performance.now() - start;
  } finally {
    await context.close();
  }
}

// Each page has a context of its own, and Chromium a process for each: they use both cores.
describe.concurrent('a page in a browser', () => {
  it('is one of those that are made here', () => {
    expect(Object.keys(pages).toSorted()).toEqual([...NAMES].toSorted());
  });

  it.each(NAMES)('throws nothing, asks for nothing and runs nothing: %s', async (name) => {
    const heard: string[] = [];
    const context = await browser!.newContext();
    const page = await context.newPage();
    page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
    page.on('console', (message) => heard.push(`${message.type()}: ${message.text()}`));
    page.on('dialog', (dialog) => heard.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => heard.push(`request: ${request.url()}`));
    const address = pathToFileURL(pages[name]).href;
    await page.goto(address);
    await page.waitForLoadState('networkidle');
    expect(heard).toEqual([`request: ${address}`]);
    expect(await page.locator('script, img, iframe, link, object, embed, form').count()).toBe(0);
    expect(await page.title()).not.toBe('');
    await context.close();
  });

  it.each(NAMES)('leads to pages that exist: %s', async (name) => {
    await open(name, {}, async (page) => {
      const links = await page.evaluate<string[]>(LINKS);
      for (const link of new Set(links)) {
        const answer = await page.goto(link);
        // A place on the same page has no answer of its own.
        expect(answer?.ok() ?? link.includes('#'), link).toBe(true);
      }
    });
  });

  it.each(NAMES)('is not wider than its window of 320, 390 and 1280 pixels: %s', async (name) => {
    await open(name, {}, async (page) => {
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        const size = await page.evaluate<{ page: number; window: number; smallest: number }>(SIZE);
        expect(size.window).toBe(width);
        expect(size.page).toBeLessThanOrEqual(size.window);
        expect(size.smallest).toBeGreaterThanOrEqual(12);
      }
    });
  });

  it.each([
    ['the accuracy of a day', /^(Measured|By class|Confusion)/, 3],
    ['a day with broken data', /^Findings/, 1],
  ] as const)('has tables that fit on a phone: %s', async (name, captions, count) => {
    await open(name, { viewport: { width: 390, height: 800 } }, async (page) => {
      const tables = await page.evaluate<{ caption: string; hidden: number }[]>(TABLES);
      const wanted = tables.filter(({ caption }) => captions.test(caption));
      expect(wanted).toHaveLength(count);
      expect(wanted.filter(({ hidden }) => hidden > 0)).toEqual([]);
    });
  });

  it.each([
    ...NAMES.map((name) => [name, 'light'] as const),
    // axe looks at every element for half a minute, and the page of the hostile names has the same kinds of them.
    ...NAMES.filter((name) => name !== '200 features').map((name) => [name, 'dark'] as const),
  ])('is accessible: %s, %s', async (name, colorScheme) => {
    // The page's own policy would not let the checker's script in.
    const found = await open(name, { colorScheme, bypassCSP: true }, async (page) => {
      await page.addScriptTag({ content: axe.source });
      const { violations } = await page.evaluate<AxeResults>(`axe.run(${RULES[colorScheme]})`);
      return violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map(({ html }) => html)
            .slice(0, 3)
            .join(' ')}`,
      );
    });
    expect(found).toEqual([]);
  });

  it.each(NAMES)('is printed whole: %s', async (name) => {
    await open(name, { viewport: { width: 700, height: 900 } }, async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const seen = await page.evaluate(PRINTED);
      expect(seen).toEqual({ ground: 'rgb(255, 255, 255)', hidden: 0, wide: false });
    });
  });
});

// After the others, which would share the processor with one of the two.
describe('a long page in a browser', () => {
  // A clock would measure the machine. On the two quiet cores of 2026-12-01 the table took 0.8 s, the pages 0.2 and 0.1 s.
  it.each(['200 features', '365 windows'])('opens faster than a plain table of 20,000 rows: %s', async (name) => {
    const address = pathToFileURL(pages[name]).href;
    const times = { page: Number.POSITIVE_INFINITY, table: Number.POSITIVE_INFINITY };
    for (let round = 0; round < 3; round++) {
      times.page = Math.min(times.page, await timeToOpen((page) => page.goto(address)));
      times.table = Math.min(times.table, await timeToOpen((page) => page.setContent(TABLE)));
    }
    expect(times.page).toBeLessThan(times.table);
  });
});
