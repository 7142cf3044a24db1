import { join } from 'node:path';
import { expect, it } from 'vitest';
import { localContext } from '../../bin/commands/local-context.ts';
import { readMonitor } from '../../bin/monitor-files.ts';
import { openShop } from './shop.ts';

const SHOWN = { alert: () => {}, progress: () => {} };

it.each(['check', 'backtest'])('%s refuses --jobs that is no number of threads', async (command) => {
  const shop = openShop();
  const from = command === 'backtest' ? ['--from', '2001-02-01'] : [];
  const { code, stderr } = await shop.run([command, 'returns', ...from, '--jobs', '0']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('It must be a whole number from 1')]);
});

it('one job reads without threads, more have them', () => {
  const { folder } = openShop();
  const monitor = readMonitor(join(folder, 'monitors/returns.yaml'));
  const readersOf = (jobs: number) => localContext(monitor, { store: join(folder, 'store'), jobs }, SHOWN).readers;
  expect(readersOf(1)).toBeUndefined();
  expect(readersOf(3)!.megabytes).toBeGreaterThan(readersOf(2)!.megabytes);
});
