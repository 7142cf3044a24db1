import type { RunContext } from '../../lambdas/core/context.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../lambdas/core/monitor/parse.ts';
import type { Dependencies, RunLog } from '../../lambdas/runtime/handler.ts';
import { UnknownMonitorError } from '../../lambdas/runtime/monitor-definitions.ts';

export const MONITOR = parseMonitor(
  'model: m\nproblem: regression\ncapture: { uri: s3://bucket/m, prediction: { value: 0 } }\n',
  'monitors/m.yaml',
);

/** One line of the log: the keys that were appended, the level, and what the line adds. */
export type LogLine = Record<string, unknown>;

export class MemoryLog implements RunLog {
  readonly lines: LogLine[] = [];
  #keys: Record<string, unknown> = {};

  resetKeys(): void {
    this.#keys = {};
  }

  appendKeys(keys: Record<string, unknown>): void {
    this.#keys = { ...this.#keys, ...keys };
  }

  info(message: string, extra: { readonly [key: string]: unknown }): void {
    this.lines.push({ level: 'info', message, ...this.#keys, ...extra });
  }

  error(message: string, error: Error): void {
    this.lines.push({ level: 'error', message, ...this.#keys, error });
  }
}

/** Dependencies with one monitor, at one instant, in a context that the test gives. */
export function dependenciesOf(
  monitor: Monitor,
  now: number,
  context: (run: { runId: string; now: number }) => RunContext,
): Dependencies & { readonly log: MemoryLog } {
  return {
    log: new MemoryLog(),
    place: { function: 'check', logGroup: 'check-logs' },
    clock: () => now,
    context,
    definitions: {
      get: (name) => {
        if (name !== monitor.name) throw new UnknownMonitorError(name, '');
        return monitor;
      },
    },
  };
}
