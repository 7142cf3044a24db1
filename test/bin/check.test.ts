import { existsSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CheckResult, checkResultSchema } from '../../lambdas/core/result/schema.ts';
import { run } from './fake-process.ts';
import { DAYS, morningAfter, openShop, openWatchedShop } from './shop.ts';

const [FIRST, , LAST] = DAYS;

describe('baseline', () => {
  it('builds, activates and shows', async () => {
    const shop = openShop();
    const { code, stdout } = await shop.run(['baseline', 'returns']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^returns: baseline \d{4}-\d\d-\d\d-[0-9a-f]{8}, now active\n200 rows of /);
    expect(existsSync(join(shop.folder, 'store/returns/state.json'))).toBe(true);
  });

  it('--dry-run --json shows the same and saves nothing', async () => {
    const shop = openShop();
    const { code, stdout } = await shop.run(['baseline', 'returns', '--dry-run', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      model: 'returns',
      rows: 200,
      columns: 2,
      activated: false,
      performance: { metrics: { accuracy: { value: 0.9, rows: 200 } } },
      rejected: { records: 0 },
    });
    expect(existsSync(join(shop.folder, 'store'))).toBe(false);
  });

  it('fails without the training data, naming it', async () => {
    const shop = openShop();
    shop.write(
      'monitors/other.yaml',
      readFileSync(join(shop.folder, 'monitors/returns.yaml'), 'utf8').replace('training.csv', 'gone.csv'),
    );
    const { code, stdout, stderr } = await shop.run(['baseline', 'other']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^driftwarden: \.\.\/gone\.csv: there is no file or folder .*gone\.csv; .* contains captures, labels, monitors, training\.csv\n$/,
    );
  });
});

describe('check', () => {
  it('checks the latest complete window and every window whose labels may have come', async () => {
    const shop = await openWatchedShop();
    const { code, stdout, stderr } = await shop.run(['check', 'returns', '--as-of', morningAfter(DAYS[1])]);
    expect(code).toBe(0);
    expect(stdout).toContain(`returns  drift check  ${DAYS[1]} (${DAYS[1]}T00:00Z to ${LAST}T00:00Z)`);
    expect(stdout).toMatch(/next step +continue/);
    expect(stderr).toContain(`the results are in ${join(shop.folder, 'store/returns/checks')}`);
  });

  it('prints a JSON array with one result a check, and nothing else on stdout', async () => {
    const shop = await openWatchedShop();
    const { code, stdout } = await shop.run(['check', 'returns', '--window', FIRST, '--json']);
    const results = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(results.map((result: { kind: string }) => result.kind)).toEqual(['drift', 'accuracy']);
    for (const result of results) expect(checkResultSchema.parse(result)).toEqual(result);
    // 20 answers of 200 are wrong.
    expect(results[1].verdict.performance).toMatchObject({ metric: 'accuracy', value: 0.9, rows: 200 });
  });

  it.each(['drift', 'accuracy'])('--kind %s does only this check, still as an array', async (kind) => {
    const shop = await openWatchedShop();
    const { stdout } = await shop.run(['check', 'returns', '--window', FIRST, '--kind', kind, '--json', '--dry-run']);
    expect(JSON.parse(stdout).map((result: { kind: string }) => result.kind)).toEqual([kind]);
  });

  it('--dry-run saves and sends nothing and says so', async () => {
    const shop = await openWatchedShop();
    const { stdout, stderr } = await shop.run(['check', 'returns', '--window', LAST, '--dry-run']);
    expect(stdout).toMatch(/next step +(alert|fix the data)/);
    expect(stderr).toBe('\ndry run: nothing was saved, published or sent\n');
    expect(existsSync(join(shop.folder, 'store/returns/checks'))).toBe(false);
    expect(existsSync(join(shop.folder, 'store/returns/alerts.jsonl'))).toBe(false);
  });

  it('deletes kept answers when their days are over, but not in a dry run', async () => {
    const shop = await openWatchedShop();
    const folder = join(shop.folder, 'store/kept_answers/returns');
    const old = shop.write('store/kept_answers/returns/2025-01-01.bin', 'old');
    // 400 days before the check, and a bit.
    utimesSync(old, new Date('2025-01-27T00:00Z'), new Date('2025-01-27T00:00Z'));
    const check = ['check', 'returns', '--window', FIRST, '--as-of', morningAfter(LAST)];
    await shop.run([...check, '--dry-run']);
    expect(readdirSync(folder)).toEqual(['2025-01-01.bin']);
    await shop.run(check);
    expect(readdirSync(folder)).toEqual([`${FIRST}.bin`]);
  });

  it('--fail-on alert exits with 3 for an open alert, and with 0 without one', async () => {
    const shop = await openWatchedShop();
    const check = (day: string) =>
      shop.run(['check', 'returns', '--window', day, '--kind', 'drift', '--fail-on', 'alert']);
    expect((await check(FIRST)).code).toBe(0);
    const { code, stdout, stderr } = await check(LAST);
    expect(code).toBe(3);
    expect(stdout).toContain('DRIFTED');
    // The alert itself goes to stderr and to its file.
    expect(stderr).toContain('[OPEN critical] returns: ');
    const [, report] = /\nreport: (.*)\n$/.exec(stderr)!;
    expect(stderr).toMatch(new RegExp(`^ +report +${report}$`, 'm'));
    expect(readFileSync(report, 'utf8')).toContain('<h1 class="bad">');
    expect(readFileSync(join(shop.folder, 'store/returns/alerts.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it('checks no window before the first data, and fails for one that has none since', async () => {
    const shop = await openWatchedShop();
    rmSync(join(shop.folder, `captures/${DAYS[1]}.csv`));
    const check = ['check', 'returns', '--kind', 'accuracy', '--as-of', '2026-03-05', '--json'];
    const { code, stdout } = await shop.run(check);
    const found = JSON.parse(stdout).map(({ window, verdict }: CheckResult) => [window.name, verdict.nextStep]);
    // Labels count for three days, a day later: the windows from 2026-02-28 on.
    expect([code, found]).toEqual([
      0,
      [
        [FIRST, 'continue'],
        [DAYS[1], 'alert'],
        [LAST, 'continue'],
      ],
    ]);
    expect((await shop.run([...check, '--fail-on', 'alert'])).code).toBe(3);
  });

  it('shows several windows of accuracy as a table', async () => {
    const shop = await openWatchedShop();
    for (const day of DAYS) await shop.run(['check', 'returns', '--window', day, '--kind', 'drift']);
    const { stdout } = await shop.run(['check', 'returns', '--kind', 'accuracy', '--as-of', '2026-03-06']);
    expect(stdout).toContain('accuracy checks of 3 windows');
    expect(stdout).toMatch(/^2026-03-02 +accuracy 0\.9000 \(\S+ to \S+\) +100 % +continue$/m);
  });

  it('reports that no window is due for an accuracy check', async () => {
    const shop = await openWatchedShop();
    await shop.run(['check', 'returns', '--window', FIRST]);
    const none = await shop.run(['check', 'returns', '--kind', 'accuracy', '--as-of', morningAfter(FIRST)]);
    expect(none).toMatchObject({ code: 0, stdout: 'returns: no window is due for an accuracy check\n' });
    const both = await shop.run(['check', 'returns', '--as-of', morningAfter(FIRST)]);
    expect(both.stderr).toContain('accuracy was not checked: no window is due for it');
  });

  const ASKED: [string, string[], RegExp][] = [
    [
      'a window that has no name like this',
      ['--window', '2026-02-30'],
      /there is no window "2026-02-30"; accepted: a day of UTC/,
    ],
    ['a window of hours', ['--window', '2026-03-01T05Z'], /accepted: a day of UTC, such as/],
    [
      'a window that is not over',
      ['--window', '2026-03-09', '--as-of', '2026-03-09T12:00:00Z'],
      /window 2026-03-09 is not over before 2026-03-10T00:00:00Z; the latest complete one is 2026-03-08/,
    ],
    ['a kind there is not', ['--kind', 'drifft'], /'drifft' is invalid\. Allowed choices are drift, accuracy/],
    ['a time that no calendar has', ['--as-of', '2026-02-30'], /It must be a day or a time such as/],
    ['a time in the words of a locale', ['--as-of', '2026-03-02 06:00'], /It must be a day or a time such as/],
    ['another outcome to fail on', ['--fail-on', 'drift'], /Allowed choices are alert/],
  ];

  it.each(ASKED)('refuses %s with exit code 2', async (_name, args, message) => {
    const shop = openShop();
    const { code, stdout, stderr } = await shop.run(['check', 'returns', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('refuses --kind accuracy without labels, and without --kind checks drift alone', async () => {
    const shop = openShop();
    const text = readFileSync(join(shop.folder, 'monitors/returns.yaml'), 'utf8');
    shop.write('monitors/returns.yaml', text.replace(/labels:.*\n/, '').replace(/performance:.*\n/, ''));
    await shop.run(['baseline', 'returns']);
    const refused = await shop.run(['check', 'returns', '--kind', 'accuracy']);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('has no section "labels"');
    const { code, stdout, stderr } = await shop.run(['check', 'returns', '--window', FIRST, '--json']);
    expect([code, JSON.parse(stdout).length, stderr]).toEqual([0, 1, '']);
    expect((await shop.run(['check', 'returns', '--window', FIRST])).stderr).toContain(
      'accuracy was not checked: the monitor has no labels',
    );
  });

  it('fails without a baseline and prints the command that builds it', async () => {
    const shop = openShop();
    const { code, stderr } = await shop.run(['check', 'returns', '--window', FIRST]);
    expect(code).toBe(1);
    const [, command] = /^driftwarden: returns has no baseline yet: run (.*)\n$/.exec(stderr)!;
    expect(command).toMatch(/ baseline returns --monitors \S+\/monitors --store \S+\/store$/);
    const words = command.split(' ');
    expect((await run(words.slice(words.indexOf('baseline')))).code).toBe(0);
  });

  it('--as-of uses no label that became known later, by labels.time', async () => {
    const shop = await openWatchedShop();
    const file = 'monitors/returns.yaml';
    const timeless = readFileSync(join(shop.folder, file), 'utf8');
    // Of 200 labels, 80 are known at noon of the next day, 120 a day later.
    const rows = Array.from({ length: 200 }, (_, i) => `${FIRST}-${i},0,2026-03-0${i < 80 ? 2 : 3}T12:00:00Z\n`);
    shop.write(`labels/${FIRST}.csv`, `id,label,known\n${rows.join('')}`);
    const look = async (time: string) => {
      const check = [
        'check',
        'returns',
        '--window',
        FIRST,
        '--kind',
        'accuracy',
        '--dry-run',
        '--json',
        '--as-of',
        time,
      ];
      const { stdout, stderr } = await shop.run(check);
      const [{ labels }] = JSON.parse(stdout);
      return [labels.labelled, labels.ahead, stderr.includes('labels without a time of their own count as known')];
    };
    expect(await look('2026-03-02T12:00:00Z')).toEqual([200, 0, true]);

    shop.write(file, timeless.replace('format: csv, lag', 'format: csv, time: known, lag'));
    for (const day of DAYS.slice(1)) shop.write(`labels/${day}.csv`, 'id,label,known\n');
    expect(await look('2026-03-02T11:59:59Z')).toEqual([0, 200, false]);
    expect(await look('2026-03-02T12:00:00Z')).toEqual([80, 120, false]);
    expect(await look('2026-03-03T12:00:00Z')).toEqual([200, 0, false]);
  });

  it('takes --as-of from the first moment of the calendar', async () => {
    const shop = await openWatchedShop();
    const { stdout } = await shop.run(['check', 'returns', '--kind', 'drift', '--as-of', '1970-01-01', '--json']);
    expect(JSON.parse(stdout)[0].window.name).toBe('1969-12-31');
  });
});
