import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAYS, morningAfter, openWatchedShop, type Shop } from './shop.ts';

const LAST = DAYS[2];
const alertsOf = (shop: Shop) => {
  const file = join(shop.folder, 'store/returns/alerts.jsonl');
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).kind)
    : [];
};
const stateOf = (shop: Shop) => JSON.parse(readFileSync(join(shop.folder, 'store/returns/state.json'), 'utf8'));

describe('a check without --window, months after the data', () => {
  it('looks at the latest window with data, says which and why, with its labels', async () => {
    const shop = await openWatchedShop();
    const { code, stdout, stderr } = await shop.run(['check', 'returns', '--as-of', '2026-11-29T06:00']);
    expect(code).toBe(0);
    expect(stderr).toContain(
      `the latest window with data is ${LAST}; the latest complete one is 2026-11-28, which has none\n`,
    );
    expect(stdout).toContain(`returns  drift check  ${LAST} `);
    expect(stdout).toMatch(/labels +200 of 200 predictions \(100 %\), no more labels are expected/);
    expect(alertsOf(shop)).toEqual(['data-quality']);
    expect(stateOf(shop).checks.drift.map(({ window }: { window: string }) => window)).toEqual([LAST]);
  });

  it('without any data exits with 4, names the data that exists, and opens no incident', async () => {
    const shop = await openWatchedShop();
    const { code, stdout, stderr } = await shop.run([
      'check',
      'returns',
      '--as-of',
      '2026-02-01',
      '--fail-on',
      'alert',
    ]);
    expect(code).toBe(4);
    expect(stderr).toContain('no complete window has data; the latest complete one is 2026-01-31\n');
    expect(stdout).toContain(
      'no data was captured: 600 rows from 2026-03-01 to 2026-03-03 in 3 files below ../captures, none of them in the window',
    );
    expect(stateOf(shop).incidents).toEqual([]);
    expect(alertsOf(shop)).toEqual([]);
  });

  it('--scheduled looks at the latest complete window, and what is missing is an incident', async () => {
    const shop = await openWatchedShop();
    const check = ['check', 'returns', '--as-of', '2026-11-29T06:00', '--kind', 'drift', '--scheduled'];
    const { code, stdout, stderr } = await shop.run([...check, '--fail-on', 'alert']);
    expect(code).toBe(3);
    expect(stdout).toContain('returns  drift check  2026-11-28 ');
    expect(stderr).not.toContain('the latest window with data');
    expect(alertsOf(shop)).toEqual(['no-data']);
    expect((await shop.run(check)).code).toBe(0);
  });
});

describe('check --from', () => {
  it('checks every window up to the latest with data, oldest first, by both checks', async () => {
    const shop = await openWatchedShop();
    const { code, stdout, stderr } = await shop.run(['check', 'returns', '--from', DAYS[0], '--as-of', '2026-11-29']);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`the latest window with data is ${LAST}`)]);
    expect(stdout).toContain('drift checks of 3 windows');
    expect(stdout).toContain('accuracy checks of 3 windows');
    const { checks } = stateOf(shop);
    for (const kind of ['drift', 'accuracy'])
      expect(checks[kind].map(({ window }: { window: string }) => window)).toEqual(DAYS.slice(0, 3));
  });

  it('is named by the first check where there are earlier windows, and by no other', async () => {
    const shop = await openWatchedShop();
    const said = `windows from ${DAYS[0]} on have data; --from ${DAYS[0]} checks them all, oldest first\n`;
    const check = ['check', 'returns', '--as-of'];
    expect((await shop.run([...check, morningAfter(DAYS[0]), '--dry-run'])).stderr).not.toContain('windows from');
    expect((await shop.run([...check, '2026-11-29', '--from', DAYS[0], '--dry-run'])).stderr).not.toContain(said);
    expect((await shop.run([...check, '2026-11-29'])).stderr).toContain(said);
    expect((await shop.run([...check, '2026-11-29'])).stderr).not.toContain(said);
  });

  it('says that a later window was checked before, which decides about incidents', async () => {
    const shop = await openWatchedShop();
    const said = `window ${DAYS[1]} was checked before, and the latest window decides about incidents: those of earlier windows are not opened now`;
    const from = (day: string) =>
      shop.run(['check', 'returns', '--as-of', '2026-11-29', '--dry-run', '--from', day]).then(({ stderr }) => stderr);
    expect(await from(DAYS[0])).not.toContain('was checked before');
    await shop.run(['check', 'returns', '--as-of', '2026-11-29', '--window', DAYS[1]]);
    expect(await from(DAYS[0])).toContain(said);
    // It is checked again, and the later one is new.
    for (const day of DAYS.slice(1)) expect(await from(day)).not.toContain('was checked before');
  });

  it.each([
    ['without it', [], 0],
    ['with it', ['--from', DAYS[0]], 1],
  ])('teaches the latest window how columns move: %s', async (_, from, known) => {
    const shop = await openWatchedShop();
    const file = join(shop.folder, 'monitors/returns.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(', history: off', ''));
    const check = ['check', 'returns', '--kind', 'drift', '--as-of', morningAfter(DAYS[1]), '--json'];
    const { stdout } = await shop.run([...check, ...from]);
    const { window, drift } = JSON.parse(stdout).at(-1);
    expect(window.name).toBe(DAYS[1]);
    expect(drift.features[0].shift.historyWindows).toBe(known);
  });

  it('names the window that it reads', async () => {
    const shop = await openWatchedShop();
    let now = 0;
    const clock = () => (now += 10_000);
    const { stderr } = await shop.run(['check', 'returns', '--from', DAYS[1], '--as-of', '2026-11-29'], { clock });
    const named = new Set(stderr.match(/^returns, window \S+: .* rows read$/gm)?.map((line) => line.split(': ')[0]));
    expect([...named]).toEqual(DAYS.slice(1).map((day) => `returns, window ${day}`));
  });

  it('refuses a window after the latest with data', async () => {
    const shop = await openWatchedShop();
    const { code, stderr } = await shop.run(['check', 'returns', '--from', '2026-05-01', '--as-of', '2026-11-29']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(`no window from 2026-05-01 on has data; the latest with data is ${LAST}`),
    ]);
  });

  it('refuses a window that is not over, and a second choice of windows', async () => {
    const shop = await openWatchedShop();
    const check = ['check', 'returns', '--as-of', morningAfter(DAYS[0])];
    expect((await shop.run([...check, '--from', DAYS[1]])).stderr).toContain(`window ${DAYS[1]} is not over before`);
    for (const other of [['--window', DAYS[0]], ['--scheduled']]) {
      const { code, stderr } = await shop.run([...check, '--from', DAYS[0], ...other]);
      expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be used with')]);
    }
  });
});

describe('a scheduled check of labels', () => {
  const check = ['check', 'returns', '--scheduled', '--as-of'];

  /** The first day was checked, and its labels when they had come. */
  async function openChecked() {
    const shop = await openWatchedShop();
    await shop.run([...check, morningAfter(DAYS[0])]);
    const { stdout } = await shop.run([...check, morningAfter(DAYS[1])]);
    expect(stdout).toMatch(/returns +accuracy check +2026-03-01/);
    return shop;
  }

  it('reads no window for which nothing has come, and names it', async () => {
    const shop = await openChecked();
    const { code, stdout, stderr } = await shop.run([...check, morningAfter(DAYS[1])]);
    expect(code).toBe(0);
    expect(stdout).not.toContain('accuracy check');
    expect(stderr).toContain('nothing new for 1 window waiting for labels: 2026-03-01\n');
    expect(stderr).not.toContain('no window is due');
    const byHand = await shop.run(['check', 'returns', '--as-of', morningAfter(DAYS[1])]);
    expect(byHand.stdout).toMatch(/returns +accuracy check +2026-03-01/);
    expect(byHand.stderr).not.toContain('nothing new');
    const json = await shop.run([...check, morningAfter(DAYS[1]), '--kind', 'accuracy', '--json']);
    expect(JSON.parse(json.stdout)).toEqual([]);
  });

  it('keeps what is known of a window whose files were removed, and names it', async () => {
    const shop = await openChecked();
    shop.write(`labels/${DAYS[0]}.csv`, 'id,label\n');
    // Three days after the day ends, when it is looked at for the last time.
    const { stderr } = await shop.run([...check, '2026-03-05T06:00']);
    expect(stderr).toContain(
      'fewer predictions or labels than before; these windows keep their earlier results: 2026-03-01\n',
    );
    expect(alertsOf(shop)).not.toContain('no-labels');
  });
});

describe('a check of a named window', () => {
  it.each([
    ['drift', /no data was captured: 600 rows from 2026-03-01 to 2026-03-03 in 3 files/],
    ['accuracy', /no data was captured: 600 rows from 2026-03-01 to 2026-03-03 in 3 files/],
  ])('without data exits with 4 and names the data that exists: %s', async (kind, said) => {
    const shop = await openWatchedShop();
    const { code, stdout, stderr } = await shop.run(['check', 'returns', '--window', '2026-02-01', '--kind', kind]);
    expect(code).toBe(4);
    expect(stderr + stdout).toMatch(said);
    expect(alertsOf(shop)).toEqual([]);
  });

  it('of a location that does not exist suggests a similar name', async () => {
    const shop = await openWatchedShop();
    const monitor = readFileSync(join(shop.folder, 'monitors/returns.yaml'), 'utf8');
    shop.write('monitors/returns.yaml', monitor.replace('uri: ../captures', 'uri: ../Captures'));
    const { code, stderr } = await shop.run(['check', 'returns', '--window', DAYS[0]]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^driftwarden: \.\.\/Captures: there is no file or folder .*Captures; did you mean captures\?\n$/,
    );
  });

  it('exits with 0 where the monitor expects no data', async () => {
    const shop = await openWatchedShop();
    const file = join(shop.folder, 'monitors/returns.yaml');
    shop.write(
      'monitors/returns.yaml',
      readFileSync(file, 'utf8').replace('  format: csv\n', '  format: csv\n  expectData: false\n'),
    );
    expect((await shop.run(['check', 'returns', '--window', '2026-02-01'])).code).toBe(0);
  });
});
