import { describe, expect, it } from 'vitest';
import { markdownTable } from '../../../simulate/count/table.ts';
import { readOptions } from '../../../simulate/run/options.ts';
import { simulate } from '../../../simulate/run/simulate.ts';

describe('a simulation', () => {
  it('gives the same table with any number of jobs', async () => {
    const { cells } = readOptions(['--table', 'tiny']);
    const progress: string[] = [];
    const one = await simulate(cells, 1, (done, all) => progress.push(`${done}/${all}`));
    const several = await simulate(cells, 3);
    expect(several).toEqual(one);
    expect(progress).toEqual(['1/4', '2/4', '3/4', '4/4']);
    const watchers = one.filter(({ cell }) => cell === cells[0].name).map(({ watcher }) => watcher);
    expect(watchers.filter((name) => name.startsWith('Driftwarden'))).toHaveLength(5);
    expect(watchers).toHaveLength(12);
    expect(markdownTable(one).trim().split('\n')).toHaveLength(2 + 24);
  });

  it('gives another table for another seed', async () => {
    const args = ['--rows', '100', '--features', '3', '--years', '1', '--days', '12', '--baseline-rows', '500'];
    const table = async (seed: string) => simulate(readOptions([...args, '--seed', seed]).cells, 1);
    expect(await table('2')).not.toEqual(await table('1'));
  });

  it('finds a great change on its day, and pages nowhere before it in days that are alike', async () => {
    const { cells } = readOptions(
      '--world independent --columns normal --change mean-1 --change-day 10 --years 3 --rows 500 --features 4 --baseline-rows 3000'.split(
        ' ',
      ),
    );
    const [drift] = await simulate(cells, 1);
    expect(drift.watcher).toBe('Driftwarden: drift');
    expect(drift.falsePages.pages).toBe(0);
    expect(drift.detection).toMatchObject({ monitors: 3, medianDays: 0, sameDay: 1, missed: 0 });
  });

  it('fails where a monitor cannot be played, on whatever thread', async () => {
    const { cells } = readOptions(['--years', '2', '--days', '2', '--drift', '{ method: psi }']);
    await expect(simulate(cells, 1)).rejects.toThrow('drift.method');
    await expect(simulate(cells, 2)).rejects.toThrow('drift.method');
  });
});

describe('options', () => {
  it('make a cell', () => {
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

  it('replace what a list says', () => {
    const { cells } = readOptions(['--table', 'small', '--rows', '50', '--drift', '{ history: off }']);
    expect(cells.length).toBeGreaterThan(10);
    expect(new Set(cells.map(({ world }) => world.rows))).toEqual(new Set([50]));
    expect(cells[0].choices.drift).toEqual({ history: 'off' });
  });

  it.each([
    [['--rows', '0'], '--rows is a whole number from 1'],
    [['--jobs', 'many'], '--jobs is a whole number from 1'],
    [['--table', 'huge'], '--table is one of tiny, small, full'],
    [['--world', 'flat'], '"flat" is not a world'],
    [['--change', 'mean'], '"mean" is not a change'],
    [['--columns', 'dates'], '--columns is one of mix, normal'],
    [['--drift', 'off'], '--drift is a YAML mapping'],
    [['--change', 'mean-1', '--days', '20'], 'the change comes after the last day'],
    [['--row', '5'], "Unknown option '--row'"],
  ])('are refused: %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });

  it('of every list are valid', () => {
    for (const table of ['tiny', 'small', 'full']) {
      const names = readOptions(['--table', table]).cells.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
