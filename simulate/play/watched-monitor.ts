import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderStore } from '../../lambdas/adapters/local/folder-store.ts';
import type { Baseline } from '../../lambdas/core/baseline/document.ts';
import { buildBaseline } from '../../lambdas/core/build-baseline.ts';
import { RejectionLog } from '../../lambdas/core/capture/rejections.ts';
import { checkDrift, concludeDrift } from '../../lambdas/core/check-drift.ts';
import type { TableChunk } from '../../lambdas/core/columns/column.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { windowByName } from '../../lambdas/core/monitor/windows.ts';
import type { Alert, ObjectStore } from '../../lambdas/core/ports.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import { SourceCounter } from '../../lambdas/core/sources.ts';
import { profileChunks } from '../../lambdas/core/steps/capture-profile.ts';
import { baselineOf, dataRead } from '../../lambdas/core/steps/reading.ts';
import { isoTime } from '../../lambdas/core/text/times.ts';
import type { World } from '../../lambdas/core/world.ts';
import { MemoryStore } from '../../test/core/stories/memory-store.ts';
import { featureName, type GeneratedWorld, SCORE_NAME } from '../world/generated-world.ts';
import { dayName, morningAfter, rowTime } from './calendar.ts';
import type { Cell } from './cell.ts';
import { simulatedMonitor } from './monitor-file.ts';
import { SparingStore } from './sparing-store.ts';
import { csvHeader, csvLines } from './table-text.ts';

/**
 * The product watching one generated world: its own monitor file, baseline, checks, state, history and messages, with
 * virtual time. Windows are handed over in memory or, with `read`, written as files and read.
 */
export class WatchedMonitor {
  readonly #cell: Cell;
  readonly #generated: GeneratedWorld;
  readonly monitor: Monitor;
  /** Training data and captures. */
  readonly #data: ObjectStore;
  /** What the product keeps. */
  readonly results: ObjectStore;
  /** null: nothing is on disk. */
  readonly #folder: string | null;
  #alerts: Alert[] = [];
  #baseline: Baseline | null = null;

  constructor(cell: Cell, generated: GeneratedWorld) {
    this.#cell = cell;
    this.#generated = generated;
    const features = Array.from({ length: cell.world.features }, (_, i) => featureName(i));
    const { choices, baselineTime } = cell;
    const baseline = { ...choices.baseline, ...(baselineTime && { time: 'time' }) };
    this.monitor = simulatedMonitor(features, { ...choices, baseline });
    this.#folder = cell.read ? mkdtempSync(join(tmpdir(), 'simulate-')) : null;
    this.#data = this.#folder === null ? new MemoryStore() : new FolderStore(join(this.#folder, 'data'));
    this.results = this.#folder === null ? new SparingStore() : new FolderStore(join(this.#folder, 'store'));
  }

  close(): void {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }

  /** @returns The baseline's rows, day by day. */
  async buildBaseline(): Promise<TableChunk[]> {
    const { baselineTime } = this.#cell;
    const chunks: TableChunk[] = [];
    let text = csvHeader([...this.monitor.capture.features!.map(String), SCORE_NAME], baselineTime);
    for (const { day, chunk } of this.#generated.baseline()) {
      text += csvLines(chunk, baselineTime ? (row) => isoTime(rowTime(day, row, chunk.rows)) : null);
      chunks.push(chunk);
    }
    await this.#data.put('training.csv', new TextEncoder().encode(text));
    await buildBaseline(this.monitor, this.#world(morningAfter(-1)));
    return chunks;
  }

  /** Checks a day on the next morning. */
  async check(day: number, rows: TableChunk): Promise<{ result: CheckResult; alerts: readonly Alert[] }> {
    const world = this.#world(morningAfter(day));
    this.#alerts = [];
    const result = this.#cell.read ? await this.#checkFile(day, rows, world) : await this.#checkRows(day, rows, world);
    return { result, alerts: this.#alerts };
  }

  async #checkFile(day: number, rows: TableChunk, world: World): Promise<CheckResult> {
    const text =
      csvHeader([...rows.columns.keys()], true) + csvLines(rows, (row) => isoTime(rowTime(day, row, rows.rows)));
    // One file, overwritten each day, so that listing does not get slower with the days.
    await this.#data.put('captures/day.csv', new TextEncoder().encode(text));
    return checkDrift(this.monitor, this.#window(day), world);
  }

  async #checkRows(day: number, chunk: TableChunk, world: World): Promise<CheckResult> {
    const window = this.#window(day);
    // It is large and the same for all days; without this, each check would read it again.
    this.#baseline ??= await baselineOf(this.monitor, window, world);
    const log = new RejectionLog();
    log.accept(chunk.rows, chunk.rows);
    const counter = new SourceCounter();
    counter.objects = 1;
    const columns = new Map(chunk.columns);
    const score = columns.get(SCORE_NAME)!;
    columns.delete(SCORE_NAME);
    const times = Float64Array.from({ length: chunk.rows }, (_, row) => rowTime(day, row, chunk.rows));
    const captured = { rows: chunk.rows, columns, predictions: { score }, ids: null, positions: null, times };
    const rows = { chunks: [captured], dataRead: () => dataRead(counter, log) };
    const profiled = await profileChunks(this.monitor, this.#baseline, rows);
    return concludeDrift(this.monitor, window, this.#baseline, profiled, world);
  }

  #window(day: number) {
    return windowByName(this.monitor.schedule, dayName(day));
  }

  #world(now: number): World {
    return {
      open: (uri) => ({
        store: this.#data,
        prefix: uri === this.monitor.capture.uri ? `${uri}/` : uri,
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
