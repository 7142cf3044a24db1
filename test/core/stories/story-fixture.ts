import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openLocation } from '../../../lambdas/adapters/local/open-location.ts';
import type { Alert } from '../../../lambdas/core/alerts.ts';
import { buildBaseline } from '../../../lambdas/core/build-baseline/build-baseline.ts';
import { checkAccuracy } from '../../../lambdas/core/check/check-accuracy.ts';
import { checkDrift } from '../../../lambdas/core/check/check-drift.ts';
import { windowsDue } from '../../../lambdas/core/check/reading/due-windows.ts';
import type { RunContext } from '../../../lambdas/core/context.ts';
import type { MonitorState } from '../../../lambdas/core/decision/state.ts';
import { loadState } from '../../../lambdas/core/decision/state-store.ts';
import type { Monitor } from '../../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { windowByName } from '../../../lambdas/core/monitor/windows.ts';
import type { MetricPoint, ObjectStore } from '../../../lambdas/core/ports.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import type { Window } from '../../../lambdas/core/window.ts';
import { MemoryStore } from './memory-store.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** The first served day of every story, a Thursday. */
export const FIRST_DAY = Date.UTC(2001, 1, 1);

/** `2001-02-01` for 0. */
export function dayName(index: number): string {
  return new Date(FIRST_DAY + index * DAY).toISOString().slice(0, 10);
}

/** Six o'clock on the morning after the day: when its data is checked. */
export function morningAfter(index: number): number {
  return FIRST_DAY + (index + 1) * DAY + 6 * HOUR;
}

/**
 * A folder with a monitor file, training data, captures and labels, and what the product makes of them: the store of
 * results, and everything that was published, in memory. Deleted when the test is over.
 */
export class StoryFixture {
  readonly folder: string;
  readonly monitor: Monitor;
  readonly store: ObjectStore;
  readonly alerts: Alert[] = [];
  /** One entry for each call of the sink. */
  readonly metrics: (readonly MetricPoint[])[] = [];
  #runs = 0;

  private constructor(folder: string, monitor: Monitor, store: ObjectStore) {
    this.folder = folder;
    this.monitor = monitor;
    this.store = store;
  }

  /** @param monitorFile YAML; its locations are relative to the fixture's folder. */
  static open(monitorFile: string): StoryFixture {
    const folder = mkdtempSync(join(tmpdir(), 'story-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, 'captures'));
    mkdirSync(join(folder, 'labels'));
    const monitor = parseMonitor(monitorFile, join(folder, 'story.yaml'));
    return new StoryFixture(folder, monitor, new MemoryStore());
  }

  /** The same captures and labels, with a copy of what is stored, in memory, and no alert sent yet. */
  async fork(): Promise<StoryFixture> {
    return new StoryFixture(this.folder, this.monitor, new MemoryStore(await bytesOf(this.store)));
  }

  /** The context of a run. Every run has a name of its own, unless one is given. */
  at(now: number, changed: Partial<RunContext> = {}): RunContext {
    return {
      open: (uri) => openLocation(uri, this.folder),
      results: this.store,
      metrics: {
        publish: async (points) => {
          this.metrics.push(points);
        },
      },
      alerts: {
        send: async (alert) => {
          this.alerts.push(alert);
        },
      },
      now,
      runId: `run-${++this.#runs}`,
      dryRun: false,
      ...changed,
    };
  }

  write(path: string, content: string | Uint8Array): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  async buildBaseline(now = FIRST_DAY) {
    return await buildBaseline(this.monitor, this.at(now));
  }

  /** Checks the window's data the morning after the day with this number. */
  async checkDrift(index: number, changed: Partial<RunContext> = {}): Promise<CheckResult> {
    return await checkDrift(this.monitor, this.window(index), this.at(morningAfter(index), changed));
  }

  /** Checks the day's accuracy at any later time; not given: half an hour after the data, a day after its end. */
  async checkAccuracy(index: number, now = morningAfter(index) + DAY + HOUR / 2, changed: Partial<RunContext> = {}) {
    return await checkAccuracy(this.monitor, this.window(index), this.at(now, changed));
  }

  window(index: number) {
    return windowByName(this.monitor.schedule, dayName(index));
  }

  /** The windows whose labels can still change a result, at this time. */
  async dueWindows(now: number): Promise<Window[]> {
    return windowsDue(this.monitor, this.monitor.labels!, await this.state(), now);
  }

  async state(): Promise<MonitorState> {
    return (await loadState(this.store, this.monitor.name)).state;
  }

  /** The page of a day's check. */
  async pageOf(kind: 'drift' | 'accuracy', day: number): Promise<string> {
    const stored = await this.store.get(`${this.monitor.name}/checks/${kind}/${dayName(day)}/report.html`);
    return new TextDecoder().decode(stored!.bytes);
  }

  /** A stored document, such as `checks/drift/2001-02-01/result.json`. */
  async stored(path: string): Promise<unknown> {
    const object = await this.store.get(`${this.monitor.name}/${path}`);
    return JSON.parse(new TextDecoder().decode(object!.bytes));
  }

  /** The alerts sent, briefly: `drift open 2001-02-03`. */
  alertsSent(): string[] {
    return this.alerts.map(({ kind, state, window }) => `${kind} ${state} ${window}`);
  }
}

/** Every key of a store with its content as text. */
export async function contentOf(store: ObjectStore): Promise<Map<string, string>> {
  return new Map(Array.from(await bytesOf(store), ([key, bytes]) => [key, new TextDecoder().decode(bytes)]));
}

/** The same as bytes. */
export async function bytesOf(store: ObjectStore): Promise<Map<string, Uint8Array>> {
  const content = new Map<string, Uint8Array>();
  for await (const { key } of store.list('')) content.set(key, (await store.get(key))!.bytes);
  return content;
}
