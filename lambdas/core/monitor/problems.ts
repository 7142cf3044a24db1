import { printable } from '../text/printable.ts';

/** One thing that is wrong with a monitor file. */
export interface MonitorFileProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Place in the file's tree: keys and positions in lists; empty for the file as a whole. */
  readonly path: readonly (string | number)[];
  /** What was wrong, as a continuation of the value: `is not a duration`. */
  readonly message: string;
  /** The value that was given, as it would be written; null when nothing was. */
  readonly given: string | null;
  /** What is accepted there; null where the message says it all. */
  readonly accepted: string | null;
  /** The nearest right name or value, when one is near. */
  readonly suggestion: string | null;
}

/** A monitor file that cannot be used, with everything that is wrong with it. */
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
  const place = path.length === 0 ? '' : ` ${formatPath(path)}:`;
  const sentence = given === null ? message : `${given} ${message}`;
  return [
    `${printable(file, 500)}:${line}:${column}:${place} ${sentence}`,
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

/** A value of the file on one line: texts in quotes, big things by their kind. */
export function formatGiven(value: unknown): string {
  if (typeof value === 'string') return `"${printable(value)}"`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value !== null && typeof value === 'object') return 'a mapping';
  return String(value);
}
