import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openRetrainedShop } from '../retrained-shop.ts';
import { DAYS, openShop, openWatchedShop, Shop } from '../shop.ts';

const STOP_AT = join(import.meta.dirname, 'stop-at.ts');
const COMMAND_LINE = join(import.meta.dirname, '../../../bin/driftwarden.ts');
const LAST = DAYS[2];

let snapshots: string;
beforeEach(() => {
  snapshots = mkdtempSync(join(tmpdir(), 'driftwarden-killed-'));
});
afterEach(() => rmSync(snapshots, { recursive: true }));

/** Runs a command in a process of its own. */
function runApart(shop: Shop, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return promisify(execFile)(process.execPath, ['--import', STOP_AT, COMMAND_LINE, ...args, ...shop.options], {
    env: { ...process.env, SNAPSHOT_OF: shop.folder, SNAPSHOTS: snapshots, ...env },
  }).then(
    ({ stderr }) => ({ code: 0, signal: null, stderr }),
    ({ code, signal, stderr }) => ({ code, signal, stderr }),
  );
}

/** What a command would leave behind if it were killed before any of its operations on files, and what it leaves in the end. */
async function killedAnywhere(shop: Shop, args: readonly string[]): Promise<Shop[]> {
  const { code, signal, stderr } = await runApart(shop, args);
  expect([code, signal], stderr).toEqual([0, null]);
  return readdirSync(snapshots).map((name) => new Shop(join(snapshots, name)));
}

const filesOf = (shop: Shop): string[] =>
  readdirSync(join(shop.folder, 'store'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(shop.folder.length))
    .sort();
/**
 * What writing has left behind. The lock of a process that no longer lives stays until its file is written again, and a
 * profile is not: the next check reads it.
 */
const leftBehind = (shop: Shop) =>
  filesOf(shop).filter((name) => name.includes('.driftwarden-') && !name.includes('/profiles/.driftwarden-lock-'));

const linesOf = (shop: Shop, name: string): Record<string, unknown>[] => {
  const file = join(shop.folder, 'store/returns', name);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
};
const dedupeKeysOf = (shop: Shop) => linesOf(shop, 'alerts.jsonl').map(({ dedupeKey }) => dedupeKey);
const metricsOf = (shop: Shop) => new Set(linesOf(shop, 'metrics.jsonl').map((point) => JSON.stringify(point)));
const stateOf = (shop: Shop) => JSON.parse(readFileSync(join(shop.folder, 'store/returns/state.json'), 'utf8'));
const runsOf = (shop: Shop): { id: string; end: string }[] =>
  stateOf(shop).retrainings.map(({ id, end }: { id: string; end: string }) => ({ id, end }));
/** The only answer that is waited for, or was given; locks may lie beside it. */
function answerOf(shop: Shop) {
  const [name] = filesOf(shop).filter((name) => /\/answers\/[^.][^/]*$/.test(name));
  const file = join(shop.folder, name);
  return { file, record: JSON.parse(readFileSync(file, 'utf8')) };
}
const accuracyOf = (day: string, time: string) => [
  'check',
  'returns',
  '--window',
  day,
  '--kind',
  'accuracy',
  '--as-of',
  `2026-03-05T${time}Z`,
];
const incidentsOf = (shop: Shop) =>
  stateOf(shop).incidents.map(({ id, state }: { id: string; state: string }) => ({ id, state }));

describe('after a kill at any operation on files', () => {
  it('a baseline can be built', async () => {
    const shop = openShop();
    const killed = await killedAnywhere(shop, ['baseline', 'returns']);
    expect(killed.length).toBeGreaterThan(10);
    for (const one of killed) {
      expect(await one.run(['baseline', 'returns']), one.folder).toMatchObject({ code: 0 });
      expect(filesOf(one), one.folder).toEqual(filesOf(shop));
    }
  });

  it('a check can be run again: each alert is in the file once, each metric at least once', async () => {
    const shop = await openWatchedShop();
    const check = (time: string) => ['check', 'returns', '--window', LAST, '--as-of', `2026-03-05T${time}Z`];
    const killed = await killedAnywhere(shop, check('06:30'));
    expect(dedupeKeysOf(shop)).toHaveLength(1);
    expect(killed.length).toBeGreaterThan(30);
    for (const one of killed) {
      expect(await one.run(check('06:30')), one.folder).toMatchObject({ code: 0 });
      // What the killed run was about to publish is taken over when it has certainly ended.
      expect(await one.run(check('07:00')), one.folder).toMatchObject({ code: 0 });
      expect(dedupeKeysOf(one), one.folder).toEqual(dedupeKeysOf(shop));
      for (const point of metricsOf(shop)) expect(metricsOf(one), one.folder).toContain(point);
      expect(incidentsOf(one), one.folder).toEqual(incidentsOf(shop));
      expect(stateOf(one).outbox, one.folder).toEqual([]);
      expect(filesOf(one), one.folder).toEqual(filesOf(shop));
    }
  });

  it('a retraining has one end, leaves no lock, and another one can be started', async () => {
    // A deployment would wait for the endpoint.
    const shop = openRetrainedShop({ promote: ', approval: never' });
    await shop.run(['baseline', 'returns']);
    await shop.run(accuracyOf(DAYS[0], '06:30'));
    // Every write takes the same operations, so each of them is met, at one write or another.
    const killed = (await killedAnywhere(shop, accuracyOf(DAYS[1], '06:30'))).filter((_, i) => i % 23 === 0);
    expect(runsOf(shop).map(({ end }) => end)).toEqual(['not-deployed']);
    expect(killed.length).toBeGreaterThan(10);
    for (const one of killed) {
      expect(await one.run(accuracyOf(DAYS[1], '06:30')), one.folder).toMatchObject({ code: 0 });
      expect(await one.run(accuracyOf(DAYS[1], '07:00')), one.folder).toMatchObject({ code: 0 });
      const runs = runsOf(one);
      expect(runs, one.folder).toHaveLength(1);
      expect(['not-deployed', 'abandoned'], one.folder).toContain(runs[0].end);
      expect(stateOf(one), one.folder).toMatchObject({ lock: null, outbox: [] });
      const keys = dedupeKeysOf(one);
      expect(new Set(keys).size, one.folder).toBe(keys.length);
      expect(keys, one.folder).toContain(`returns/${runs[0].id}/${runs[0].end}`);
      const again = await one.run(['retrain', 'returns', '--as-of', '2026-03-09T06:30Z']);
      expect(again.stdout, one.folder).toMatch(/^retraining-2026-03-0\d(-2)?: /);
    }
  }, 600_000);

  it('an approval can be given again, and counts once', async () => {
    const shop = openRetrainedShop({ promote: ', approval: manual' });
    await shop.run(['baseline', 'returns']);
    await shop.run(accuracyOf(DAYS[0], '06:30'));
    const waiting = spawn(process.execPath, [COMMAND_LINE, ...accuracyOf(DAYS[1], '06:30'), ...shop.options], {
      stdio: 'ignore',
    });
    try {
      await vi.waitFor(() => expect(dedupeKeysOf(shop)).toContain('returns/retraining-2026-03-02/approval'), 30_000);
      // It lives, and takes no answer before every kill has been tried.
      await vi.waitFor(() => {
        waiting.kill('SIGSTOP');
        if (leftBehind(shop).length > 0) waiting.kill('SIGCONT');
        expect(leftBehind(shop)).toEqual([]);
      }, 30_000);
      // The check is of a day in the past, and the answer of today, when it would have expired.
      const { file, record } = answerOf(shop);
      writeFileSync(file, JSON.stringify({ ...record, until: null }));
      const approve = ['approve', 'returns', 'retraining-2026-03-02'];
      const killed = await killedAnywhere(shop, approve);
      expect(killed.length).toBeGreaterThan(3);
      for (const one of killed) {
        const { code, stderr } = await one.run(approve);
        expect(code === 0 || stderr.includes('already answered'), `${one.folder}: ${stderr}`).toBe(true);
        expect(answerOf(one).record, one.folder).toMatchObject({ state: 'answered', answer: { approved: true } });
      }
    } finally {
      waiting.kill('SIGKILL');
    }
  });

  it.each([1, 9, 20, 33, 47])('by SIGKILL, before operation %d, a check can be run again', async (operation) => {
    const shop = await openWatchedShop();
    const check = ['check', 'returns', '--window', LAST, '--as-of', '2026-03-05T06:30Z'];
    const { signal } = await runApart(shop, check, { KILL_AT: String(operation) });
    expect(signal).toBe('SIGKILL');
    expect(await shop.run(check)).toMatchObject({ code: 0 });
    expect(leftBehind(shop)).toEqual([]);
  });
});

describe('a disk that is full', () => {
  it.each([1, 2, 9, 20, 33, 47])(
    'from operation %d on is an error, and when there is room again nothing was lost',
    async (operation) => {
      const shop = await openWatchedShop();
      const check = (time: string) => ['check', 'returns', '--window', LAST, '--as-of', `2026-03-05T${time}Z`];
      const { code, stderr } = await runApart(shop, check('06:30'), { FULL_AT: String(operation) });
      expect(code).toBe(1);
      expect(stderr).toMatch(/driftwarden: cannot write .*\/store\/returns\/\S+: no space is left on the disk\n/);
      expect(await shop.run(check('06:30'))).toMatchObject({ code: 0 });
      expect(await shop.run(check('07:00'))).toMatchObject({ code: 0 });
      expect(dedupeKeysOf(shop)).toHaveLength(1);
      expect(stateOf(shop).outbox).toEqual([]);
      expect(leftBehind(shop)).toEqual([]);
    },
  );
});
