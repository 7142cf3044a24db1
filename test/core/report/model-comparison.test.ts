import { describe, expect, it } from 'vitest';
import { judge } from '../../../lambdas/core/judge/judge.ts';
import type { Comparison } from '../../../lambdas/core/judge/schema.ts';
import { parseLimit } from '../../../lambdas/core/monitor/limit.ts';
import { modelComparisonText, modelComparisonTitle } from '../../../lambdas/core/report/model-comparison-text.ts';
import { displayWidth } from '../../../lambdas/core/text/width.ts';
import { binaryRows, errorsOf, regressionRows, rowsOf, settings } from '../judge/rows.ts';

const given = settings('accuracy', {
  margin: 0.005,
  minimumRows: 1000,
  floor: [parseLimit('accuracy < 0.8')],
  segments: ['origin'],
});
const segmented = binaryRows([...rowsOf(500, 200, 0, 0, 0), ...rowsOf(150, 0, 100, 50, 1), ...rowsOf(20, 0, 0, 0, 2)]);

/** A part of the metrics stands for all, so that a new one changes none of these texts. */
const SHOWN: ReadonlySet<string> = new Set(['accuracy', 'recall', 'roc_auc', 'log_loss', 'mae', 'rmse', 'r2', 'bias']);
function shown(comparison: Comparison): Comparison {
  const metrics = Object.entries(comparison.metrics).filter(([name]) => SHOWN.has(name));
  return { ...comparison, metrics: Object.fromEntries(metrics) };
}

const COMPARISONS = [
  ['kept', shown(judge(segmented, given))],
  [
    'promoted',
    shown(judge(regressionRows(errorsOf(1), errorsOf(2)), settings('mae', { margin: 0.1, minimumRows: 100 }))),
  ],
  ['too-few', shown(judge(binaryRows(rowsOf(0, 3, 0, 0)), given))],
] as const;

describe('a judgement', () => {
  it.each(COMPARISONS)('%s reads as in its golden file', async (name, comparison) => {
    await expect(modelComparisonText(comparison)).toMatchFileSnapshot(`golden/model-comparison-${name}.txt`);
  });

  it.each(COMPARISONS)('%s fits a terminal', (_, comparison) => {
    const table = modelComparisonText(comparison, 100).split('\n\n').slice(-2).join('\n');
    expect(Math.max(...table.split('\n').map(displayWidth))).toBeLessThanOrEqual(100);
  });

  it('has a title of one printable line', () => {
    const hostile = binaryRows(rowsOf(150, 0, 100, 50, 2));
    const title = modelComparisonTitle(judge(hostile, { ...given, minimumRows: 1, floor: [] }));

    expect(title).toMatch(
      /^the live model stays: segment: origin "E\\u\{202e\}WR" \(300 rows\): accuracy 0\.5000 \(live model /,
    );
    expect(title).toMatch(/^[\x20-\x7e]+$/);
  });
});
