import type { Monitor } from '../monitor/monitor.ts';
import { fieldList } from '../report/text-table.ts';
import { listNames } from '../text/name-list.ts';
import { printable } from '../text/printable.ts';
import { quoted } from '../text/quoted.ts';
import { wrapText } from '../text/width.ts';
import type { InitiatedMonitor } from './init-monitor.ts';

/** What to do with the new monitor file. */
export interface NextCommands {
  /** What a person does before. @default - nothing */
  readonly before?: string;
  /** Command lines for a shell. */
  readonly commands: readonly string[];
}

/** What `driftwarden init` prints. */
export function initText(
  file: string,
  { monitor, unsure, faults, todo }: InitiatedMonitor,
  { before, commands }: NextCommands,
  width: number,
): string {
  const list = (lines: readonly string[]) =>
    lines.flatMap((line) => wrapText(printable(line, 1000), width - 2).map((part) => `  ${part}`));
  // Commands are not wrapped: one that is wrapped does not run when it is copied.
  const next = [
    before === undefined ? 'next:' : `next: ${before}, then`,
    ...commands.map((command) => `  ${printable(command, 1000)}`),
  ];
  const doubts = [
    ...(unsure.length === 0 ? [] : ['', 'unsure:', ...list(unsure)]),
    ...(faults.length === 0 ? [] : ['', 'to mend:', ...list(faults)]),
    ...(todo.length === 0 ? [] : ['', 'to do:', ...list(todo)]),
  ];
  return `${[`${printable(file, 200)} is written`, '', fieldList(facts(monitor), width), ...doubts, '', ...next].join('\n')}\n`;
}

/** `customer.age is age in the training data`. */
function describeColumns(columns: ReadonlyMap<string, string>): string {
  const pairs = Array.from(columns, ([feature, column]) => `${quoted(feature)} is ${quoted(column)}`);
  return `${listNames(pairs, 8)} in the training data`;
}

function facts({ problem, positive, capture, labels, baseline, performance }: Monitor): [string, string][] {
  const { score, label, value, scores } = capture.prediction;
  const answers = Object.entries({ score, label, value, ...(scores && { scores: Object.keys(scores).join(', ') }) });
  const prediction = answers
    .filter(([, where]) => where !== undefined)
    .map(([role, where]) => `${role} ${typeof where === 'number' ? `at position ${where}` : quoted(String(where))}`);
  const found: [string, string | undefined][] = [
    ['captures', `${capture.format}, ${capture.uri}`],
    ['time', capture.time],
    ['id', capture.id],
    [
      'features',
      capture.features === undefined ? 'every column' : `${capture.features.length}: ${listNames(capture.features, 8)}`,
    ],
    ['problem', problem],
    ['positive', positive],
    ['prediction', prediction.join(', ')],
    ['labels', labels === null ? 'none' : `${labels.format}, ${labels.uri}`],
    ['columns', baseline === null || baseline.columns.size === 0 ? undefined : describeColumns(baseline.columns)],
    [
      'training',
      baseline === null
        ? 'none'
        : `${baseline.uri}, label ${baseline.label === undefined ? 'not known' : quoted(baseline.label)}`,
    ],
    ['limit', performance.alert.length === 0 ? undefined : performance.alert.map(({ text }) => text).join(', ')],
  ];
  return found.filter((field): field is [string, string] => field[1] !== undefined);
}
