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
});
