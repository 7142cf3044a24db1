import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Monitor } from '../core/monitor/monitor.ts';
import { nearestName } from '../core/monitor/nearest.ts';
import { parseMonitorValue } from '../core/monitor/parse-value.ts';

/** The function was deployed without a monitor of this name. In a large deployment, another function may have it. */
export class UnknownMonitorError extends Error {
  override readonly name = 'UnknownMonitorError';
  readonly monitor: string;
  constructor(monitor: string, hint: string) {
    super(`there is no monitor ${JSON.stringify(monitor)} among those of this function${hint}`);
    this.monitor = monitor;
  }
}

/**
 * The monitors that were deployed with a function. They were validated at synthesis. Each is read at its first use, so that a cold
 * start does not read all of them.
 */
export class MonitorDefinitions {
  readonly #paths = new Map<string, string>();
  readonly #monitors = new Map<string, Monitor>();

  /** @param folder Folder of `{monitor}.json` files: the values of the monitors' YAML files. */
  constructor(folder: string) {
    for (const file of readdirSync(folder)) {
      if (file.endsWith('.json')) this.#paths.set(file.slice(0, -'.json'.length), join(folder, file));
    }
  }

  /** In no particular order. */
  get names(): string[] {
    return [...this.#paths.keys()];
  }

  /** @throws UnknownMonitorError */
  get(name: string): Monitor {
    const known = this.#monitors.get(name);
    if (known !== undefined) return known;
    const path = this.#paths.get(name);
    if (path === undefined) {
      const near = nearestName(name, this.names);
      throw new UnknownMonitorError(name, near === null ? '' : `; did you mean ${near}?`);
    }
    const monitor = parseMonitorValue(JSON.parse(readFileSync(path, 'utf8')), path);
    this.#monitors.set(name, monitor);
    return monitor;
  }
}
