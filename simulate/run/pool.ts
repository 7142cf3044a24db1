import { Worker } from 'node:worker_threads';
import type { Cell } from '../play/cell.ts';
import type { MonitorOutcome } from '../play/outcome.ts';
import { playMonitor } from '../play/play-monitor.ts';

export interface Task {
  readonly cell: Cell;
  readonly monitor: number;
}

type Play = (task: Task) => Promise<MonitorOutcome>;

/** Plays monitors on this thread, or on several. */
export class Pool {
  readonly #workers: Worker[];
  readonly #players: Play[];

  /** @param jobs How many are played at once; 1: on this thread. */
  constructor(jobs: number) {
    const file = new URL('./worker.ts', import.meta.url);
    this.#workers = jobs === 1 ? [] : Array.from({ length: jobs }, () => new Worker(file));
    this.#players =
      jobs === 1
        ? [({ cell, monitor }) => playMonitor(cell, monitor)]
        : this.#workers.map((worker) => (task) => runTask(worker, task));
  }

  /** @returns The outcomes in the order of the tasks, whichever was done first. */
  async play(
    tasks: readonly Task[],
    onDone: (outcome: MonitorOutcome, task: Task) => void = () => {},
  ): Promise<MonitorOutcome[]> {
    const outcomes: MonitorOutcome[] = [];
    let next = 0;
    await Promise.all(
      this.#players.map(async (play) => {
        while (next < tasks.length) {
          const index = next++;
          outcomes[index] = await play(tasks[index]);
          onDone(outcomes[index], tasks[index]);
        }
      }),
    );
    return outcomes;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** One task at a time: the next message is its outcome. */
function runTask(worker: Worker, task: Task): Promise<MonitorOutcome> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: { outcome: MonitorOutcome } | { error: Error }) => {
      worker.off('error', onError);
      if ('error' in answer) reject(answer.error);
      else resolve(answer.outcome);
    };
    const onError = (error: Error) => {
      worker.off('message', onMessage);
      reject(error);
    };
    worker.once('message', onMessage);
    worker.once('error', onError);
    worker.postMessage(task);
  });
}
