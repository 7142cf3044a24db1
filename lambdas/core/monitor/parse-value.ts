import * as z from 'zod';
import { printable } from '../text/printable.ts';
import { findInconsistencies } from './consistency.ts';
import { type Description, describeIssue, valueAt } from './describe-issue.ts';
import { monitorJsonSchema } from './json-schema.ts';
import { completeMonitor, type Monitor } from './monitor.ts';
import { formatGiven, MonitorFileError, type MonitorFileProblem } from './problems.ts';
import { type MonitorFile, type MonitorSections, monitorFileSchema } from './schema/monitor-file.ts';

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
  return readMonitor(given, { name: monitorNameOf(file), file, locate }, now);
}

/** What a monitor file says, as values of a program: without defaults, with the name that the file would have. */
export interface MonitorProps extends MonitorFile {
  /** Up to 63 lower-case letters, digits and hyphens, not starting with a hyphen. */
  readonly name: string;
}

/**
 * Reads a monitor that is given as values in place of a file. The same is valid, and the problems are the same without lines.
 *
 * @param now See parseMonitor.
 * @throws MonitorFileError with every problem found
 */
export function parseMonitorProps({ name, ...given }: MonitorProps, now?: number): Monitor {
  const file = `monitor ${name}`;
  if (typeof name !== 'string' || !MONITOR_NAME.test(name)) {
    throw nameProblem({
      file,
      line: null,
      column: null,
      path: ['name'],
      message: 'is not the name of a monitor',
      given: formatGiven(name),
      accepted: ACCEPTED_NAME,
    });
  }
  return readMonitor(given, { name, file, locate: () => ({ line: null, column: null }) }, now);
}

function readMonitor(
  given: unknown,
  {
    name,
    file,
    locate,
  }: {
    readonly name: string;
    readonly file: string;
    readonly locate: (...place: Parameters<Locate>) => Pick<MonitorFileProblem, 'line' | 'column'>;
  },
  now: number | undefined,
): Monitor {
  const { sections, descriptions } = readSections(given, now);
  const problems = descriptions.map(
    ({ at, ...problem }): MonitorFileProblem => ({ file, ...locate(problem.path, at), ...problem }),
  );
  if (sections === null) {
    problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
    throw new MonitorFileError(file, problems);
  }
  return completeMonitor(sections, name, file);
}

const ACCEPTED_NAME = 'up to 63 lower-case letters, digits and hyphens, not starting with a hyphen';

/** @throws MonitorFileError when the name of the file cannot be that of a monitor */
export function monitorNameOf(file: string): string {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const name = /^(.*)\.(?:ya?ml|json)$/s.exec(base)?.[1];
  if (name !== undefined && MONITOR_NAME.test(name)) return name;
  throw nameProblem({
    file,
    line: 1,
    column: 1,
    path: [],
    message: 'is the name of the file, and so of the monitor',
    given: `"${printable(base)}"`,
    accepted: `${ACCEPTED_NAME}, then .yaml, .yml or .json`,
  });
}

function nameProblem(problem: Omit<MonitorFileProblem, 'suggestion'>): MonitorFileError {
  return new MonitorFileError(problem.file, [{ ...problem, suggestion: null }]);
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
