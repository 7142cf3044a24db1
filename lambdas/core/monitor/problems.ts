import { printable } from '../text/printable.ts';

/** A problem in a monitor file. */
export interface MonitorFileProblem {
  readonly file: string;
  /** From 1. null: the monitor was given as values, not as the text of a file. */
  readonly line: number | null;
  readonly column: number | null;
  /** Keys and list positions; empty for the file as a whole. */
  readonly path: readonly (string | number)[];
  /** What is wrong, as a predicate of the value: `is not a duration`. */
  readonly message: string;
  /** The value as written in the file; null if there is none. */
  readonly given: string | null;
  /** What is accepted; null where the message already says so. */
  readonly accepted: string | null;
  /** A similar valid name or value, if there is one. */
  readonly suggestion: string | null;
}

/** An invalid monitor file, with all its problems. */
export class MonitorFileError extends Error {
  override readonly name = 'MonitorFileError';
  readonly file: string;
  readonly problems: readonly MonitorFileProblem[];
  constructor(file: string, problems: readonly MonitorFileProblem[]) {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    super(
      [`${printable(file, 500)} has ${count}:`, ...problems.map((problem) => `  ${formatProblem(problem)}`)].join('\n'),
    );
    this.file = file;
    this.problems = problems;
  }
}

/** One line: `monitors/x.yaml:12:5: drift.falseAlarms: 7 is above 0.5; accepted: …; did you mean …?` */
function formatProblem(problem: MonitorFileProblem): string {
  const { file, line, column, path, message, given, accepted, suggestion } = problem;
  const place = [
    ...(line === null ? [] : [`${printable(file, 500)}:${line}:${column}:`]),
    ...(path.length === 0 ? [] : [`${formatPath(path)}:`]),
  ];
  const sentence = given === null ? message : `${given} ${message}`;
  return [
    [...place, sentence].join(' '),
    ...(accepted === null ? [] : [`accepted: ${accepted}`]),
    ...(suggestion === null ? [] : [`did you mean ${printable(suggestion)}?`]),
  ].join('; ');
}

/** `performance.alert[0]`, `drift.features["a.b"].limit`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`;
      if (/^[A-Za-z_$][\w$-]*$/.test(step)) return i === 0 ? step : `.${step}`;
      return `[${printable(JSON.stringify(step))}]`;
    })
    .join('');
}

/** A value of the file on one line: texts in quotes, lists and mappings by their kind. */
export function formatGiven(value: unknown): string {
  if (typeof value === 'string') return `"${printable(value)}"`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value !== null && typeof value === 'object') return 'a mapping';
  return String(value);
}
