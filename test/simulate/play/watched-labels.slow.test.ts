import { beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../../lambdas/core/alerts.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { AnsweredDays } from '../../../simulate/play/answered-days.ts';
import { simulatedMonitor } from '../../../simulate/play/monitor-file.ts';
import { WatchedLabels } from '../../../simulate/play/watched-labels.ts';
import { WatchedMonitor } from '../../../simulate/play/watched-monitor.ts';
import type { CellOptions } from '../../../simulate/run/cell-options.ts';
import { makeCell } from '../../../simulate/run/cells.ts';
import { DEFAULTS, PERFORMANCE_DEFAULTS } from '../../../simulate/run/defaults.ts';
import { GeneratedWorld } from '../../../simulate/world/generated-world.ts';
import { ModelWorld } from '../../../simulate/world/model/model-world.ts';

const DAYS = 9;
const SMALL = {
  rows: 120,
  baselineRows: 600,
  changeDay: 3,
  keys: { performance: { minimumRows: 30 }, labels: { maxAge: 'P5D' } },
};

/** The product's results and messages, morning by morning. */
async function watch(given: Partial<CellOptions>, read: boolean) {
  const cell = makeCell({ ...DEFAULTS, ...PERFORMANCE_DEFAULTS, ...SMALL, ...given, read });
  const { spec, drop, limit, literal, performance, labels, retraining } = cell.model!;
  const generated = new GeneratedWorld(cell.world, null, cell.days, [1, 0]);
  const { baselineDays } = cell.world;
  const world = new ModelWorld(generated, spec, drop, { baselineDays, days: cell.days, names: [1, 0] });
  const choices = { spec, model: world.model, performance, labels, retraining, limit: { when: limit, literal } };
  const watched = new WatchedMonitor(simulatedMonitor(cell, choices), cell);
  try {
    await watched.buildBaseline(world.baseline());
    const days = new AnsweredDays(watched.monitor, 8);
    const looks = new WatchedLabels(watched, days, read);
    const mornings = [];
    for (let day = 0; day < DAYS; day++) {
      const answered = world.day(day);
      days.add(day, answered);
      await watched.check(day, answered.chunk);
      mornings.push(await looks.look(day, answered));
    }
    return mornings;
  } finally {
    watched.close();
  }
}

/** In memory there are no files with bytes, nor rows of other days in them; all else has to be the same. */
function withoutFiles({ data, labels, ...result }: CheckResult) {
  const { bytes: _bytes, objects: _objects, records: _records, ...rest } = data;
  const { reading, ...counts } = labels!;
  const { bytes: _labelBytes, objects: _labelObjects, ...records } = reading;
  return {
    ...result,
    data: { ...rest, recordsOutsideWindow: 0, rowsOutsideWindow: 0 },
    labels: { ...counts, reading: records },
  };
}

const withoutReading = ({ text, ...alert }: Alert) => ({ ...alert, text: text.replace(/^read {2}.*$/gm, '') });

describe.each([
  ['binary', { performance: 'accuracy', drop: 0.3, labels: 'spread-3', literal: true }],
  ['binary, rare', { performance: 'recall', value: 0.8, positives: 0.1, labels: 'weekly+missing-0.3' }],
  ['multiclass', { performance: 'macro_f1', value: 0.8, drop: 0.4, labels: 'spread-2+missing-0.2', limit: 0.7 }],
  ['regression', { performance: 'rmse', value: 5, limit: 6, drop: 5, labels: 'at-once', errors: 'heavy' }],
] as const satisfies readonly (readonly [string, Partial<CellOptions>])[])('the labels of a model: %s', (_, given) => {
  // Both tests look at the same run: it takes most of their time.
  let memory: Awaited<ReturnType<typeof watch>>;
  beforeAll(async () => {
    memory = await watch(given, false);
  });

  it('give the same results from files and from memory', async () => {
    const files = await watch(given, true);
    expect(memory.map(({ results }) => results.map(withoutFiles))).toEqual(
      files.map(({ results }) => results.map(withoutFiles)),
    );
    const sent = (mornings: typeof files) => mornings.map(({ alerts }) => alerts.map(withoutReading));
    expect(sent(memory)).toEqual(sent(files));
    expect(files.at(-1)!.results[0].data.bytes).toBeGreaterThan(1000);
  });

  it('are checked on every morning on which some may arrive, and measured', async () => {
    const mornings = memory;
    const last = mornings.at(-1)!.results.at(-1)!;
    expect(last.window.name).toBe('2001-01-09');
    const measured = mornings.flatMap(({ results }) => results.map(({ performance }) => performance?.metrics));
    expect(measured.filter((metrics) => metrics?.[given.performance]?.value != null).length).toBeGreaterThan(3);
    const sent = mornings.flatMap(({ alerts }, morning) => alerts.map(({ kind, state }) => [morning, kind, state]));
    // There are messages exactly where the model becomes worse.
    const isDropped = 'drop' in given;
    expect(sent.some(([morning, kind]) => kind === 'performance' && Number(morning) >= 3)).toBe(isDropped);
    expect(sent.filter(([morning]) => Number(morning) < 3)).toEqual([]);
  });
});
