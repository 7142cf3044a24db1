import { describe, expect, it } from 'vitest';
import { type Html, html } from '../../../../lambdas/core/report/html/html.ts';
import { performanceCharts } from '../../../../lambdas/core/report/html/performance-charts.ts';
import { metricTables } from '../../../../lambdas/core/report/html/performance-section.ts';
import type { CheckResult } from '../../../../lambdas/core/result/schema.ts';
import { accuracyResult } from '../results.ts';
import { readPage } from './page-structure.ts';

type Performance = NonNullable<CheckResult['performance']>;

const performance = (changes: Partial<Performance>): Performance => ({ ...accuracyResult().performance!, ...changes });
const charts = (curves: Performance['curves'], changes: Partial<Performance> = {}) =>
  performanceCharts(performance({ curves, ...changes }))?.markup ?? '';
/** The charts without the legend above them. */
const drawn = (charts: Html | null) => charts!.markup.replace(/^<p class="legend.*<\/p>\n/, '');
const over = (curves: Performance['curves']) => ({ curves, name: 'reference', over: 'file' }) as const;
const valuesOf = (markup: string, key: string) =>
  readPage(markup).attributes.flatMap(([name, value]) => (name === key ? [value] : []));
const rowsOf = (markup: string) =>
  [...markup.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell.replaceAll(/<[^>]+>/g, '')),
  );

describe('the charts of performance', () => {
  it('draw the ROC curve, precision by recall, and the threshold in use', () => {
    // 38 to 230 across, 200 up to 8: 192 units each way.
    const confusionMatrix = {
      classes: ['0', '1'],
      counts: [
        [3, 1],
        [1, 1],
      ],
    };
    const markup = charts({ roc: { falsePositives: [0, 1, 4], truePositives: [0, 1, 2] } }, { confusionMatrix });
    // Of the two rows with the highest scores one is positive, half of all positives; of all six rows two are.
    expect(valuesOf(markup, 'd')).toEqual(['M38,200L86,104L230,8', 'M134,104L230,136']);
    // The threshold catches one of the two positives with one false alarm among four.
    expect([valuesOf(markup, 'cx'), valuesOf(markup, 'cy')]).toEqual([
      ['86', '134'],
      ['104', '104'],
    ]);
    expect(rowsOf(markup)).toEqual([
      ['false positive rate', 'true positive rate'],
      ['0.0000', '0.0000'],
      ['0.2500', '0.5000'],
      ['1.0000', '1.0000'],
      ['highest scores', 'rows', 'precision', 'recall'],
      ['33.3 %', '2', '0.5000', '0.5000'],
      ['100 %', '6', '0.3333', '1.0000'],
    ]);
  });

  it('list precision and recall of the first 1 and 2 % of the rows, and at about twenty shares', () => {
    const steps = Array.from({ length: 101 }, (_, i) => i);
    const markup = charts({ roc: { falsePositives: steps, truePositives: steps } });
    const rows = rowsOf(markup);
    const shown = rows.slice(rows.findIndex(([first]) => first === 'highest scores') + 1);
    expect(shown.map(([share]) => share).slice(0, 3)).toEqual(['1 %', '2 %', '5 %']);
    expect(shown).toHaveLength(22);
    expect(shown.at(-1)).toEqual(['100 %', '200', '0.5000', '1.0000']);
  });

  it('have no precision at a threshold that no row reaches', () => {
    const confusionMatrix = {
      classes: ['0', '1'],
      counts: [
        [4, 0],
        [2, 0],
      ],
    };
    const markup = charts({ roc: { falsePositives: [0, 4], truePositives: [0, 2] } }, { confusionMatrix });
    // Only that of the ROC curve, at its start.
    expect(valuesOf(markup, 'cx')).toEqual(['38']);
  });

  it('draw the calibration, with points as large as their share of the rows', () => {
    const empty = { rows: 0, positives: 0, meanProbability: null };
    const calibration = [
      { rows: 30, positives: 0, meanProbability: 0 },
      ...Array(8).fill(empty),
      { rows: 10, positives: 10, meanProbability: 1 },
    ];
    const markup = charts({ calibration });
    // 2 + 8 √(3/4), and 2 + 8 √(1/4).
    expect(valuesOf(markup, 'r')).toEqual(['8.9', '6']);
    // Wilson's interval of 0 in n ends at z² / (n + z²), z² = 3.8415: at 0.1135 of 30, and that of 10 in 10 at 1 - 0.2775.
    const [first, last] = [...markup.matchAll(/<line class="interval"[^>]*>/g)].map(([tag]) =>
      ['x1', 'y1', 'y2'].map((key) => Number(tag.match(new RegExp(` ${key}="([\\d.]+)"`))![1])),
    );
    expect(first).toEqual([38, 178.2, 200]);
    expect(last).toEqual([230, 8, 61.3]);
    expect(rowsOf(markup).slice(0, 3)).toEqual([
      ['probability', 'rows', 'mean', 'positives', '95 % interval'],
      ['0 to 0.1', '30', '0.0000', '0 %', '0.0000 to 0.1135'],
      ['0.1 to 0.2', '0', '-', '-', ''],
    ]);
  });

  it('have axes that fit rare positives', () => {
    // One row in five of the first 100 is positive, then none: 2 % of all.
    const roc = { falsePositives: [0, 80, 980], truePositives: [0, 20, 20] };
    const curves = charts({ roc }, { confusionMatrix: null });
    // Precision 0.2 is the end of the axis, 8; 0.02 is a tenth of the 192 units above 200.
    expect(valuesOf(curves, 'd')[1]).toBe('M230,8L230,180.8');
    expect(readPage(curves).texts).toEqual(expect.arrayContaining(['0.1', '0.2']));

    const empty = { rows: 0, positives: 0, meanProbability: null };
    const bins = [
      { rows: 970, positives: 10, meanProbability: 0.01 },
      { rows: 30, positives: 6, meanProbability: 0.1 },
    ];
    const calibration = charts({ calibration: [...bins, ...Array(8).fill(empty)] });
    // The axes end at 0.2. The interval of the 30 rows goes on to 0.37: it ends with the axis.
    expect([valuesOf(calibration, 'cx'), valuesOf(calibration, 'cy')]).toEqual([
      ['47.6', '134'],
      ['190.1', '8'],
    ]);
    expect(valuesOf(calibration, 'y1').slice(-1)).toEqual(['8']);
    expect(rowsOf(calibration)[2].slice(3)).toEqual(['20 %', '0.0951 to 0.3731']);
  });

  it('draw the residuals in halves of the root mean squared error', () => {
    const counts = [0, 0, 0, 0, 0, 0, 6, 3, 0, 0, 0, 0, 0, 1];
    const markup = charts({ residuals: { rmse: 10, counts } });
    const heights = valuesOf(markup, 'height').map(Number);
    expect(heights).toEqual([0, 0, 0, 0, 0, 0, 192, 96, 0, 0, 0, 0, 0, 32]);
    const rows = rowsOf(markup);
    expect([rows[1], rows[7], rows[14]]).toEqual([
      ['up to -30', '0', '0 %'],
      ['-5 to 0', '6', '60 %'],
      ['above 30', '1', '10 %'],
    ]);
    expect(readPage(markup).texts).toEqual(expect.arrayContaining(['60 %', '-30', '0', '30']));
  });

  it('are drawn over those of a reference', () => {
    const confusionMatrix = null;
    const roc = { falsePositives: [0, 4], truePositives: [0, 2] };
    const reference = { roc: { falsePositives: [0, 0, 1], truePositives: [0, 1, 1] } };
    const markup = drawn(performanceCharts(performance({ curves: { roc }, confusionMatrix }), over(reference)));
    // The reference first: what is drawn later lies above it.
    expect(valuesOf(markup, 'd').slice(0, 2)).toEqual(['M38,200L38,8L230,8', 'M38,200L230,8']);
    expect(valuesOf(markup, 'class').filter((name) => ['then', 'now'].includes(name))).toEqual([
      'then',
      'now',
      'then',
      'now',
    ]);
    expect(readPage(markup).texts).toContain('ROC curve of the reference');
  });

  it('have the residuals of both in shares of their rows', () => {
    const counts = (first: number, last: number) => [0, 0, 0, 0, 0, 0, first, last, 0, 0, 0, 0, 0, 0];
    const residuals = { rmse: 10, counts: counts(2, 2) };
    const reference = { residuals: { rmse: 10, counts: counts(90, 10) } };
    const markup = drawn(performanceCharts(performance({ curves: { residuals } }), over(reference)));
    // 90 % is the highest; the bars are the reference's.
    expect(
      valuesOf(markup, 'height')
        .map(Number)
        .filter((height) => height > 0),
    ).toEqual([192, 21.3]);
    expect(rowsOf(markup)[0]).toEqual(['predicted - actual', 'rows', 'share', 'reference', 'share']);
    expect(rowsOf(markup)[7]).toEqual(['-5 to 0', '2', '50 %', '90', '90 %']);
  });

  it('say which is the baseline, where there is one', () => {
    const roc = { falsePositives: [0, 4], truePositives: [0, 2] };
    const calibration = Array.from({ length: 10 }, () => ({ rows: 4, positives: 1, meanProbability: 0.5 }));
    const residuals = { rmse: 10, counts: [0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0] };
    const curves = { roc, calibration, residuals };
    const pageOf = (before: Performance['curves']) => {
      const baseline = { metrics: {}, curves: before };
      const { markup } = html`${metricTables(performance({ curves }), null, baseline)}`;
      return { markup, texts: readPage(markup).texts.join('\n') };
    };
    const { markup, texts } = pageOf(curves);
    for (const said of [
      'baseline: broad grey lines, grey areas and squares',
      'window: thin lines and discs',
      'ROC curve of the baseline',
      'calibration of the baseline',
      'in steps of half the baseline&#39;s root mean squared error',
    ]) {
      expect(texts).toContain(said);
    }
    expect(texts).not.toContain('reference');
    expect(valuesOf(markup, 'class').filter((name) => name === 'then')).toHaveLength(2);
    // A baseline of an earlier release.
    expect(pageOf(undefined).texts).not.toContain('broad grey lines');
    expect(pageOf({}).texts).not.toContain('broad grey lines');
  });

  it('are left out where nothing is known', () => {
    expect(performanceCharts(performance({}))).toBeNull();
    expect(charts({})).toBe('');
  });

  it('stand beside the confusion matrix, whose cells show shares of the actual class', () => {
    const confusionMatrix = {
      classes: ['<no>', 'yes'],
      counts: [
        [90, 10],
        [0, 0],
      ],
    };
    const { markup } = html`${metricTables(performance({ confusionMatrix }), null)}`;
    expect(rowsOf(markup).slice(-3)).toEqual([
      ['actual \\ predicted', '&lt;no&gt;', 'yes'],
      ['&lt;no&gt;', '90 90 %', '10 10 %'],
      ['yes', '0', '0'],
    ]);
    expect(valuesOf(markup, 'class').filter((name) => name.startsWith('heat'))).toEqual(['heat h9', 'heat h1']);
  });
});

describe('the table of metrics', () => {
  const estimate = { value: 0.8, lower: 0.7, upper: 0.9, rows: 100 };
  const measured = performance({ metrics: { accuracy: estimate, recall: { ...estimate, lower: null, upper: null } } });

  it('has the metrics of the baseline beside those of the window', () => {
    const { markup } = html`${metricTables(measured, 'accuracy', { metrics: { accuracy: { value: 0.9477 } } })}`;
    expect(rowsOf(markup)).toEqual([
      ['metric', 'value', '95 % interval', 'baseline', 'rows'],
      ['accuracy', '0.8000', '0.7000 to 0.9000', '0.9477', '100'],
      ['recall', '0.8000', '', '-', '100'],
    ]);
  });

  it('has no column for a baseline that is not known', () => {
    const { markup } = html`${metricTables(measured, null)}`;
    expect(rowsOf(markup)[0]).toEqual(['metric', 'value', '95 % interval', 'rows']);
  });
});
