import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { checkDueWindows } from '../../../lambdas/core/check/check-due-windows.ts';
import type { RunContext } from '../../../lambdas/core/context.ts';
import { limitStandings } from '../../../lambdas/core/decision/limits.ts';
import type { MonitorState } from '../../../lambdas/core/decision/state.ts';
import { loadState } from '../../../lambdas/core/decision/state-store.ts';
import type { Monitor } from '../../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import type { MetricPoint } from '../../../lambdas/core/ports.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { CrashingRun } from './crashing-run.ts';
import { csvFile, hourFolder, labelLine } from './fixtures.ts';
import { MemoryStore } from './memory-store.ts';
import { contentOf, DAY, HOUR } from './story-fixture.ts';

/**
 * Plans of how the labels of a few small windows arrive and of the runs that check them, and what each has to end in. What is
 * expected of a window comes from {@link knownAt}, a model of the rules in a few lines that shares no code with the product.
 */

const WINDOWS = [0, 1];
const ROWS = 20;
/** Days. Windows are weeks, so that the third one is not due before the plan is over. */
const [WEEK, LAG, MAX_AGE] = [7, 1, 5];
/** A Monday. */
const START = Date.UTC(2001, 1, 5);
const startOf = (window: number) => START + window * WEEK * DAY;
const nameOf = (window: number) => new Date(startOf(window)).toISOString().slice(0, 10);
/** From then on no label counts for the window. */
const overAt = (window: number) => startOf(window + 1) + MAX_AGE * DAY;

const monitorWith = (limits: string): Monitor =>
  parseMonitor(
    `model: plans
problem: binary-classification
capture: { uri: captures, format: csv, time: at, id: id, prediction: { label: answer } }
labels: { uri: labels, lag: P${LAG}D, maxAge: P${MAX_AGE}D }
schedule: { window: P${WEEK}D }
performance: { primaryMetric: accuracy, alert: [${limits}], minimumRows: 5 }
`,
    '/plans.yaml',
  );

const LITERAL = monitorWith('{ when: accuracy < 0.75, literal: true }, { when: f1 < 0.6, for: 2, literal: true }');
const CLAIMED = monitorWith('accuracy < 0.95, accuracy < 0.6');

/** One file of labels. */
export interface Delivery {
  /** Hours after the start of the first window. */
  readonly hour: number;
  /** Rows of all windows, by number, and whether the answer was right. */
  readonly labels: readonly (readonly [row: number, right: boolean])[];
  /** The number of an earlier one, whose bytes come again in place of labels of its own; null: none. */
  readonly again: number | null;
}

/** One run, or two at once. */
export interface Run {
  readonly hour: number;
  /** Dies at its n-th operation, before or after it. */
  readonly crash: { readonly at: number; readonly moment: 'before' | 'after' } | null;
  readonly twice: boolean;
}

export interface Plan {
  readonly deliveries: readonly Delivery[];
  readonly runs: readonly Run[];
  /** Whether limits compare numbers as they are; else they are claims, for which all windows count together. */
  readonly isLiteral: boolean;
}

const ALL_ROWS = WINDOWS.length * ROWS;
/** Up to half a day after the last hour that counts. */
const HOURS = (overAt(WINDOWS.length - 1) - START) / HOUR + 12;

const delivery = fc.record<Delivery>({
  hour: fc.integer({ min: 24, max: HOURS }),
  labels: fc.oneof(
    fc.uniqueArray(fc.tuple(fc.nat(ALL_ROWS - 1), fc.boolean()), {
      selector: ([row]) => row,
      minLength: 1,
      maxLength: 12,
    }),
    // A whole window at once, nearly all of it right: every prediction has a label.
    fc
      .tuple(fc.constantFrom(...WINDOWS), fc.nat(ROWS))
      .map(([window, wrong]) =>
        Array.from({ length: ROWS }, (_, i): [number, boolean] => [window * ROWS + i, i >= wrong / 2]),
      ),
  ),
  again: fc.option(fc.nat(9), { freq: 5 }),
});

const run = fc.record<Run>({
  /** No window is due before. */
  hour: fc.integer({ min: (WEEK + LAG) * 24, max: HOURS }),
  crash: fc.option(fc.record({ at: fc.integer({ min: 1, max: 9 }), moment: fc.constantFrom('before', 'after') }), {
    freq: 3,
  }),
  twice: fc.nat(5).map((n) => n === 0),
});

const plans: fc.Arbitrary<Plan> = fc.record({
  deliveries: fc.array(delivery, { minLength: 1, maxLength: 8 }),
  runs: fc.array(run, { maxLength: 6 }),
  isLiteral: fc.boolean(),
});

const idOf = (row: number) => `row-${row}`;
/** Every other answer is 1. */
const answerOf = (row: number) => row % 2;

/** A file with its name: the same hour twice is in the order of the plan. */
interface File {
  readonly arrival: number;
  readonly key: string;
  readonly labels: Delivery['labels'];
}

function filesOf({ deliveries }: Plan): File[] {
  return deliveries.map(({ hour, labels, again }, i) => {
    const arrival = START + hour * HOUR;
    const given = again === null || again >= i ? labels : deliveries[again].labels;
    return { arrival, key: `labels/${hourFolder(arrival)}/00-00-${i}.jsonl`, labels: given };
  });
}

/** What is known of a window by the files that are there: labelled rows, and right ones among them. */
function knownBy(files: readonly File[], window: number): { labelled: number; right: number } {
  const rows = new Map<number, boolean[]>();
  // No label comes before its prediction: one that says so is of another request.
  const counts = ({ arrival }: File) => arrival >= startOf(window) && arrival < overAt(window);
  const inTime = files.filter(counts).sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const [row, right] of inTime.flatMap(({ labels }) => labels)) {
    if (Math.floor(row / ROWS) !== window) continue;
    const seen = rows.get(row) ?? [];
    // The same record again is the same event: it undoes no correction.
    if (!seen.includes(right)) rows.set(row, [...seen, right]);
  }
  const last = [...rows.values()].map((seen) => seen.at(-1));
  return { labelled: last.length, right: last.filter((right) => right).length };
}

/** Captures and labels in memory, and what the product makes of them. */
class PlanFixture {
  readonly monitor: Monitor;
  readonly data = new MemoryStore(CAPTURES);
  readonly results = new MemoryStore();
  readonly metrics: (readonly MetricPoint[])[] = [];
  readonly alertsSent: string[] = [];
  #runs = 0;

  constructor({ isLiteral }: Plan) {
    this.monitor = isLiteral ? LITERAL : CLAIMED;
  }

  at(now: number, changed: Partial<RunContext> = {}): RunContext {
    return {
      open: (uri) => ({ store: this.data, prefix: `${uri.split('/').at(-1)}/`, uriOf: (key) => key }),
      results: this.results,
      metrics: {
        publish: async (points) => {
          this.metrics.push(points);
        },
      },
      alerts: {
        send: async ({ kind, state, window }) => {
          this.alertsSent.push(`${kind} ${state} ${window}`);
        },
      },
      now,
      runId: `run-${++this.#runs}`,
      dryRun: false,
      ...changed,
    };
  }

  async arrive({ key, labels }: File): Promise<void> {
    const lines = labels.map(([row, right]) =>
      labelLine({ id: idOf(row), values: [right ? answerOf(row) : 1 - answerOf(row)] }),
    );
    await this.data.put(key, new TextEncoder().encode(`${lines.join('\n')}\n`));
  }

  async run({ hour, crash, twice }: Run): Promise<boolean> {
    const now = START + hour * HOUR + HOUR / 2;
    if (crash !== null) {
      const dying = new CrashingRun(this, crash.at, crash.moment);
      return checkDueWindows(this.monitor, this.at(now, dying.changes())).then(
        () => true,
        (error) => {
          expect(error.message).toBe(`crash at operation ${crash.at}`);
          return false;
        },
      );
    }
    await Promise.all(Array.from({ length: twice ? 2 : 1 }, () => checkDueWindows(this.monitor, this.at(now))));
    return true;
  }

  async state(): Promise<MonitorState> {
    return (await loadState(this.results, this.monitor.name)).state;
  }

  /** What is stored about each window, without the times of runs, and whether its metrics were published. */
  async outcome() {
    const state = await this.state();
    const stored = await contentOf(this.results);
    const below = (folder: string, file: RegExp) =>
      [...stored]
        .filter(([key]) => key.startsWith(`plans/${folder}/`) && file.test(key))
        .map(([, text]) => JSON.parse(text));
    return {
      // Which files were seen is not what is known.
      entries: state.checks.accuracy.map(({ checkedAt: _, labels, ...entry }) => ({
        ...entry,
        labels: { ...labels, seen: null },
      })),
      rows: below('history', /jsonl$/).map((row) => ({ ...row, checked_at: null })),
      published: below('checks', /result\.json$/).map((result) => this.#isPublished(result)),
      standings: limitStandings(state),
      // By literal limits, which window opened an incident depends on when windows were looked at; what is open does not.
      open: state.incidents
        .filter((incident) => incident.state === 'open')
        .map(({ kind, since }) => (this.monitor === LITERAL ? kind : `${kind} since ${since}`)),
      outbox: state.outbox,
    };
  }

  /** Whether the numbers of a result were published, all of them and no others. */
  #isPublished({ labels, performance }: CheckResult): boolean {
    const values: Record<string, number | null> = { LabelledRows: labels!.labelled, LabelCoverage: labels!.coverage };
    for (const [name, { value }] of Object.entries(performance?.metrics ?? {})) values[name] = value;
    const known = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
    return this.metrics.some((points) =>
      isDeepStrictEqual(Object.fromEntries(points.map(({ name, value }) => [name, value])), known),
    );
  }
}

/** Rows of a week are hours apart. */
const CAPTURES = new Map(
  WINDOWS.map((window) => {
    const rows = Array.from({ length: ROWS }, (_, i) => {
      const row = window * ROWS + i;
      return [new Date(startOf(window) + (i + 1) * 5 * HOUR).toISOString(), idOf(row), answerOf(row)];
    });
    return [`captures/${nameOf(window)}.csv`, csvFile(['at', 'id', 'answer'], rows)];
  }),
);

/** Runs that are part of any plan: one that looks at every window while it is due, and those that look for the last time. */
const SURE_RUNS: readonly Run[] = [(WEEK + LAG + MAX_AGE) * 24 - 12, HOURS + 1].map((hour) => ({
  hour,
  crash: null,
  twice: false,
}));

/** Plays a plan hour by hour; after each run that lives, what is known has to be what the model says. */
async function playPlan(plan: Plan): Promise<PlanFixture> {
  const fixture = new PlanFixture(plan);
  const waiting = filesOf(plan).sort((a, b) => a.arrival - b.arrival);
  const there: File[] = [];
  const complete = new Set<string>();
  const runs = [...plan.runs, ...SURE_RUNS].sort((a, b) => a.hour - b.hour);
  for (const run of runs) {
    const now = START + run.hour * HOUR + HOUR / 2;
    while (waiting.length > 0 && waiting[0].arrival <= now) {
      const file = waiting.shift()!;
      await fixture.arrive(file);
      there.push(file);
    }
    if (await fixture.run(run)) await expectKnown(fixture, there, complete, now);
    // A run that died may have known it before.
    const { checks } = await fixture.state();
    for (const { window, labels } of checks.accuracy) if (labels?.coverage === 1) complete.add(window);
  }
  return fixture;
}

/** @param complete Windows that were known with a label of every prediction: corrections wait for the last look. */
async function expectKnown(
  fixture: PlanFixture,
  there: readonly File[],
  complete: ReadonlySet<string>,
  now: number,
): Promise<void> {
  const { checks } = await fixture.state();
  const history = await contentOf(fixture.results);
  for (const window of WINDOWS) {
    if (now < startOf(window + 1) + LAG * DAY) continue;
    const isOver = now >= overAt(window) + HOUR;
    const { labelled, right } = knownBy(there, window);
    const entry = checks.accuracy.find((other) => other.window === nameOf(window));
    const row = JSON.parse(history.get(`plans/history/accuracy/${nameOf(window)}.jsonl`)!);
    expect(entry?.labels).toMatchObject({ coverage: labelled / ROWS, predictions: ROWS, settled: isOver });
    if (!complete.has(nameOf(window)) || isOver)
      expect(row).toMatchObject({ metric_value: labelled === 0 ? null : right / labelled, metric_rows: labelled });
  }
}

/**
 * The same labels, all there when each window is looked at for the first and only time: in the same files, so that the last of
 * several for a row is the same.
 */
async function playAtOnce(plan: Plan): Promise<PlanFixture> {
  const fixture = new PlanFixture(plan);
  for (const file of filesOf(plan)) await fixture.arrive(file);
  for (const hour of SURE_RUNS.map((run) => run.hour)) {
    await fixture.run({ hour, crash: null, twice: false });
  }
  return fixture;
}

/** The plan ends as all of its labels at once do. @returns The incidents that are open then. */
async function expectSameEnd(plan: Plan): Promise<readonly string[]> {
  const [played, atOnce] = [await playPlan(plan), await playAtOnce(plan)];
  const expected = await atOnce.outcome();
  expect(expected.published).toEqual(WINDOWS.map(() => true));
  expect(await played.outcome()).toEqual(expected);
  return expected.open;
}

/** Tries a number of plans. */
export async function expectSameEnds(numRuns: number): Promise<void> {
  const open = new Set<string>();
  let played = 0;
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      for (const incident of await expectSameEnd(plan)) open.add(incident);
      played++;
    }),
    { numRuns },
  );
  expect(played).toBe(numRuns);
  // Incidents of all kinds that there can be, by literal limits and by claims.
  expect([...open].sort()).toEqual([
    'no-labels',
    ...WINDOWS.map((window) => `no-labels since ${nameOf(window)}`),
    'performance',
    ...WINDOWS.map((window) => `performance since ${nameOf(window)}`),
  ]);
}
