import type { CheckResult } from '../result/schema.ts';
import { refang } from '../text/defang.ts';
import { formatCount, formatEstimate, formatShare } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { checkText } from './check-text.ts';
import { textTable } from './text-table.ts';
import { DATA_MATCHES, NEXT_STEP } from './words.ts';

/**
 * The results of one run of checks for a terminal: each in full, except that several windows of one kind are a table,
 * followed by the latest one that has something to show in full.
 */
export function checksText(results: readonly CheckResult[], width?: number): string {
  const [drift, accuracy] = KINDS.map((kind) => results.filter((result) => result.kind === kind));
  const parts = [
    ...kindTexts(drift, ({ data }) => data.rows > 0, driftTable, width),
    ...kindTexts(accuracy, ({ performance }) => performance !== null, accuracyTable, width),
  ];
  return refang(parts.join('\n\n'));
}

const KINDS = ['drift', 'accuracy'] as const;

function kindTexts(
  results: readonly CheckResult[],
  isShown: (result: CheckResult) => boolean,
  tableOf: (results: readonly CheckResult[], width: number | undefined) => string,
  width: number | undefined,
): string[] {
  if (results.length < 2) return results.map((result) => checkText(result, width));
  const [{ monitor, kind }] = results;
  const latest = results.findLast(isShown);
  return [
    `${printable(monitor)}  ${kind} checks of ${results.length} windows\n\n${tableOf(results, width)}`,
    ...(latest === undefined ? [] : [checkText(latest, width)]),
  ];
}

function driftTable(results: readonly CheckResult[], width: number | undefined): string {
  return textTable(
    [
      { title: 'window' },
      { title: 'data matches' },
      { title: 'rows', align: 'right' },
      { title: 'next step' },
      { title: 'because', maxWidth: 120, wrap: true },
    ],
    results.map(({ window, verdict, data }) => [
      window.name,
      DATA_MATCHES[verdict.dataMatches],
      formatCount(data.rows),
      NEXT_STEP[verdict.nextStep],
      verdict.reasons[0] ?? '',
    ]),
    width,
  );
}

function accuracyTable(results: readonly CheckResult[], width: number | undefined): string {
  return textTable(
    [
      { title: 'window' },
      { title: 'performance', wrap: true },
      { title: 'labelled', align: 'right' },
      { title: 'next step' },
      { title: 'because', maxWidth: 120, wrap: true },
    ],
    results.map(({ window, verdict, labels }) => {
      const { metric, value } = verdict.performance;
      return [
        window.name,
        metric === null || value === null ? 'not known' : `${metric} ${formatEstimate(verdict.performance)}`,
        labels === null || labels.predictions === 0 ? '-' : formatShare(labels.coverage),
        NEXT_STEP[verdict.nextStep],
        verdict.reasons[0] ?? '',
      ];
    }),
    width,
  );
}
