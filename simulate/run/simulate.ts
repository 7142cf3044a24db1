import { type Tally, tally } from '../count/tally.ts';
import type { Cell } from '../play/cell.ts';
import type { MonitorOutcome } from '../play/outcome.ts';
import { KeptTallies } from './kept-tallies.ts';
import { Pool } from './pool.ts';

/**
 * Plays all monitors of some cells.
 *
 * @param kept rows of cells that were played before; each cell is added as soon as its last monitor is played
 */
export async function simulate(
  cells: readonly Cell[],
  jobs: number,
  onProgress: (done: number, all: number, cell: Cell) => void = () => {},
  kept: KeptTallies = new KeptTallies(undefined),
): Promise<Tally[]> {
  const tallies = new Map<Cell, readonly Tally[]>();
  for (const cell of cells) {
    const before = kept.find(cell);
    if (before !== null) tallies.set(cell, before);
  }
  const tasks = cells
    .filter((cell) => !tallies.has(cell))
    .flatMap((cell) => Array.from({ length: cell.monitors }, (_, monitor) => ({ cell, monitor })));
  const outcomes = new Map<Cell, MonitorOutcome[]>();
  const pool = new Pool(jobs);
  try {
    let done = 0;
    await pool.play(tasks, (outcome, { cell, monitor }) => {
      const ofCell = outcomes.get(cell) ?? [];
      outcomes.set(cell, ofCell);
      ofCell[monitor] = outcome;
      if (Object.keys(ofCell).length === cell.monitors) {
        tallies.set(cell, tally(cell, ofCell));
        kept.add(cell, tallies.get(cell)!);
      }
      onProgress(++done, tasks.length, cell);
    });
    return cells.flatMap((cell) => tallies.get(cell) ?? []);
  } finally {
    await pool.close();
  }
}
