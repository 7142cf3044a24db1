import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DAYS, morningAfter, openFolder, openWatchedShop, type Shop } from './shop.ts';

/** The files to which a page links, and the places on them. */
function linksOf(page: string): { readonly file: string; readonly place: string | undefined }[] {
  return [...readFileSync(page, 'utf8').matchAll(/href="([^"#]+)(?:#([^"]*))?"/g)].map(([, link, place]) => ({
    file: resolve(dirname(page), decodeURIComponent(link)),
    place,
  }));
}
const linkedFiles = (page: string) => linksOf(page).map(({ file }) => file);

/** Links to files or places that do not exist. */
function deadLinks(page: string): unknown[] {
  return linksOf(page).filter(
    ({ file, place }) =>
      !existsSync(file) || (place !== undefined && !readFileSync(file, 'utf8').includes(` id="${place}"`)),
  );
}

async function openCheckedShop(): Promise<Shop> {
  const shop = await openWatchedShop();
  for (const day of DAYS) await shop.run(['check', 'returns', '--as-of', morningAfter(day)]);
  return shop;
}

describe('driftwarden report', () => {
  it('writes a page into the store whose links all lead to a file', async () => {
    const shop = await openCheckedShop();
    const { code, stdout, stderr } = await shop.run(['report']);
    const page = join(shop.folder, 'store/index.html');
    expect([code, stdout, stderr]).toEqual([0, `${page}\n`, '']);
    const files = linkedFiles(page);
    // Three drift checks, two accuracy checks whose labels have come, and the open incident.
    expect(files).toHaveLength(6);
    expect(deadLinks(page)).toEqual([]);
    expect(readFileSync(page, 'utf8')).toContain('1 of 1 monitor needs attention');
  });

  it('is where the pages of checks lead, besides each other: only to what is there', async () => {
    const shop = await openWatchedShop();
    const [first, second, third] = DAYS;
    const page = (kind: string, day: string) => join(shop.folder, `store/returns/checks/${kind}/${day}/report.html`);
    const named = (path: string) => relative(join(shop.folder, 'store'), path);
    const linked = (kind: string, day: string) => linksOf(page(kind, day)).map(({ file }) => named(file));
    await shop.run(['check', 'returns', '--window', first, '--kind', 'drift']);
    expect(linked('drift', first)).toEqual([`returns/checks/drift/${first}/result.json`]);
    for (const day of DAYS) await shop.run(['check', 'returns', '--as-of', morningAfter(day)]);
    await shop.run(['report']);
    await shop.run(['check', 'returns', '--window', second]);
    expect(linked('drift', second)).toEqual([
      ...[first, third].map((day) => `returns/checks/drift/${day}/report.html`),
      `returns/checks/accuracy/${second}/report.html`,
      'index.html',
      `returns/checks/drift/${second}/result.json`,
    ]);
    expect(linked('accuracy', second)).toContain(`returns/checks/drift/${second}/report.html`);
    for (const kind of ['drift', 'accuracy']) {
      expect(deadLinks(page(kind, second))).toEqual([]);
      const overview = linksOf(page(kind, second)).find(({ file }) => named(file) === 'index.html');
      expect(overview?.place).toBe(`returns/${second}`);
      // Either page has what both checks measured.
      expect(readFileSync(page(kind, second), 'utf8')).toContain(
        `aria-label="returns: accuracy, drifted share of the features, rows, 2 windows from ${first}"`,
      );
    }
  });

  it('links from another folder too, and shows as many windows as it should', async () => {
    const shop = await openCheckedShop();
    const out = join(shop.folder, 'pages of the shop/all.html');
    expect((await shop.run(['report', '--out', out, '--last', '1'])).code).toBe(0);
    const files = linkedFiles(out);
    expect(deadLinks(out)).toEqual([]);
    expect(new Set(files.filter((file) => file.includes('/drift/')))).toEqual(
      new Set([join(shop.folder, `store/returns/checks/drift/${DAYS[2]}/report.html`)]),
    );
  });

  it('names monitors that cannot be read, and fails', async () => {
    const shop = await openCheckedShop();
    shop.write('monitors/broken.yaml', 'model: x\n');
    const { code, stderr } = await shop.run(['report']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('broken.yaml')]);
    const page = readFileSync(join(shop.folder, 'store/index.html'), 'utf8');
    expect(page).toContain('2 of 2 monitors need attention');
    expect(page).toContain('broken.yaml');
  });

  it('says where the page is where no program can open it', async () => {
    const shop = await openCheckedShop();
    vi.stubEnv('PATH', shop.folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { code, stdout, stderr } = await shop.run(['report', '--open']);
    const page = join(shop.folder, 'store/index.html');
    expect([code, stdout]).toEqual([0, `${page}\n`]);
    expect(stderr).toMatch(
      /the page is \S+index\.html; no browser could be opened, because this machine has no [\w-]+\n$/,
    );
  });

  it.each([
    [['--store', 's3://state'], 2, 'is only read: give --out'],
    [['--last', '0'], 2, 'It must be a whole number from 1'],
  ])('%j is wrong usage', async (args, expected, message) => {
    const shop = openFolder();
    shop.write('monitors/a.yaml', 'model: x\n');
    const { run } = shop;
    const { code, stderr } = await run.call(
      { ...shop, options: ['--monitors', join(shop.folder, 'monitors'), ...args] },
      ['report'],
    );
    expect([code, stderr]).toEqual([expected, expect.stringContaining(message)]);
  });

  it('says that there is no monitor, and where a page cannot be written', async () => {
    const empty = openFolder();
    expect(await empty.run(['report'])).toMatchObject({ code: 2, stderr: expect.stringContaining('monitors') });
    const shop = await openWatchedShop();
    mkdirSync(join(shop.folder, 'store/index.html'));
    expect(await shop.run(['report'])).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be written') });
  });
});
