import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import { nearestName } from '../lambdas/core/monitor/nearest.ts';
import { parseMonitor } from '../lambdas/core/monitor/parse.ts';
import { errorMessage } from '../lambdas/core/text/error-message.ts';
import { runnable } from './commands/program-name.ts';

const EXTENSION = /\.(?:ya?ml|json)$/;

/** Paths of the monitor files in a folder, ordered by name. Throws {@link UnknownMonitorError} when two have the same name. */
export function monitorFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  if (!statSync(folder).isDirectory()) throw new UnknownMonitorError(`${folder} is not a folder of monitor files`);
  const entries = readdirSync(folder, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory() && EXTENSION.test(entry.name)).map(({ name }) => name);
  const paths = new Map<string, string>();
  for (const name of names.sort()) {
    const path = join(folder, name);
    const other = paths.get(monitorName(path));
    if (other !== undefined)
      throw new UnknownMonitorError(`${other} and ${path} have the same monitor name: keep one of them`);
    paths.set(monitorName(path), path);
  }
  return [...paths.values()];
}

/**
 * Reads a monitor file. Throws MonitorFileError when it is invalid, {@link UnreadableMonitorError} when it cannot be read.
 *
 * @param now See parseMonitor.
 */
export function readMonitor(path: string, now?: number): Monitor {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UnreadableMonitorError(`${path} cannot be read: ${errorMessage(cause)}`, { cause });
  }
  return parseMonitor(text, path, now);
}

/**
 * The path of a monitor given as `flight-delays` or `monitors/flight-delays.yaml`. Throws {@link UnknownMonitorError} that lists the
 * monitors.
 *
 * @param folder The folder in which names are looked up.
 */
export function findMonitorFile(nameOrPath: string, folder: string): string {
  if (EXTENSION.test(nameOrPath) && existsSync(nameOrPath)) return nameOrPath;
  const files = monitorFiles(folder);
  const found = files.find((path) => monitorName(path) === nameOrPath || basename(path) === nameOrPath);
  if (found !== undefined) return found;
  throw new UnknownMonitorError(
    `there is no monitor ${JSON.stringify(nameOrPath)}; ${hintFor(nameOrPath, files, folder)}`,
  );
}

function hintFor(wanted: string, files: readonly string[], folder: string): string {
  if (files.length === 0) return noMonitors(folder);
  const names = files.map(monitorName);
  const near = nearestName(monitorName(wanted), names);
  return near === null ? `the monitors in ${folder} are: ${names.join(', ')}` : `did you mean ${near}?`;
}

/** The message for a folder without monitors, with what to do. */
export function noMonitors(folder: string): string {
  const init = runnable('init', 'CAPTURES', ...(folder === 'monitors' ? [] : ['--monitors', folder]));
  return existsSync(folder)
    ? `there is no monitor file (.yaml) in ${folder}; to write one from your data: ${init}`
    : `there is no folder ${folder}: give the folder of the monitor files with --monitors, or write a first monitor from your data: ${init}`;
}

function monitorName(path: string): string {
  return basename(path).replace(EXTENSION, '');
}

/** The monitor or the folder of monitor files does not exist or is ambiguous. */
class UnknownMonitorError extends Error {
  override readonly name = 'UnknownMonitorError';
}

/** A monitor file exists but cannot be read. */
export class UnreadableMonitorError extends Error {
  override readonly name = 'UnreadableMonitorError';
}
