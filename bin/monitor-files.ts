import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../lambdas/core/monitor/parse.ts';

const EXTENSION = /\.ya?ml$/;

/** Every monitor file of a folder, in the order of their names. Throws MonitorFileError for the first invalid one. */
export function readMonitors(folder: string): Monitor[] {
  return monitorFiles(folder).map(readMonitor);
}

/** Paths of the monitor files of a folder. */
export function monitorFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => EXTENSION.test(name));
  return names.sort().map((name) => join(folder, name));
}

export function readMonitor(path: string): Monitor {
  return parseMonitor(readFileSync(path, 'utf8'), path);
}

/**
 * The file a user means by `flight-delays` or `monitors/flight-delays.yaml`. Throws with the monitors there are.
 *
 * @param folder Where monitors are looked up by name.
 */
export function findMonitorFile(nameOrPath: string, folder: string): string {
  const candidates = [nameOrPath, ...['.yaml', '.yml'].map((ending) => join(folder, nameOrPath + ending))];
  const found = candidates.find((path) => EXTENSION.test(path) && existsSync(path));
  if (found !== undefined) return found;
  const known = monitorFiles(folder).map((path) => basename(path).replace(EXTENSION, ''));
  const hint =
    known.length === 0
      ? `there is no monitor file in ${folder}/`
      : `the monitors in ${folder}/ are: ${known.join(', ')}`;
  throw new UnknownMonitorError(`there is no monitor ${JSON.stringify(nameOrPath)}; ${hint}`);
}

export class UnknownMonitorError extends Error {
  override readonly name = 'UnknownMonitorError';
}
