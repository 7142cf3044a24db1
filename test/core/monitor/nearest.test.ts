import { describe, expect, it } from 'vitest';
import { nearestName } from '../../../lambdas/core/monitor/nearest.ts';

describe('nearestName', () => {
  it.each([
    ['acuracy', ['accuracy', 'precision'], 'accuracy'],
    ['falsealarms', ['falseAlarms', 'features'], 'falseAlarms'],
    ['minimum_rows', ['minimumRows', 'minimumWindows'], 'minimumRows'],
    ['auc', ['mae', 'roc_auc'], 'roc_auc'],
    ['sagemaker', ['csv', 'sagemaker-data-capture'], 'sagemaker-data-capture'],
    ['maximum', ['model', 'problem'], null],
    ['x', ['f1', 'f2'], null],
    ['f3', ['f1', 'f2'], 'f1'],
    ['', ['a', 'b'], null],
    ['x', ['a', 'b'], null],
    ['lga', ['maxAge', 'lag'], 'lag'],
    ['scroe', ['scores', 'score'], 'score'],
    ['__proto__', ['model'], null],
    ['a'.repeat(10_000), ['a'], null],
    ['a', [], null],
  ])('of %s among %j is %s', (given, names, nearest) => {
    expect(nearestName(given, names)).toBe(nearest);
  });
});
