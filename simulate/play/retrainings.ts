import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalAccount, localAccount } from '../../lambdas/adapters/local/retraining/account.ts';
import { liveModelFolder } from '../../lambdas/adapters/local/retraining/endpoint.ts';
import { LocalWorkflow } from '../../lambdas/adapters/local/retraining/local-workflow.ts';
import type { RetrainingEnd, RetrainingRun } from '../../lambdas/core/decision/retraining/state.ts';
import { loadState } from '../../lambdas/core/decision/state-store.ts';
import type { Workflow } from '../../lambdas/core/ports.ts';
import { VirtualTime } from '../../lambdas/states-language/virtual-time.ts';
import type { LearnableWorld } from '../world/learnable/learnable-world.ts';
import { parseModel } from '../world/learnable/linear-model.ts';
import { morningAfter } from './calendar.ts';
import type { DayRecorder } from './outcome.ts';
import { PRODUCT } from './product-days.ts';
import type { WatchedMonitor } from './watched-monitor.ts';

/** Days after which a promoted model is compared with the one before it. */
const LATER = 30;

const STARTED = `${PRODUCT}: retrainings`;
const PROMOTED = `${PRODUCT}: models promoted`;
const BETTER = `${PRODUCT}: promoted, and better ${LATER} days later`;
const KEPT = `${PRODUCT}: live model kept`;
const OTHERS = `${PRODUCT}: retrainings with another end`;

/** Ends after which the candidate serves. */
const DEPLOYED: ReadonlySet<RetrainingEnd | null> = new Set([
  'promoted',
  'promoted-unconfirmed',
  'promoted-old-baseline',
]);

/** The product's retrainings in virtual time: the deployed state machine, run locally, with programs that train and answer. */
export class Retrainings {
  readonly #watched: WatchedMonitor;
  readonly #world: LearnableWorld;
  readonly #recorder: DayRecorder;
  readonly #account: LocalAccount;
  readonly #time: VirtualTime;
  readonly #counted = new Set<string>();

  /** @param folder Where programs find and leave files. */
  constructor(watched: WatchedMonitor, world: LearnableWorld, recorder: DayRecorder, folder: string) {
    this.#watched = watched;
    this.#world = world;
    this.#recorder = recorder;
    this.#account = localAccount(watched.monitor, watched.results, folder);
    this.#time = new VirtualTime(morningAfter(-1));
  }

  /**
   * Starts the retrainings that the checks request.
   *
   * @param prepare Puts the captures and labels of a morning where a retraining reads them.
   */
  workflow(prepare: () => Promise<void>): Workflow {
    const local = new LocalWorkflow(this.#account, {
      contextAt: (now, runId) => ({ ...this.#watched.context(now), runId }),
      answerCommands: () => ({ approve: '', reject: '' }),
      time: this.#time,
    });
    return {
      start: async (name, input) => {
        await prepare();
        await local.start(name, input);
      },
      answer: (token, answer) => local.answer(token, answer),
    };
  }

  /** Before the checks of a morning. */
  begin(morning: number): void {
    this.#time.advanceTo(morningAfter(morning));
  }

  /** After the checks of a morning: records which retrainings have ended. A promoted model answers from the next day on. */
  async end(morning: number): Promise<void> {
    const { state } = await loadState(this.#watched.results, this.#watched.monitor.name);
    const ended = state.retrainings.filter((run) => run.end !== null && !this.#counted.has(run.id));
    for (const { id, end, message } of ended) {
      if (end === 'failed') throw new Error(`retraining ${id} failed: ${message}`);
      this.#counted.add(id);
    }
    const isBetter = ended.some(({ end }) => DEPLOYED.has(end)) && (await this.#serveCandidate(morning));
    const mark = (watcher: string, isMarked: boolean) =>
      this.#recorder.record(watcher, morning, { alert: isMarked, flagged: isMarked, found: isMarked });
    const has = (ends: (run: RetrainingRun) => boolean) => ended.some(ends);
    mark(STARTED, ended.length > 0);
    mark(
      PROMOTED,
      has(({ end }) => DEPLOYED.has(end)),
    );
    mark(BETTER, isBetter);
    mark(
      KEPT,
      has(({ end }) => end === 'kept-live'),
    );
    mark(
      OTHERS,
      has(({ end }) => !DEPLOYED.has(end) && end !== 'kept-live'),
    );
  }

  /** @returns Whether it is better than the one before it {@link LATER} days later. */
  async #serveCandidate(morning: number): Promise<boolean> {
    const before = this.#world.live;
    const folder = await liveModelFolder(this.#account);
    if (folder === null) throw new Error('the folder of the promoted model is not known');
    this.#world.serve(parseModel(readFileSync(join(folder, 'model.json'), 'utf8')));
    const [now, then] = [this.#world.live, before].map((model) => this.#world.accuracyOn(morning + LATER, model));
    return now > then;
  }
}
