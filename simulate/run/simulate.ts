import { type Tally, tally } from '../count/tally.ts';
import type { Cell } from '../play/cell.ts';
import type { MonitorOutcome } from '../play/outcome.ts';
import { KeptOutcomes } from './kept-outcomes.ts';
import { KeptTallies } from './kept-tallies.ts';
import { Pool } from './pool.ts';

/**
 * Plays all monitors of some cells.
 *
 * @param kept rows of cells that were played before; each cell is added as soon as its last monitor is played
 * @param begun monitors that were played of cells that are not complete; each monitor is added as soon as it is played
 */
export async function simulate(
  cells: readonly Cell[],
  jobs: number,
  onProgress: (done: number, all: number, cell: Cell) => void = () => {},
  kept: KeptTallies = new KeptTallies(undefined),
  begun: KeptOutcomes = new KeptOutcomes(undefined),
): Promise<Tally[]> {
  const tallies = new Map<Cell, readonly Tally[]>();
  for (const cell of cells) {
    const before = kept.find(cell);
    if (before !== null) tallies.set(cell, before);
  }
  const outcomes = new Map(
    cells.filter((cell) => !tallies.has(cell)).map((cell) => [cell, new Map(begun.find(cell))] as const),
  );
  const tasks = Array.from(outcomes).flatMap(([cell, played]) =>
    Array.from({ length: cell.monitors }, (_, monitor) => ({ cell, monitor })).filter(
      ({ monitor }) => !played.has(monitor),
    ),
  );
  const finish = (cell: Cell, played: ReadonlyMap<number, MonitorOutcome>) => {
    const inOrder = Array.from(played.values()).sort((a, b) => a.monitor - b.monitor);
    tallies.set(cell, tally(cell, inOrder));
    kept.add(cell, tallies.get(cell)!);
    begun.remove(cell);
  };
  // A run that was stopped between a cell's last monitor and its row.
  for (const [cell, played] of outcomes) if (played.size === cell.monitors) finish(cell, played);
  const pool = new Pool(jobs);
  try {
    let done = 0;
    await pool.play(tasks, (outcome, { cell, monitor }) => {
      const played = outcomes.get(cell)!;
      played.set(monitor, outcome);
      begun.add(cell, outcome);
      if (played.size === cell.monitors) finish(cell, played);
      onProgress(++done, tasks.length, cell);
    });
    return cells.flatMap((cell) => tallies.get(cell) ?? []);
  } finally {
    await pool.close();
  }
}
