import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPage } from '../core/report/html/page-structure.ts';
import { DAYS, openShop, openWatchedShop } from './shop.ts';

describe('driftwarden backtest', () => {
  const range = ['--from', DAYS[0], '--to', DAYS[2]];

  it('shows what would have been sent, and writes nothing', async () => {
    const shop = await openWatchedShop();
    const store = join(shop.folder, 'store/returns');
    const before = readdirSync(store);
    const { code, stdout, stderr } = await shop.run(['backtest', 'returns', ...range, '--bad', DAYS[2]]);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^labels without a time of their own count as known .*\n$/),
    ]);
    expect(stdout).toMatch(/^returns: 3 windows replayed\n/);
    expect(stdout).toMatch(/^alerts of new incidents +1$/m);
    expect(stdout).toMatch(/^false alerts +0$/m);
    // The third day is checked at six on the next morning.
    expect(stdout).toMatch(/^found: 2026-03-03 +after 1 day 6 hours$/m);
    expect(stdout).toMatch(/^2026-03-04T06:00Z {2}\[OPEN critical\] returns: price/m);
    expect(readdirSync(store)).toEqual(before);
    expect(existsSync(join(store, 'checks'))).toBe(false);
  });

  it('ends with the latest data, however long ago that was', async () => {
    const shop = await openWatchedShop();
    const { stdout } = await shop.run(['backtest', 'returns', '--from', DAYS[1], '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ from: DAYS[1], to: DAYS[2], windows: 2 });
  });

  it('judges the same windows with other settings, as JSON too', async () => {
    const shop = await openWatchedShop();
    const settings = [
      '--set',
      'performance.alert=[{ when: accuracy < 0.95, literal: true }]',
      '--set',
      'labels.lag=PT0H',
    ];
    const { code, stdout } = await shop.run(['backtest', 'returns', ...range, ...settings, '--json']);
    expect(code).toBe(0);
    const { variants, windows, ...named } = JSON.parse(stdout);
    expect([windows, named]).toEqual([3, { monitor: 'returns', from: DAYS[0], to: DAYS[2] }]);
    // Nine answers in ten are right.
    expect(variants.map(({ byKind }: { byKind: object }) => byKind)).toEqual([
      { 'data-quality': 1 },
      { 'data-quality': 1, performance: 1 },
    ]);
    const [, { alerts }] = variants;
    expect(alerts[0]).toMatchObject({ at: '2026-03-02T06:30:00.000Z', kind: 'performance', since: DAYS[0] });
    expect(alerts[0].text).toBeUndefined();
  });

  it.each([
    [['--set', 'capture.uri=elsewhere'], '--set cannot change "capture.uri"; accepted: keys of drift, quality'],
    [['--set', 'drift'], '--set "drift" has no value'],
    [
      ['--set', 'performance.alert=[accuracy < 0.9]', '--set', 'performance.alert=f1 < 0.8'],
      '--set performance.alert is given twice; list both in one: --set performance.alert="[accuracy < 0.9, f1 < 0.8]"',
    ],
    [['--set', 'drift.minimumRows=5', '--set', 'drift.minimumRows=6'], '--set drift.minimumRows is given twice\n'],
    [
      ['--set', 'drift.minimumRows=5', '--set', 'drift={}'],
      '--set drift and --set drift.minimumRows set the same part of the file',
    ],
    [['--from', '2026-03-04'], '--from 2026-03-04 is after the last window, 2026-03-03'],
    [['--to', '2999-01-01'], '--to 2999-01-01 is not over'],
    [['--bad', '2026-03-03..2026-03-01'], '--bad 2026-03-03..2026-03-01 ends before it begins'],
    [['--bad', 'a..b..c'], 'accepted: FIRST..LAST'],
    [['--bad', 'yesterday'], 'yesterday'],
  ])('%j is wrong usage', async (args, message) => {
    const shop = openShop();
    const { code, stderr } = await shop.run(['backtest', 'returns', ...range, ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('names the problem of a value that the monitor file does not accept', async () => {
    const shop = openShop();
    const { code, stderr } = await shop.run(['backtest', 'returns', ...range, '--set', 'drift.minimumRows=none']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('drift.minimumRows')]);
  });

  it('suggests a limit', async () => {
    const shop = await openWatchedShop();
    const { stdout } = await shop.run(['backtest', 'returns', ...range, '--suggest', '0']);
    // Nine answers in ten are right, every day.
    expect(stdout).toMatch(
      /\nsuggested from 3 measured windows: \{ when: accuracy < 0\.9, literal: true \} would have been passed by 0 windows in 0 incidents, 0\.0 windows a year\n$/,
    );
    const json = await shop.run(['backtest', 'returns', ...range, '--suggest', '1', '--json']);
    expect(JSON.parse(json.stdout).suggested).toMatchObject({
      when: 'accuracy < 0.9',
      windows: 0,
      measured: 3,
      // Of 365.25 days, one a year: a day is the worst of 366 days once a year, so of 365 that come before it.
      needed: 365,
      leastAYear: expect.closeTo(365.25 / 4, 6),
    });
    const few = await shop.run(['backtest', 'returns', ...range, '--suggest', '1']);
    expect(few.stdout).toMatch(
      /\nno limit can be suggested that 1 window a year passes: that needs 365 measured windows, and there are 3; of windows like these, about 91 a year will be worse than the worst of them\n$/,
    );
    expect((await shop.run(['backtest', 'returns', ...range, '--suggest', 'x'])).stderr).toContain('a number from 0');
  });

  it('--html writes a page, and prints what it prints without', async () => {
    const shop = await openWatchedShop();
    const page = join(shop.folder, 'page.html');
    const args = ['backtest', 'returns', ...range, '--bad', DAYS[2]];
    const plain = await shop.run(args);
    const { code, stdout, stderr } = await shop.run([...args, '--html', page]);
    expect([code, stdout, stderr]).toEqual([0, plain.stdout, `${plain.stderr}page: ${page}\n`]);
    const { tags, texts } = readPage(readFileSync(page, 'utf8'));
    expect(texts).toContain('Found 1 of 1 bad range, with no false alert');
    expect(texts.some((text) => text.startsWith('[OPEN critical] returns: price'))).toBe(true);
    expect(tags.filter((tag) => tag.startsWith('svg class viewBox role'))).toHaveLength(1);
    const nowhere = join(shop.folder, 'nowhere/page.html');
    expect((await shop.run([...args, '--html', nowhere])).stderr).toContain('there is no folder');
  });

  it('needs a baseline', async () => {
    const { code, stderr } = await openShop().run(['backtest', 'returns', ...range]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('returns has no baseline yet: run')]);
  });
});
