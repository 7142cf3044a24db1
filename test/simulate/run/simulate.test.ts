import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeptTallies } from '../../../simulate/run/kept-tallies.ts';
import { readOptions } from '../../../simulate/run/options.ts';
import { PRESETS } from '../../../simulate/run/presets.ts';
import { simulate } from '../../../simulate/run/simulate.ts';

describe('a simulation', () => {
  it('gives another table for another seed', async () => {
    const args = ['--rows', '100', '--features', '3', '--years', '1', '--days', '12', '--baseline-rows', '500'];
    const table = async (seed: string) => simulate(readOptions([...args, '--seed', seed]).cells, 1);
    expect(await table('2')).not.toEqual(await table('1'));
  });

  it.each(['spread-15', 'weekly+spread-9'])(
    'rejects labels for which no window is complete in time: %s',
    async (labels) => {
      const small = [
        '--performance',
        'accuracy',
        '--days',
        '1',
        '--rows',
        '50',
        '--baseline-rows',
        '700',
        '--years',
        '1',
      ];
      const play = (args: string[]) => simulate(readOptions([...small, '--labels', labels, ...args]).cells, 1);
      await expect(play([])).rejects.toThrow(
        "labels arrive up to 15 days later, and the product waits 14: plain rules would not see complete windows; set --label-keys '{ maxAge: P15D }', or --no-rules",
      );
      await expect(play(['--label-keys', '{ maxAge: P15D }'])).resolves.toHaveLength(10);
      await expect(play(['--no-rules'])).resolves.toHaveLength(6);
    },
  );

  it('fails where a monitor cannot be played, on whatever thread', async () => {
    const { cells } = readOptions(['--years', '2', '--days', '2', '--drift', '{ method: psi }']);
    await expect(simulate(cells, 1)).rejects.toThrow('drift.method');
    await expect(simulate(cells, 2)).rejects.toThrow('drift.method');
  });
});

describe('options', () => {
  it('describe one cell of the table', () => {
    const args = '--world wobble-0.1 --rows 1000 --features 20 --years 60 --change mean-0.5 --seed 1 --jobs 2';
    const { cells, jobs } = readOptions(args.split(' '));
    expect(jobs).toBe(2);
    expect(cells).toHaveLength(1);
    expect(cells[0]).toMatchObject({
      name: 'wobble-0.1, mean-0.5, 1000 rows, 20 features',
      monitors: 60,
      seed: 1,
      world: { rows: 1000, features: 20, wobble: 0.1, autocorrelation: 0.8, baselineRows: 20_000, baselineDays: 28 },
      change: { what: 'mean', size: 0.5, over: 1, features: 1 },
    });
  });

  it('make a cell with a model', () => {
    const args =
      '--performance f1 --true 0.8 --limit 0.75 --drop 0.05 --change-over 30 --labels weekly --positives 0.1';
    const [cell] = readOptions(args.split(' ')).cells;
    expect(cell.name).toBe(
      'f1 0.8, limit < 0.75, 10 % positive, drop 0.05 over 30 days, labels weekly, independent, 1000 rows, 1 normal',
    );
    expect(cell.model).toMatchObject({
      spec: { problem: 'binary-classification', metric: 'f1', value: 0.8, positives: 0.1 },
      drop: { size: 0.05, day: 60, over: 30, days: null },
      limit: 'f1 < 0.75',
      windows: null,
      literal: false,
    });
    // Four weeks after the drop is complete.
    expect(cell.days).toBe(60 + 30 + 28);
    expect(readOptions(['--performance', 'rmse', '--limit', '5']).cells[0].model!.limit).toBe('rmse > 5');
    expect(
      readOptions(['--performance', 'bias', '--limit', '5', '--drop', '1', '--change-days', '7']).cells[0],
    ).toMatchObject({ days: 60 + 7 + 28, model: { limit: 'bias > 5', drop: { days: 7 } } });
  });

  it('replace what a list says', () => {
    const { cells } = readOptions(['--table', 'small', '--rows', '50', '--drift', '{ history: off }']);
    expect(cells.length).toBeGreaterThan(10);
    expect(new Set(cells.map(({ world }) => world.rows))).toEqual(new Set([50]));
    expect(cells[0].choices.drift).toEqual({ history: 'off' });
  });

  it('may be such as only some cells of a list use', () => {
    const { cells } = readOptions(['--table', 'tiny', '--labels', 'weekly']);
    expect(cells.map(({ model }) => model?.spec.labels.weekly)).toEqual([undefined, undefined, true, true]);
  });

  it.each([
    [['--rows', '0'], '--rows is a whole number from 1'],
    [['--jobs', 'many'], '--jobs is a whole number from 1'],
    [['--table', 'huge'], '--table is one of tiny, small, full, performance-small, performance-full, retraining'],
    [['--world', 'flat'], '"flat" is not a world'],
    [['--change', 'mean'], '"mean" is not a change'],
    [['--columns', 'dates'], '--columns is one of mix, normal'],
    [['--drift', 'off'], '--drift is a YAML mapping'],
    [['--change', 'mean-1', '--days', '20'], 'the change comes after the last day'],
    [['--performance', 'acuracy'], '--performance is one of accuracy, precision'],
    [['--performance', 'mae', '--problem', 'binary'], 'mae is not a metric of binary-classification'],
    [['--performance', 'accuracy', '--problem', 'ranking'], '--problem is one of binary, multiclass, regression'],
    [['--performance', 'accuracy', '--labels', 'late'], '"late" is not a way in which labels arrive'],
    [['--performance', 'accuracy', '--true', 'high'], '--true is a number'],
    [['--performance', 'accuracy', '--positives', '2'], '--positives is a number from 0.001 to 0.999'],
    [['--performance', 'rmse', '--errors', 'odd'], '--errors is one of normal, heavy'],
    [['--drop', '0.1'], '--drop needs a metric: name it with --performance'],
    [['--retraining'], '--retraining needs a metric: name it with --performance'],
    [['--table', 'small', '--labels', 'weekly'], '--labels needs a metric: name it with --performance'],
    [['--performance', 'accuracy', '--change-days', '7'], '--change-days needs --drop'],
    [['--change-over', '7'], '--change-over needs --change, or --performance with --drop'],
    [['--performance', 'accuracy', '--drop', '0.1', '--changed-features', '2'], '--changed-features needs --change'],
    [['--performance', 'accuracy', '--errors', 'heavy'], '--errors needs a metric of regression'],
    [
      ['--performance', 'accuracy', '--retraining', '--positives', '0.1'],
      '--positives needs a binary classification without --retraining',
    ],
    [['--performance', 'accuracy', '--drop=-0.1'], '--drop is a number from 0'],
    [
      ['--performance', 'accuracy', '--drop', '0.1', '--change-over', '9', '--change-days', '8'],
      'the drop would end before it is complete: --change-days is at least --change-over',
    ],
    [
      ['--performance', 'accuracy', '--limit', '85'],
      '--limit: accuracy < 85 has a number outside the range of accuracy; accepted: accuracy is from 0 to 1, higher is better',
    ],
    [
      ['--performance', 'rmse', '--true=-1', '--limit', '3'],
      '--true: rmse > -1 has a number outside the range of rmse',
    ],
    [
      ['--performance', 'rmse'],
      'the model would meet its limit from the start: --true is 0.87, and the limit is rmse > 0.85',
    ],
    [['--row', '5'], "Unknown option '--row'"],
  ])('are refused: %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });

  it('of every list are valid', () => {
    for (const table of Object.keys(PRESETS)) {
      const names = readOptions(['--table', table]).cells.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe('kept rows of a table', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kept-rows-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const args = '--rows 100 --features 3 --years 2 --days 12 --baseline-rows 500'.split(' ');
  const cellsOf = (...worlds: string[]) => worlds.flatMap((world) => readOptions([...args, '--world', world]).cells);

  it('are not played again', async () => {
    const file = join(folder, 'rows.jsonl');
    const [first] = cellsOf('independent');
    const rows = await simulate([first], 1, undefined, new KeptTallies(file));
    const progress: string[] = [];
    const all = await simulate(
      cellsOf('wobble-0.1', 'independent'),
      1,
      (done, tasks) => progress.push(`${done}/${tasks}`),
      new KeptTallies(file),
    );
    expect(progress).toEqual(['1/2', '2/2']);
    expect(all.slice(rows.length)).toEqual(rows);
    const [wobble] = cellsOf('wobble-0.1');
    expect(all.slice(0, rows.length).map(({ cell }) => cell)).toEqual(rows.map(() => wobble.name));
  });

  it('are played again with another seed', async () => {
    const file = join(folder, 'rows.jsonl');
    const [cell] = cellsOf('independent');
    await simulate([cell], 1, undefined, new KeptTallies(file));
    expect(new KeptTallies(file).find({ ...cell, seed: 2 })).toBeNull();
  });

  it('name the line that cannot be read', () => {
    const file = join(folder, 'rows.jsonl');
    writeFileSync(file, '{}\n{"cell"\n');
    expect(() => new KeptTallies(file)).toThrow(/rows\.jsonl, line 2: /);
  });
});
