import { describe, expect, it } from 'vitest';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';

const monitor = (scores: string, baseline = '') =>
  parseMonitor(
    `model: m\nproblem: multiclass-classification\ncapture: { uri: x, prediction: { scores: ${scores} } }\n${baseline}`,
    'm.yaml',
  );

describe('scores by class', () => {
  it.each([
    ['{ "True": 1, "true": 2 }', /capture\.prediction\.scores.*true.* is the class "True" in another spelling/],
    ['{ True: 1, TRUE: 2 }', /true/i],
    ['{ 1: 0, "1.0": 1 }', /is the class "1" in another spelling/],
    ['{ a: 0, "False": 1, "FALSE": 2 }', /is the class "False" in another spelling/],
  ])('%s name a class twice', (scores, message) => {
    expect(() => monitor(scores)).toThrow(message);
  });

  it("are refused in the baseline's columns too", () => {
    const baseline = 'baseline: { uri: t.csv, scores: { "1": p, "1.0": q } }';
    expect(() => monitor('{ 1: 0, 2: 1 }', baseline)).toThrow(/baseline\.scores.*"1" in another spelling/);
  });

  it('are by class in captures and in the baseline, however each spells it', () => {
    const { capture, baseline } = monitor(
      '{ "True": 0, "2.0": 1, maybe: 2 }',
      'baseline: { uri: t.csv, scores: { true: p, 2: q, maybe: r } }',
    );
    expect({ ...capture.prediction.scores }).toEqual({ true: 0, '2': 1, maybe: 2 });
    expect({ ...baseline!.prediction.scores }).toEqual({ true: 'p', '2': 'q', maybe: 'r' });
  });
});
