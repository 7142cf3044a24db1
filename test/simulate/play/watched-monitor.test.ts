import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { simulatedMonitor } from '../../../simulate/play/monitor-file.ts';
import { WatchedMonitor } from '../../../simulate/play/watched-monitor.ts';
import { makeCell } from '../../../simulate/run/cells.ts';
import { DEFAULTS } from '../../../simulate/run/defaults.ts';
import { GeneratedWorld } from '../../../simulate/world/generated-world.ts';

const SMALL = {
  world: 'wobble-0.1',
  rows: 150,
  features: 7,
  baselineRows: 1400,
  changeDay: 3,
  change: 'mean-2',
} as const;
const DAYS = 10;

/** The product's results and messages, day by day. */
async function watch(read: boolean, baselineTime = false) {
  const cell = makeCell({ ...DEFAULTS, ...SMALL, read, baselineTime });
  const generated = new GeneratedWorld(cell.world, cell.change, cell.days, [1, 0]);
  const watched = new WatchedMonitor(simulatedMonitor(cell), cell);
  try {
    await watched.buildBaseline(generated.baseline());
    const days = [];
    for (let day = 0; day < DAYS; day++) days.push(await watched.check(day, generated.day(day)));
    return { days, baseline: days[0].result.baseline };
  } finally {
    watched.close();
  }
}

/** In memory there are no bytes to be read; all else has to be the same. */
function withoutBytes({ data, ...result }: CheckResult) {
  const { bytes: _, ...rest } = data;
  return { ...result, data: rest };
}

describe('a watched monitor', () => {
  it('gets the same results and messages from files and from memory', async () => {
    const [memory, files] = [await watch(false), await watch(true)];
    expect(memory.days.map(({ result }) => withoutBytes(result))).toEqual(
      files.days.map(({ result }) => withoutBytes(result)),
    );
    expect(memory.days.map(({ alerts }) => alerts)).toEqual(files.days.map(({ alerts }) => alerts));
    expect(files.days[0].result.data.bytes).toBeGreaterThan(1000);
    // The comparison is about something: columns of all kinds were measured, and the change was alerted.
    expect(memory.days[0].result.drift!.features.map(({ distance }) => distance)).not.toContain(null);
    expect(memory.days[0].result.drift!.features).toHaveLength(7);
    expect(memory.days[0].result.predictionDrift!.features).toHaveLength(1);
    expect(memory.days[3].alerts).not.toEqual([]);
  });

  it('has the time in its baseline where it should, and not as a feature', async () => {
    const { days } = await watch(false, true);
    expect(days[0].result.drift!.features.map(({ name }) => name)).toEqual(['f0', 'f1', 'f2', 'f3', 'f4', 'f5', 'f6']);
  });
});
