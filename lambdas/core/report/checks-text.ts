import type { CheckResult } from '../result/schema.ts';
import { refang } from '../text/defang.ts';
import { formatEstimate, formatShare } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { checkText } from './check-text.ts';
import { textTable } from './text-table.ts';
import { NEXT_STEP } from './words.ts';

/**
 * The results of one run of checks for a terminal: each in full, except that several accuracy windows are a table,
 * followed by the latest one with labels in full.
 */
export function checksText(results: readonly CheckResult[], width?: number): string {
  const accuracy = results.filter(({ kind }) => kind === 'accuracy');
  if (accuracy.length < 2) return refang(results.map((result) => checkText(result, width)).join('\n\n'));
  const latest = accuracy.findLast(({ performance }) => performance !== null);
  const parts = [
    ...results.filter(({ kind }) => kind !== 'accuracy').map((result) => checkText(result, width)),
    `${printable(accuracy[0].monitor)}  accuracy checks of ${accuracy.length} windows that still accept labels\n\n${windowsTable(accuracy, width)}`,
    ...(latest === undefined ? [] : [checkText(latest, width)]),
  ];
  return refang(parts.join('\n\n'));
}

function windowsTable(results: readonly CheckResult[], width: number | undefined): string {
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
