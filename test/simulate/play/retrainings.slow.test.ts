import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../simulate/run/options.ts';
import { simulate } from '../../../simulate/run/simulate.ts';

const SMALL =
  '--performance accuracy --labels at-once --years 1 --rows 400 --baseline-rows 3000 --no-rules --jobs 1 --retraining';
const play = (args: string) => simulate(readOptions(`${SMALL} ${args}`.split(' ')).cells, 1);
const KEYS = ['--retraining-keys', '{ data: { since: incident, minimumRows: 500 }, promote: { minimumRows: 400 } }'];

describe('retrainings in a simulation', () => {
  it('train a model on the world after its change, promote it, and it is better afterwards', async () => {
    const args = `${SMALL} --true 0.9 --drop 0.2 --change-day 8 --days 40`.split(' ');
    const tallies = await simulate(readOptions([...args, ...KEYS]).cells, 1);
    const of = (watcher: string) => tallies.find((tally) => tally.watcher === `Driftwarden: ${watcher}`)!;
    expect(of('retrainings').falsePages.pages).toBe(0);
    expect(of('models promoted').pagesAfter).toBeGreaterThan(0);
    expect(of('promoted, and better 30 days later').pagesAfter).toBe(of('models promoted').pagesAfter);
    expect(of('retrainings with another end').pagesAfter).toBe(0);
    // The incident ends with the model.
    expect(of('performance').pagesAfter).toBeLessThan(32);
    expect(of('performance, opened again').pagesAfter).toBe(0);
  });

  it('do nothing where nothing changes', async () => {
    const tallies = await play('--true 0.9 --days 12');
    const found = tallies.filter(({ watcher }) => /retrain|promoted|kept/.test(watcher));
    expect(found.map(({ watcher, falsePages }) => [watcher, falsePages.pages])).toEqual([
      ['Driftwarden: performance, retraining requested', 0],
      ['Driftwarden: retrainings', 0],
      ['Driftwarden: models promoted', 0],
      ['Driftwarden: promoted, and better 30 days later', 0],
      ['Driftwarden: live model kept', 0],
      ['Driftwarden: retrainings with another end', 0],
    ]);
  });

  it('need a model that can be learnt', async () => {
    await expect(simulate(readOptions([...SMALL.split(' '), '--features', '1']).cells, 1)).rejects.toThrow(
      'two or more',
    );
  });
});
