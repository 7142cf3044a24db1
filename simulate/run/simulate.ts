import { type Tally, tally } from '../count/tally.ts';
import type { Cell } from '../play/cell.ts';
import { Pool } from './pool.ts';

/** Plays all monitors of some cells. */
export async function simulate(
  cells: readonly Cell[],
  jobs: number,
  onProgress: (done: number, all: number, cell: Cell) => void = () => {},
): Promise<Tally[]> {
  const tasks = cells.flatMap((cell) => Array.from({ length: cell.monitors }, (_, monitor) => ({ cell, monitor })));
  const pool = new Pool(jobs);
  try {
    let done = 0;
    const outcomes = await pool.play(tasks, (_, { cell }) => onProgress(++done, tasks.length, cell));
    return cells.flatMap((cell) =>
      tally(
        cell,
        outcomes.filter((_, i) => tasks[i].cell === cell),
      ),
    );
  } finally {
    await pool.close();
  }
}
