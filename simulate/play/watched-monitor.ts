import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderStore } from '../../lambdas/adapters/local/folder-store.ts';
import type { Alert } from '../../lambdas/core/alerts.ts';
import type { Baseline } from '../../lambdas/core/baseline/document.ts';
import { buildBaseline } from '../../lambdas/core/build-baseline/build-baseline.ts';
import { checkDrift, concludeDrift } from '../../lambdas/core/check/check-drift.ts';
import { profileChunks } from '../../lambdas/core/check/reading/profile-capture.ts';
import { dataRead, readBaseline } from '../../lambdas/core/check/reading/read-window.ts';
import type { Column, TableChunk } from '../../lambdas/core/columns/column.ts';
import type { RunContext } from '../../lambdas/core/context.ts';
import { baselineOfWindow } from '../../lambdas/core/decision/baseline-of-window.ts';
import { loadState } from '../../lambdas/core/decision/state-store.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { windowByName } from '../../lambdas/core/monitor/windows.ts';
import type { ObjectStore, Workflow } from '../../lambdas/core/ports.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import { isoTime } from '../../lambdas/core/text/times.ts';
import type { Window } from '../../lambdas/core/window.ts';
import { MemoryStore } from '../../test/core/stories/memory-store.ts';
import { captured, readingOf, rowId } from './answered-days.ts';
import { dayName, morningAfter, rowTime } from './calendar.ts';
import type { Cell } from './cell.ts';
import { ID_NAME, LABEL_NAME, TIME_NAME } from './monitor-file.ts';
import { RoutedStore } from './routed-store.ts';
import { SparingStore } from './sparing-store.ts';
import { csvHeader, csvLines } from './table-text.ts';

/** Rows of the baseline, day by day, with labels where there is a model. */
type BaselineRows = Iterable<{ readonly day: number; readonly chunk: TableChunk; readonly actual?: Column }>;

/** The result of a check and the messages that it sent. */
export interface Checked {
  readonly result: CheckResult;
  readonly alerts: readonly Alert[];
}

/**
 * The product watching one generated world: its own monitor file, baseline, checks, state, history and messages, with
 * virtual time. Windows are handed over in memory or, with `read`, written as files and read.
 */
export class WatchedMonitor {
  readonly #cell: Pick<Cell, 'read' | 'baselineTime'>;
  readonly monitor: Monitor;
  /** Training data, captures and labels. */
  readonly data: ObjectStore;
  /** The product's own objects. */
  readonly results: ObjectStore;
  /** Where the product's files are; null: nothing is on disk. */
  readonly folder: string | null;
  /** Starts retrainings. @default - they are only requested */
  workflow: Workflow | undefined;
  readonly #root: string | null;
  #alerts: Alert[] = [];
  readonly #baselines = new Map<string, Baseline>();

  constructor(monitor: Monitor, cell: Pick<Cell, 'read' | 'baselineTime'>) {
    this.#cell = cell;
    this.monitor = monitor;
    // Programs that train and answer read files, whatever is kept in memory.
    const hasFiles = cell.read || monitor.retraining !== null;
    this.#root = hasFiles ? mkdtempSync(join(tmpdir(), 'simulate-')) : null;
    this.folder = this.#root === null ? null : join(this.#root, 'store');
    const files = this.folder === null ? null : new FolderStore(this.folder);
    this.data = cell.read ? new FolderStore(join(this.#root!, 'data')) : new MemoryStore();
    if (files === null) this.results = new SparingStore();
    else this.results = cell.read ? files : new RoutedStore(files, new SparingStore());
  }

  close(): void {
    if (this.#root !== null) rmSync(this.#root, { recursive: true, force: true });
  }

  async buildBaseline(days: BaselineRows): Promise<void> {
    const { baselineTime } = this.#cell;
    let text = '';
    for (const { day, chunk, actual } of days) {
      const columns = new Map([...chunk.columns, ...(actual === undefined ? [] : [[LABEL_NAME, actual] as const])]);
      text ||= csvHeader([...(baselineTime ? [TIME_NAME] : []), ...columns.keys()]);
      const times = (row: number) => (baselineTime ? [isoTime(rowTime(day, row, chunk.rows))] : []);
      text += csvLines({ rows: chunk.rows, columns }, times);
    }
    await this.data.put('training.csv', new TextEncoder().encode(text));
    await buildBaseline(this.monitor, this.context(morningAfter(-1)));
  }

  /** Checks a day's data on the next morning. */
  async check(day: number, rows: TableChunk): Promise<Checked> {
    const context = this.context(morningAfter(day));
    const result = this.#cell.read
      ? await this.#checkFile(day, rows, context)
      : await this.#checkRows(day, rows, context);
    return { result, alerts: this.takeAlerts() };
  }

  /** The messages since the last time. */
  takeAlerts(): readonly Alert[] {
    const alerts = this.#alerts;
    this.#alerts = [];
    return alerts;
  }

  async #checkFile(day: number, rows: TableChunk, context: RunContext): Promise<CheckResult> {
    await this.writeCapture(day, rows);
    return checkDrift(this.monitor, this.window(day), context);
  }

  /** Writes a day's rows as they are captured. */
  async writeCapture(day: number, rows: TableChunk): Promise<void> {
    const hasIds = this.monitor.capture.id !== undefined;
    const before = (row: number) => [isoTime(rowTime(day, row, rows.rows)), ...(hasIds ? [rowId(day, row)] : [])];
    const header = csvHeader([TIME_NAME, ...(hasIds ? [ID_NAME] : []), ...rows.columns.keys()]);
    // Where no day is read again, one file is overwritten each day, so that listing does not become slower.
    const name = this.monitor.labels === null ? 'day' : dayName(day);
    await this.data.put(`captures/${name}.csv`, new TextEncoder().encode(header + csvLines(rows, before)));
  }

  async #checkRows(day: number, chunk: TableChunk, context: RunContext): Promise<CheckResult> {
    const window = this.window(day);
    const baseline = await this.baseline(window, context);
    const { log, counter } = readingOf(chunk.rows);
    const rows = {
      chunks: [captured(this.monitor, day, { chunk, ids: null })],
      dataRead: () => dataRead(counter, log),
    };
    const profiled = await profileChunks(this.monitor, baseline, rows);
    return concludeDrift(this.monitor, window, baseline, profiled, context);
  }

  /** A window's baseline. It is large: without keeping it, each check would read it again. */
  async baseline(window: Window, context: RunContext): Promise<Baseline> {
    // Without retrainings there is only one.
    const only = this.monitor.retraining === null ? this.#baselines.values().next().value : undefined;
    if (only !== undefined) return only;
    const { state } = await loadState(context.results, this.monitor.name);
    const id = baselineOfWindow(state, window.start);
    const baseline = this.#baselines.get(id ?? '') ?? (await readBaseline(this.monitor, window, state, context));
    this.#baselines.set(baseline.id, baseline);
    return baseline;
  }

  window(day: number): Window {
    return windowByName(this.monitor.schedule, dayName(day));
  }

  context(now: number): RunContext {
    const folders = [this.monitor.capture.uri, this.monitor.labels?.uri];
    return {
      open: (uri) => ({
        store: this.data,
        prefix: folders.includes(uri) ? `${uri}/` : uri,
        uriOf: (key) => key,
      }),
      results: this.results,
      metrics: { publish: async () => {} },
      alerts: {
        send: async (alert) => {
          this.#alerts.push(alert);
        },
      },
      now,
      runId: `run-${now}`,
      dryRun: false,
      // Nobody looks at them, and they are an eighth of a check's time.
      pages: false,
      workflow: this.workflow,
    };
  }
}
