import { describe, expect, it } from 'vitest';
import { Column } from '../../../lambdas/core/columns/column.ts';
import { parseLimit } from '../../../lambdas/core/monitor/limit.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { LiteralLimit } from '../../../simulate/rules/literal-limit.ts';
import { LITERAL, PerformanceRules, referenceValues } from '../../../simulate/rules/performance-rules.ts';

describe('a literal limit', () => {
  const limit = parseLimit('accuracy < 0.85');
  /** Days with values, a look each; whether an incident opens, and is open. */
  const play = (looks: readonly (readonly [day: number, value: number, rows?: number])[], windows = 1) => {
    const rule = new LiteralLimit({ ...limit, windows }, 200);
    return looks.map(([day, value, rows = 1000]) => [rule.look({ day, value, rows }), rule.isOpen]);
  };
  const [opens, stays, none] = [
    [true, true],
    [false, true],
    [false, false],
  ];

  it('opens an incident with the latest window that meets it, and ends it with the next that does not', () => {
    expect(
      play(
        [
          [0, 0.95],
          [1, 0.84],
          [2, 0.8],
          [3, 0.85],
          [4, 0.1],
        ].map(([day, value]) => [day, value]),
      ),
    ).toEqual([none, opens, stays, none, opens]);
  });

  it('changes its verdict when a window is checked again, and keeps those of earlier windows', () => {
    expect(
      play(
        [
          [1, 0.84],
          [1, 0.86],
          [1, 0.84],
          [0, 0.99],
          [0, 0.2],
        ].map(([day, value]) => [day, value]),
      ),
    ).toEqual([opens, none, opens, stays, stays]);
  });

  it('does not judge too few rows', () => {
    expect(play([[0, 0.1, 199]])).toEqual([none]);
    expect(play([[0, 0.1, 200]])).toEqual([opens]);
  });

  it('may require several windows, and stays open until none meets it', () => {
    const looks = [
      [0, 0.8],
      [1, 0.9],
      [2, 0.8],
      [3, 0.8],
      [4, 0.9],
      [5, 0.8],
    ].map(([day, value]) => [day, value] as const);
    expect(play(looks, 2)).toEqual([none, none, none, opens, none, none]);
  });
});

describe('rules for performance', () => {
  const limit = parseLimit('accuracy < 0.78');
  // Mean 0.85, numpy.std 0.05: from 0.7 to 1.
  const open = () => new PerformanceRules(limit, [0.8, 0.9], 200);
  let days = 0;
  /** A look at windows of other days than before. */
  const look = (rules: PerformanceRules, windows: readonly (readonly [value: number, isComplete?: boolean])[]) => {
    const found = rules.look(
      windows.map(([value, isComplete = true]) => ({ day: days++, value, rows: 1000, isComplete })),
    );
    return Object.fromEntries(found.map(({ rule, flagged, alert }) => [rule, alert ? 'alert' : flagged ? 'flag' : '']));
  };
  const [COMPLETE, NANNYML, EVERY] = [
    'limit read literally, complete windows',
    'NannyML, mean ± 3 sd of the reference, complete windows',
    'NannyML, mean ± 3 sd of the reference, every look',
  ];

  it('raise an alert when a run of flagged windows begins', () => {
    const rules = open();
    expect(look(rules, [[0.77]])).toEqual({ [LITERAL]: 'alert', [COMPLETE]: 'alert', [NANNYML]: '', [EVERY]: '' });
    expect(look(rules, [[0.69]])).toEqual({
      [LITERAL]: 'flag',
      [COMPLETE]: 'flag',
      [NANNYML]: 'alert',
      [EVERY]: 'alert',
    });
    expect(look(rules, [[0.701]])).toEqual({ [LITERAL]: 'flag', [COMPLETE]: 'flag', [NANNYML]: '', [EVERY]: '' });
  });

  it('wait for complete windows where they should', () => {
    const rules = open();
    expect(look(rules, [[0.6, false]])).toMatchObject({ [COMPLETE]: '', [NANNYML]: '', [EVERY]: 'alert' });
    // Several windows of one morning are judged one after the other.
    expect(look(rules, [[0.6], [0.9], [0.6]])).toMatchObject({
      [COMPLETE]: 'alert',
      [NANNYML]: 'alert',
      [EVERY]: 'flag',
    });
    expect(look(rules, [])).toMatchObject({ [COMPLETE]: '', [EVERY]: '' });
    expect(look(rules, [[0.6]])).toMatchObject({ [COMPLETE]: 'flag', [NANNYML]: 'flag' });
  });

  it('do not judge a window again of which no label has come since', () => {
    const rules = open();
    const seen = { day: 0, value: 0.6, rows: 500, isComplete: false };
    const flagged = (rows: number) => rules.look([{ ...seen, rows }]).find(({ rule }) => rule === EVERY)!.flagged;
    expect([flagged(500), flagged(500), flagged(501)]).toEqual([true, false, true]);
  });

  it('flag values that are unusually good as well', () => {
    const rules = new PerformanceRules(limit, [0.8, 0.82], 200);
    expect(look(rules, [[0.85]])).toMatchObject({ [COMPLETE]: '', [NANNYML]: 'alert' });
  });

  it('compute the metric of each chunk of the baseline', () => {
    const monitor = parseMonitor(
      JSON.stringify({
        model: 'm',
        problem: 'binary-classification',
        capture: { uri: 'c', format: 'csv', time: 't', prediction: { score: 's', threshold: 0.5 } },
      }),
      'm.yaml',
    );
    const column = (values: number[]) => new Column(values.length, Float64Array.from(values), null);
    const day = (scores: number[], labels: number[]) => ({
      chunk: { rows: scores.length, columns: new Map([['s', column(scores)]]) },
      actual: column(labels),
    });
    // Twelve rows in chunks of two, over the ends of days: right and right, wrong and right, and so on.
    const days = [
      day([0.9, 0.1, 0.9, 0.2, 0.4], [1, 0, 0, 0, 1]),
      day([0.6, 0.7, 0.1, 0.1, 0.9, 0.9, 0.9], [0, 1, 1, 0, 1, 0, 0]),
    ];
    expect(referenceValues(monitor, 'accuracy', days, 2)).toEqual([1, 0.5, 0, 0.5, 1, 0]);
  });
});
