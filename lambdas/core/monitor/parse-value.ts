import * as z from 'zod';
import { printable } from '../text/printable.ts';
import { findInconsistencies } from './consistency.ts';
import { type Description, describeIssue, valueAt } from './describe-issue.ts';
import { monitorJsonSchema } from './json-schema.ts';
import { completeMonitor, type Monitor } from './monitor.ts';
import { formatGiven, MonitorFileError, type MonitorFileProblem } from './problems.ts';
import { type MonitorSections, monitorFileSchema } from './schema/monitor-file.ts';

/** Names that are safe in keys, paths, metric dimensions and AWS names. */
const MONITOR_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** The place in the file of the value at a path. */
export type Locate = (
  path: readonly (string | number)[],
  which?: 'key' | 'value',
) => { readonly line: number; readonly column: number };

/**
 * Reads a monitor from the values of its file.
 *
 * @param given Plain objects, lists and scalars; hostile keys are own properties.
 * @param file See parseMonitor.
 * @param locate Finds values in the file, for messages.
 * @param now See parseMonitor.
 * @throws MonitorFileError with every problem found
 */
export function parseMonitorValue(
  given: unknown,
  file: string,
  locate: Locate = () => ({ line: 1, column: 1 }),
  now?: number,
): Monitor {
  const name = monitorNameOf(file);
  const { sections, descriptions } = readSections(given, now);
  const problems = descriptions.map(
    ({ at, ...problem }): MonitorFileProblem => ({ file, ...locate(problem.path, at), ...problem }),
  );
  if (sections === null) {
    problems.sort((a, b) => a.line - b.line || a.column - b.column);
    throw new MonitorFileError(file, problems);
  }
  return completeMonitor(sections, name, file);
}

/** @throws MonitorFileError when the name of the file cannot be that of a monitor */
export function monitorNameOf(file: string): string {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const name = /^(.*)\.(?:ya?ml|json)$/s.exec(base)?.[1];
  if (name !== undefined && MONITOR_NAME.test(name)) return name;
  throw new MonitorFileError(file, [
    {
      file,
      line: 1,
      column: 1,
      path: [],
      message: 'is the name of the file, and so of the monitor',
      given: `"${printable(base)}"`,
      accepted:
        'up to 63 lower-case letters, digits and hyphens, not starting with a hyphen, then .yaml, .yml or .json',
      suggestion: null,
    },
  ]);
}

/** The sections, or null and all their problems. */
function readSections(
  given: unknown,
  now: number | undefined,
): { sections: MonitorSections | null; descriptions: Description[] } {
  const parsed = monitorFileSchema.safeParse(given);
  const { sections, unreadable } = parsed.success ? { sections: parsed.data, unreadable: [] } : readableSections(given);
  const inconsistencies = findInconsistencies(sections, unreadable, now).map(
    ({ path, message, accepted, suggestion = null, at = 'value' }): Description => {
      const value = at === 'key' ? undefined : valueAt(given, path);
      return { path, message, accepted, suggestion, given: value === undefined ? null : formatGiven(value), at };
    },
  );
  if (parsed.success && inconsistencies.length === 0) return { sections: parsed.data, descriptions: [] };
  const schema = monitorJsonSchema();
  const issues = parsed.success ? [] : parsed.error.issues.flatMap((issue) => describeIssue(issue, given, schema));
  return { sections: null, descriptions: [...issues, ...inconsistencies] };
}

/** The sections that are valid by themselves, and the names of the others. */
function readableSections(given: unknown): { sections: Partial<MonitorSections>; unreadable: string[] } {
  const entries: [string, unknown][] = [];
  const unreadable: string[] = [];
  for (const [key, section] of Object.entries(monitorFileSchema.shape)) {
    const parsed = z.safeParse(section, valueAt(given, [key]));
    if (parsed.success) entries.push([key, parsed.data]);
    else unreadable.push(key);
  }
  return { sections: Object.fromEntries(entries), unreadable };
}
