import type { CheckResult } from '../../result/schema.ts';
import { countOf, formatCount, formatMeasure, formatRange, formatShare, withoutInterval } from '../../text/numbers.ts';
import { SHOWN_CLASSES } from '../evaluation-text.ts';
import { whyNothing } from '../words.ts';
import { type Content, type Html, html } from './html.ts';
import { section, table } from './html-table.ts';
import { performanceCharts } from './performance-charts.ts';

/** What a baseline knows of the model. */
export interface BaselinePerformance {
  /** By name. */
  readonly metrics: Readonly<Record<string, { readonly value: number | null } | undefined>>;
  /** Absent in baselines of earlier releases. */
  readonly curves?: NonNullable<CheckResult['performance']>['curves'];
}

export function performanceSection(
  { performance, verdict }: CheckResult,
  baseline: BaselinePerformance | null = null,
): Html | null {
  if (performance === null) return null;
  const nothing = whyNothing(performance, verdict);
  if (nothing !== null) return section('Performance', html`<p>${nothing}</p>`);
  return section('Performance', metricTables(performance, verdict.performance.metric, baseline));
}

/**
 * Metrics, classes and the confusion matrix.
 *
 * @param primary The metric that decides; null: none does.
 * @param baseline What is known of the baseline; null: there is nothing to compare with.
 */
export function metricTables(
  performance: NonNullable<CheckResult['performance']>,
  primary: string | null,
  baseline: BaselinePerformance | null = null,
): Content {
  const { metrics, rows, confusionMatrix, classes } = performance;
  return [
    table(
      `Measured on ${countOf(rows, 'labelled row')}`,
      [
        { title: 'metric' },
        { title: 'value', number: true },
        { title: '95 % interval', number: true },
        ...(baseline === null ? [] : [{ title: 'baseline', number: true }]),
        { title: 'rows', number: true },
      ],
      Object.entries(metrics).map(([name, { value, lower, upper, rows: used, reason }]) => [
        [
          name === primary ? html`<strong>${name}</strong>` : name,
          reason !== undefined && html` <span class="dim">${value === null ? reason : withoutInterval(reason)}</span>`,
        ],
        formatMeasure(value),
        value === null || lower === null || upper === null ? '' : formatRange(lower, upper, value),
        ...(baseline === null ? [] : [formatMeasure(baseline.metrics[name]?.value)]),
        formatCount(used),
      ]),
    ),
    performanceCharts(
      performance,
      baseline === null ? undefined : { curves: baseline.curves, name: 'baseline', over: 'window' },
    ),
    classes && classTable(classes),
    confusionMatrix && confusionTable(confusionMatrix),
  ];
}

function classTable(classes: NonNullable<NonNullable<CheckResult['performance']>['classes']>): Html | null {
  return table(
    'By class',
    [
      { title: 'class' },
      { title: 'precision', number: true },
      { title: 'recall', number: true },
      { title: 'f1', number: true },
      { title: 'rows', number: true },
    ],
    classes
      .slice(0, SHOWN_CLASSES)
      .map(({ name, precision, recall, f1, rows }) => [
        name,
        formatMeasure(precision),
        formatMeasure(recall),
        formatMeasure(f1),
        formatCount(rows),
      ]),
    classes.length - SHOWN_CLASSES,
  );
}

/** Darker cells have a larger share of the rows of their actual class. */
export function confusionTable(
  { classes, counts }: { readonly classes: readonly string[]; readonly counts: readonly (readonly number[])[] },
  title = 'Confusion matrix',
): Html | null {
  if (classes.length === 0 || classes.length > SHOWN_CLASSES) return null;
  return table(
    `${title}: rows by actual class, columns by predicted class; shares of the actual class`,
    [{ title: 'actual \\ predicted' }, ...classes.map((title) => ({ title, number: true }))],
    counts.map((row, i) => {
      const all = row.reduce((sum, count) => sum + count, 0);
      return [classes[i], ...row.map((count) => matrixCell(count, all === 0 ? null : count / all))];
    }),
  );
}

function matrixCell(count: number, share: number | null): Content {
  if (share === null) return formatCount(count);
  return html`<span class="heat h${Math.round(share * 10)}">${formatCount(count)} <small>${formatShare(share)}</small></span>`;
}
