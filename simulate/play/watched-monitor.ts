import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderStore } from '../../lambdas/adapters/local/folder-store.ts';
import type { Baseline } from '../../lambdas/core/baseline/document.ts';
import { buildBaseline } from '../../lambdas/core/build-baseline.ts';
import { checkDrift, concludeDrift } from '../../lambdas/core/check-drift.ts';
import type { Column, TableChunk } from '../../lambdas/core/columns/column.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { windowByName } from '../../lambdas/core/monitor/windows.ts';
import type { Alert, ObjectStore } from '../../lambdas/core/ports.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import { profileChunks } from '../../lambdas/core/steps/capture-profile.ts';
import { baselineOf, dataRead } from '../../lambdas/core/steps/reading.ts';
import { isoTime } from '../../lambdas/core/text/times.ts';
import type { World } from '../../lambdas/core/world.ts';
import { MemoryStore } from '../../test/core/stories/memory-store.ts';
import { captured, readingOf, rowId } from './answered-days.ts';
import { dayName, morningAfter, rowTime } from './calendar.ts';
import type { Cell } from './cell.ts';
import { ID_NAME, LABEL_NAME, TIME_NAME } from './monitor-file.ts';
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
  /** What the product keeps. */
  readonly results: ObjectStore;
  /** null: nothing is on disk. */
  readonly #folder: string | null;
  #alerts: Alert[] = [];
  #baseline: Baseline | null = null;

  constructor(monitor: Monitor, cell: Pick<Cell, 'read' | 'baselineTime'>) {
    this.#cell = cell;
    this.monitor = monitor;
    this.#folder = cell.read ? mkdtempSync(join(tmpdir(), 'simulate-')) : null;
    this.data = this.#folder === null ? new MemoryStore() : new FolderStore(join(this.#folder, 'data'));
    this.results = this.#folder === null ? new SparingStore() : new FolderStore(join(this.#folder, 'store'));
  }

  close(): void {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
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
    await buildBaseline(this.monitor, this.world(morningAfter(-1)));
  }

  /** Checks a day's data on the next morning. */
  async check(day: number, rows: TableChunk): Promise<Checked> {
    const world = this.world(morningAfter(day));
    const result = this.#cell.read ? await this.#checkFile(day, rows, world) : await this.#checkRows(day, rows, world);
    return { result, alerts: this.takeAlerts() };
  }

  /** The messages since the last time. */
  takeAlerts(): readonly Alert[] {
    const alerts = this.#alerts;
    this.#alerts = [];
    return alerts;
  }

  async #checkFile(day: number, rows: TableChunk, world: World): Promise<CheckResult> {
    const hasIds = this.monitor.capture.id !== undefined;
    const before = (row: number) => [isoTime(rowTime(day, row, rows.rows)), ...(hasIds ? [rowId(day, row)] : [])];
    const header = csvHeader([TIME_NAME, ...(hasIds ? [ID_NAME] : []), ...rows.columns.keys()]);
    // Where no day is looked at again, one file, overwritten each day: listing does not get slower with the days.
    const name = this.monitor.labels === null ? 'day' : dayName(day);
    await this.data.put(`captures/${name}.csv`, new TextEncoder().encode(header + csvLines(rows, before)));
    return checkDrift(this.monitor, this.window(day), world);
  }

  async #checkRows(day: number, chunk: TableChunk, world: World): Promise<CheckResult> {
    const window = this.window(day);
    const baseline = await this.baseline(world);
    const { log, counter } = readingOf(chunk.rows);
    const rows = {
      chunks: [captured(this.monitor, day, { chunk, ids: null })],
      dataRead: () => dataRead(counter, log),
    };
    const profiled = await profileChunks(this.monitor, baseline, rows);
    return concludeDrift(this.monitor, window, baseline, profiled, world);
  }

  /** It is large and the same for all days: without this, each check would read it again. */
  async baseline(world: World): Promise<Baseline> {
    this.#baseline ??= await baselineOf(this.monitor, this.window(0), world);
    return this.#baseline;
  }

  window(day: number) {
    return windowByName(this.monitor.schedule, dayName(day));
  }

  world(now: number): World {
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
    };
  }
}
