import type { Monitor } from './monitor.ts';
import { monitorNameOf, parseMonitorValue } from './parse-value.ts';
import { MonitorFileError } from './problems.ts';
import { readYaml } from './yaml-document.ts';

/**
 * Reads a monitor file.
 *
 * @param text The file's content, YAML 1.2 (JSON is YAML too).
 * @param file Its path, for messages. The monitor's name is the file's name without `.yaml`, `.yml` or `.json`.
 * @param now Schedules have to fire after it, milliseconds since the epoch. @default - they have to fire at any time
 * @throws MonitorFileError with every problem found: place, value, what is accepted, and a similar valid name
 */
export function parseMonitor(text: string, file: string, now?: number): Monitor {
  monitorNameOf(file);
  const document = readYaml(text.startsWith('\uFEFF') ? text.slice(1) : text);
  if ('problems' in document) {
    const rest = { file, path: [], given: null, accepted: null, suggestion: null };
    throw new MonitorFileError(
      file,
      document.problems.map((problem) => ({ ...rest, ...problem })),
    );
  }
  return parseMonitorValue(document.value, file, document.locate, now);
}
