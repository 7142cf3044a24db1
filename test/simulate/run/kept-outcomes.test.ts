import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MonitorOutcome } from '../../../simulate/play/outcome.ts';
import { KeptOutcomes } from '../../../simulate/run/kept-outcomes.ts';
import { KeptTallies } from '../../../simulate/run/kept-tallies.ts';
import { readOptions } from '../../../simulate/run/options.ts';
import { simulate } from '../../../simulate/run/simulate.ts';

const ARGS = '--world odd-day --rows 200 --features 4 --days 12 --baseline-rows 600 --seed 3 --years'.split(' ');
const cellOf = (years: number) => readOptions([...ARGS, String(years)]).cells[0];

describe('monitors of a cell that is not complete', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kept-outcomes-'));
    file = join(folder, 'rows.jsonl.begun');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are kept as they were played', () => {
    const outcome: MonitorOutcome = {
      monitor: 1,
      oddDay: 7,
      watchers: new Map([
        ['a', { alerts: marks([3]), flagged: marks([3, 11]), found: marks([]) }],
        ['b', { alerts: marks([]), flagged: marks([0]), found: marks([0]) }],
      ]),
      messages: [{ day: 3, title: 'drift' }],
    };
    new KeptOutcomes(file).add(cellOf(2), outcome);
    expect(new KeptOutcomes(file).find(cellOf(2))).toEqual(new Map([[1, outcome]]));
  });

  it('are not played again, give the same rows, and are forgotten with the last of them', async () => {
    const played = async (years: number, begun: KeptOutcomes) => {
      let count = 0;
      const tallies = await simulate([cellOf(years)], 1, () => count++, new KeptTallies(undefined), begun);
      return { tallies, count };
    };
    const whole = await played(3, new KeptOutcomes(undefined));
    expect(whole.count).toBe(3);

    const stopped = simulate([cellOf(3)], 1, stopAfter(2), new KeptTallies(undefined), new KeptOutcomes(file));
    await expect(stopped).rejects.toThrow('stopped');
    expect(existsSync(file)).toBe(true);

    const rest = await played(3, new KeptOutcomes(file));
    expect(rest.count).toBe(1);
    expect(rest.tallies).toEqual(whole.tallies);
    expect(existsSync(file)).toBe(false);
  });

  it('make a row when all of them were played before a run was stopped', async () => {
    const whole = await simulate([cellOf(2)], 1);
    const stopped = simulate([cellOf(3)], 1, stopAfter(2), undefined, new KeptOutcomes(file));
    await expect(stopped).rejects.toThrow('stopped');
    const unplayed = () => expect.unreachable('both monitors are kept');
    expect(await simulate([cellOf(2)], 1, unplayed, undefined, new KeptOutcomes(file))).toEqual(whole);
  });

  it('belong to their world, seed and days', () => {
    new KeptOutcomes(file).add(cellOf(2), { monitor: 0, oddDay: null, watchers: new Map(), messages: [] });
    const kept = new KeptOutcomes(file);
    expect(kept.find({ ...cellOf(2), monitors: 50, name: 'another' }).size).toBe(1);
    expect(kept.find({ ...cellOf(2), seed: 4 }).size).toBe(0);
    expect(kept.find({ ...cellOf(2), days: 13 }).size).toBe(0);
  });

  it('name the line that cannot be read', () => {
    writeFileSync(file, '{}\n{"monitor"\n');
    expect(() => new KeptOutcomes(file)).toThrow(/rows\.jsonl\.begun, line 2: /);
  });
});

function marks(days: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: 12 }, (_, day) => Number(days.includes(day)));
}

/** A run that ends like a killed one, after some monitors. */
function stopAfter(monitors: number) {
  return (done: number) => {
    if (done === monitors) throw new Error('stopped');
  };
}
