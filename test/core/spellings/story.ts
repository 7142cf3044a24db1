import { buildBaseline } from '../../../lambdas/core/build-baseline/build-baseline.ts';
import { checkDrift } from '../../../lambdas/core/check/check-drift.ts';
import type { RunContext } from '../../../lambdas/core/context.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { windowByName } from '../../../lambdas/core/monitor/windows.ts';
import type { ObjectStore } from '../../../lambdas/core/ports.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { MemoryStore } from '../stories/memory-store.ts';
import { contentOf } from '../stories/story-fixture.ts';
import type { WrittenFile } from './files.ts';
import { DAY_NAME, FEATURES } from './table.ts';

const NOW = Date.UTC(2001, 1, 2, 6);
const DECLARED = { flag: 'boolean', at: 'time', code: 'category' };

/** What a check makes of a day, as texts and values that do not depend on the file. */
export interface Day {
  readonly rows: number;
  readonly rejected: readonly string[];
  /** The window's profiles, features and answers, as they are stored. */
  readonly profile: unknown;
  readonly verdict: Pick<CheckResult, 'verdict' | 'quality' | 'drift' | 'predictionDrift'>;
}

/** A monitor with a baseline of one file, which looks at the same day as any file or capture may hold it. */
export class SpelledMonitor {
  /** The baseline's documents, as they are stored: its profiles, features and answers. */
  readonly baseline: unknown;
  readonly #settings: object;
  readonly #stored: ReadonlyMap<string, string>;

  private constructor(settings: object, baseline: unknown, stored: ReadonlyMap<string, string>) {
    this.#settings = settings;
    this.baseline = baseline;
    this.#stored = stored;
  }

  /** @param declared Whether the monitor says which features are booleans, codes and times. */
  static async train({ name, bytes, settings }: WrittenFile, declared: boolean): Promise<SpelledMonitor> {
    const data = new MemoryStore();
    await data.put(`training/${name}`, bytes);
    const section = { uri: 'training/', ...settings, score: 'score', types: declared ? DECLARED : {} };
    const results = new MemoryStore();
    const { baseline, rejected } = await buildBaseline(
      monitorOf({ uri: 'none/' }, 'score', section),
      contextOf(data, results),
    );
    if (rejected.records > 0) throw new Error(rejected.samples[0].detail);
    const { profile, predictions } = baseline;
    return new SpelledMonitor(section, JSON.parse(JSON.stringify({ profile, predictions })), await contentOf(results));
  }

  async plainDay({ name, bytes, settings }: WrittenFile): Promise<Day> {
    return await this.#check(name, bytes, { ...settings, time: 'asked' }, 'score');
  }

  async capturedDay(lines: string): Promise<Day> {
    return await this.#check('2001/02/01/12/00-00-000.jsonl', Buffer.from(lines), {}, 0);
  }

  async #check(name: string, bytes: Uint8Array, capture: object, score: string | number): Promise<Day> {
    const data = new MemoryStore();
    await data.put(`day/${name}`, bytes);
    const results = new MemoryStore(this.#stored);
    const monitor = monitorOf({ uri: 'day/', ...capture }, score, this.#settings);
    const window = windowByName(monitor.schedule, DAY_NAME);
    const result = await checkDrift(monitor, window, contextOf(data, results));
    const stored = await results.get(`${monitor.name}/profiles/${DAY_NAME}.json`);
    // What was read of the files differs by their names.
    const { read: _, ...profile } = JSON.parse(new TextDecoder().decode(stored!.bytes));
    const { verdict, quality, drift, predictionDrift } = result;
    return {
      rows: result.data.rows,
      rejected: result.data.rejected.samples.map(({ detail }) => detail),
      profile,
      verdict: { verdict, quality, drift, predictionDrift },
    };
  }
}

function monitorOf(capture: object, score: string | number, baseline: object) {
  const file = {
    model: 'spelled',
    problem: 'binary-classification',
    capture: { ...capture, features: FEATURES, prediction: { score } },
    baseline,
  };
  return parseMonitor(JSON.stringify(file), 'spelled.yaml');
}

function contextOf(data: ObjectStore, results: ObjectStore): RunContext {
  return {
    open: (uri) => ({ store: data, prefix: uri, uriOf: (key) => key }),
    results,
    metrics: { publish: async () => {} },
    alerts: { send: async () => {} },
    now: NOW,
    runId: 'run',
    dryRun: false,
  };
}
