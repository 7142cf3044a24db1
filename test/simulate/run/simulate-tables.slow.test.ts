import { describe, expect, it } from 'vitest';
import { markdownTables } from '../../../simulate/count/table.ts';
import { readOptions } from '../../../simulate/run/options.ts';
import { simulate } from '../../../simulate/run/simulate.ts';

describe('a simulation', () => {
  it('gives the same table with any number of jobs', async () => {
    const { cells } = readOptions(['--table', 'tiny']);
    const progress: string[] = [];
    const one = await simulate(cells, 1, (done, all) => progress.push(`${done}/${all}`));
    // One of drift and one of performance: with the others, this would take twice as long and hold no more.
    const some = [cells[0], cells[3]];
    expect(await simulate(some, 3)).toEqual(one.filter(({ cell }) => some.some(({ name }) => name === cell)));
    expect(progress).toEqual(['1/8', '2/8', '3/8', '4/8', '5/8', '6/8', '7/8', '8/8']);
    const watchers = one.filter(({ cell }) => cell === cells[0].name).map(({ watcher }) => watcher);
    expect(watchers.filter((name) => name.startsWith('Driftwarden'))).toHaveLength(5);
    expect(watchers).toHaveLength(12);
    const names = markdownTables(one).match(/^\*\*.*?\*\*/gm);
    expect(names).toEqual(cells.map(({ name }) => `**${name}**`));
    expect(markdownTables(one).match(/^\| .*/gm)).toHaveLength(4 * 2 + 2 * 12 + 2 * 10);
  });

  it('finds a great change on its day, and raises no alert before it in days that are alike', async () => {
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

  it('finds a model that has become much worse, and requests a retraining', async () => {
    const args = '--performance accuracy --true 0.9 --drop 0.3 --labels spread-1 --change-day 10 --years 2 --rows 500';
    const tallies = await simulate(readOptions([...args.split(' '), '--baseline-rows', '3000']).cells, 1);
    const of = (watcher: string) => tallies.find((tally) => tally.watcher === watcher)!;
    const performance = of('Driftwarden: performance, first messages');
    expect(performance.falsePages.pages).toBe(0);
    expect(performance.detection).toMatchObject({ monitors: 2, medianDays: 0, missed: 0 });
    expect(performance.pagesAfter).toBe(1);
    // The incident stays open to the end: flagged, and not only on the morning of its first message.
    expect(performance).toMatchObject({ quietFlaggedShare: 0, foundShare: 1 });
    expect(of('Driftwarden: any message')).toMatchObject({ quietFlaggedShare: 0, foundShare: 1 });
    expect(of('Driftwarden: performance, opened again').pagesAfter).toBe(0);
    expect(of('Driftwarden: performance, retraining requested')).toMatchObject({ pagesAfter: 1 });
    expect(of('limit read literally, complete windows').detection).toMatchObject({ medianDays: 1, missed: 0 });
    expect(of('Driftwarden: performance').messages[0].title).toContain('accuracy');
  });

  it('alerts by a literal limit as often as the plain rule does', async () => {
    const args = '--performance accuracy --literal --true 0.86 --labels spread-2 --years 1 --days 40 --rows 400';
    const tallies = await simulate(readOptions([...args.split(' '), '--baseline-rows', '2000']).cells, 1);
    const alertsOf = (watcher: string) => tallies.find((tally) => tally.watcher === watcher)!.falsePages.pages;
    expect(alertsOf('Driftwarden: performance, first messages')).toBe(alertsOf('limit read literally, every look'));
    expect(alertsOf('limit read literally, every look')).toBeGreaterThan(3);
  });
});
