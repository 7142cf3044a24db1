import { concludeDrift } from '../check/check-drift.ts';
import { checkDueWindows } from '../check/check-due-windows.ts';
import { profileCapture } from '../check/reading/profile-capture.ts';
import { readBaseline } from '../check/reading/read-window.ts';
import type { RunContext } from '../context.ts';
import { baselineOfWindow } from '../decision/baseline-of-window.ts';
import { MODEL_INCIDENT_KINDS } from '../decision/limits.ts';
import type { CheckKind, MonitorState } from '../decision/state.ts';
import { updateState } from '../decision/state-session.ts';
import { loadState } from '../decision/state-store.ts';
import { readHistory } from '../history/store.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { nextRun } from '../monitor/next-run.ts';
import { windowByName, windowsBetween } from '../monitor/windows.ts';
import { protecting } from '../privacy/protect.ts';
import type { CheckResult } from '../result/schema.ts';
import type { Window } from '../window.ts';
import { KeptPredictions } from './kept-predictions.ts';
import { listedOnce } from './listed-once.ts';
import { OverlayStore } from './overlay-store.ts';
import type { Replayed, ReplayedAlert, RetrainingRequest } from './replayed.ts';

/** What a backtest needs from outside. Nothing is written to `results`. */
export type BacktestContext = Pick<RunContext, 'open' | 'results' | 'now' | 'readers' | 'knownFiles'> & {
  /** Called before each step. */
  readonly onProgress?: (done: number, all: number, window: string) => void;
};

/**
 * Replays the checks of past windows under several settings of one monitor, when its schedules would have run: after each window its drift
 * check, and an accuracy check of every window that waits for labels. After the last window, accuracy is checked until its labels no
 * longer count. Captures are read once for all settings.
 *
 * Each window is compared with the baseline of the model that answered in it. A change of the baseline ends the incidents of the
 * model before, as a deployment does.
 *
 * @param monitors The same monitor with other limits; capture, baseline and schedule are those of the first one.
 * @param windows Consecutive ones, oldest first.
 * @throws BaselineError where none was built, and what checks throw
 */
export async function replay(
  monitors: readonly Monitor[],
  windows: readonly Window[],
  given: BacktestContext,
): Promise<Replayed[]> {
  const context = { ...given, open: listedOnce(given.open), knownFiles: new Map() };
  const [first] = monitors;
  const { state } = await loadState(context.results, first.name);
  const kept = new KeptPredictions();
  const replays = monitors.map((monitor) => new Replay(monitor, state, kept, context));
  const last = windows.at(-1)!;
  const waiting = windowsBetween(first.schedule, last.end, last.end + longestWait(monitors));
  const steps = [...windows, ...waiting].filter(({ end }) => end <= context.now);
  for (const [i, window] of steps.entries()) {
    context.onProgress?.(i, steps.length, window.name);
    if (i < windows.length) await checkDriftOf(window, replays);
    for (const each of replays) await each.checkAccuracy(window, steps[i + 1], last);
    kept.forget(monitors, window.end);
  }
  return Promise.all(replays.map((each) => each.finish(windows.length)));
}

function longestWait(monitors: readonly Monitor[]): number {
  return Math.max(...monitors.map(({ labels }) => (labels === null ? 0 : labels.lag + labels.maxAge)));
}

/** Reads a window once and concludes for each variant. */
async function checkDriftOf(window: Window, replays: readonly Replay[]): Promise<void> {
  const [first] = replays;
  for (const each of replays) await each.useBaselineOf(window);
  await protecting(first.monitor, async () => {
    const run = first.contextAt(first.runAfter('drift', window));
    const baseline = await readBaseline(first.monitor, window, await first.state(), run);
    const captured = await profileCapture(first.monitor, window, baseline, { ...run, dryRun: true });
    for (const each of replays) {
      await concludeDrift(each.monitor, window, baseline, captured, each.contextAt(each.runAfter('drift', window)));
    }
  });
}

/** One variant on its way through the past. */
class Replay {
  readonly monitor: Monitor;
  readonly #past: MonitorState;
  readonly #kept: KeptPredictions;
  readonly #context: BacktestContext;
  readonly #results: OverlayStore;
  readonly #alerts: ReplayedAlert[] = [];
  readonly #requests: RetrainingRequest[] = [];
  #request: string | null = null;

  constructor(monitor: Monitor, past: MonitorState, kept: KeptPredictions, context: BacktestContext) {
    this.monitor = monitor;
    this.#past = past;
    this.#kept = kept;
    this.#context = context;
    this.#results = new OverlayStore(context.results);
  }

  /** Without a workflow: a retraining is requested and does not start. Without pages, which a backtest does not keep. */
  contextAt(now: number): RunContext {
    return {
      open: this.#context.open,
      results: this.#results,
      metrics: { publish: async () => {} },
      alerts: {
        send: async (alert) =>
          void this.#alerts.push({ at: now, about: windowByName(this.monitor.schedule, alert.window).start, alert }),
      },
      now,
      runId: `backtest-${now}`,
      dryRun: false,
      pages: false,
      readers: this.#context.readers,
      knownFiles: this.#context.knownFiles,
    };
  }

  async state(): Promise<MonitorState> {
    return (await loadState(this.#results, this.monitor.name)).state;
  }

  /** Activates the baseline of the model that answered in a window. */
  async useBaselineOf({ start, end }: Window): Promise<void> {
    const baseline = baselineOfWindow(this.#past, start);
    await updateState(this.#results, this.monitor.name, (state) => {
      if (state.baseline === baseline) return { state };
      if (state.baseline === null) return { state: { ...state, baseline } };
      const incidents = state.incidents.map((incident) =>
        incident.state === 'open' && MODEL_INCIDENT_KINDS.has(incident.kind)
          ? { ...incident, state: 'recovered' as const, recoveredWindow: incident.lastWindow, notifiedAt: end }
          : incident,
      );
      const previous = { retraining: null, endpointConfig: '', baseline: state.baseline };
      const model = { retraining: null, endpointConfig: '', baseline, since: start, previous };
      return { state: { ...state, baseline, model, incidents, retraining: null } };
    });
  }

  /** When the schedule of a check first runs after a window, milliseconds since the epoch. */
  runAfter(kind: CheckKind, { end }: Window): number {
    const { [kind]: expression, timeZone } = this.monitor.schedule;
    const next = expression === null ? null : nextRun(expression, timeZone, end - 1);
    return Math.min(next ?? end, this.#context.now);
  }

  /** @param last The last window that is replayed: later ones are not measured. */
  async checkAccuracy(window: Window, next: Window | undefined, last: Window): Promise<void> {
    const now = this.runAfter('accuracy', window);
    // A schedule may run less often than windows end.
    const isLater = next !== undefined && this.runAfter('accuracy', next) === now;
    if (this.monitor.labels === null || isLater) return;
    const options = { upTo: last.start, measure: this.#kept.measure };
    const { results } = await checkDueWindows(this.monitor, this.contextAt(now), options);
    for (const result of results) this.#noteRequest(result, now);
  }

  #noteRequest({ retraining }: CheckResult, at: number): void {
    const id = retraining?.id ?? null;
    if (retraining !== null && id !== this.#request) {
      this.#requests.push({ at, since: retraining.since, limit: retraining.limit });
    }
    this.#request = id;
  }

  async finish(last: number): Promise<Replayed> {
    const { monitor } = this;
    const [{ incidents }, drift, accuracy] = await Promise.all([
      this.state(),
      readHistory(this.#results, monitor.name, 'drift', { last }),
      readHistory(this.#results, monitor.name, 'accuracy', { last }),
    ]);
    return { monitor, alerts: this.#alerts, incidents, requests: this.#requests, drift, accuracy };
  }
}
