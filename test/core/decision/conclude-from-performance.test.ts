import { describe, expect, it } from 'vitest';
import { concludeFromPerformance } from '../../../lambdas/core/decision/conclude-from-performance.ts';
import type { LimitStanding } from '../../../lambdas/core/decision/limits.ts';
import type { PerformanceFacts } from '../../../lambdas/core/decision/performance-facts.ts';
import { factsOf, labelsOf, leftOutOf, measuredOf, reachedLimit, unreadableLabels } from './measured-windows.ts';

const LINE = 'accuracy 0.8300 (0.7900 to 0.8700), limit: < 0.85';
const UNREADABLE = '40 of 100 label records (40 %) cannot be read: invalid-json, l.jsonl:1';
const BLOCK = 'the data is broken';

const conclude = (
  facts: Partial<PerformanceFacts>,
  standings: readonly LimitStanding[] = [],
  block: string | null = null,
) => concludeFromPerformance(factsOf(facts), standings, block);

/** A window of which only some rows have labels, all of them measured. */
const few = (rows: number, labels: Partial<PerformanceFacts['labels']> = {}): Partial<PerformanceFacts> => ({
  performance: measuredOf(rows),
  labels: labelsOf({ labelled: rows, coverage: rows / 300, ...labels }),
});

describe('a window that is measured', () => {
  it('within its limits needs nothing', () => {
    expect(conclude({})).toEqual({ nextStep: 'continue', reasons: [] });
  });

  it.each([
    ['an alert', [reachedLimit()], 'alert'],
    ['a retraining', [reachedLimit({ purpose: 'retrain' })], 'retrain'],
    ['a retraining before an alert', [reachedLimit(), reachedLimit({ purpose: 'retrain' })], 'retrain'],
  ] as const)('asks for %s where such a limit is reached, and says a limit once', (_name, limits, nextStep) => {
    expect(conclude({}, limits)).toEqual({ nextStep, reasons: [LINE] });
  });

  it('says how far a limit is that takes several windows', () => {
    const limit = reachedLimit({ windows: 3, streak: 2, reached: false });
    expect(conclude({}, [limit])).toEqual({ nextStep: 'continue', reasons: [`${LINE} for 3 windows: 2 of 3`] });
    expect(conclude({}, [{ ...limit, met: false, streak: 0 }]).reasons).toEqual([]);
  });

  it('says how far such a limit is, too, where this window does not know', () => {
    const limit = reachedLimit({ windows: 3, streak: 2, reached: false, met: null });
    expect(conclude({}, [limit]).reasons).toEqual([`${LINE} for 3 windows: 2 of 3`]);
  });

  it('does not start a retraining on broken data, reached or only held back', () => {
    const held = { reached: false, heldBack: true };
    for (const changes of [{}, held]) {
      const limit = reachedLimit({ purpose: 'retrain', ...changes });
      expect(conclude({}, [limit], BLOCK).nextStep).toBe('fix-data');
      expect(conclude({}, [limit], BLOCK).reasons[0]).toBe(`no retraining: ${BLOCK}`);
      expect(conclude({}, [limit], BLOCK).reasons[1]).toContain(LINE);
    }
    expect(conclude({}, [reachedLimit({ purpose: 'retrain', ...held, streak: 0 })], BLOCK).reasons).toHaveLength(2);
  });

  it('is a reason beside broken data where it only alerts, or requests no retraining', () => {
    expect(conclude({}, [reachedLimit()], BLOCK)).toEqual({ nextStep: 'alert', reasons: [LINE] });
    const within = reachedLimit({ purpose: 'retrain', reached: false, met: false, streak: 0 });
    expect(conclude({}, [within], BLOCK)).toEqual({ nextStep: 'continue', reasons: [] });
  });
});

describe('a window whose label records cannot be read', () => {
  const labels = unreadableLabels({ labelled: 300 });

  it('is an alert, whatever the labels say that can be read', () => {
    expect(conclude({ labels })).toEqual({ nextStep: 'alert', reasons: [UNREADABLE] });
    const begun = reachedLimit({ windows: 2, reached: false });
    expect(conclude({ labels }, [begun]).reasons).toEqual([UNREADABLE, `${LINE} for 2 windows: 1 of 2`]);
  });

  it('says so after the limits that are reached', () => {
    expect(conclude({ labels }, [reachedLimit()])).toEqual({ nextStep: 'alert', reasons: [LINE, UNREADABLE] });
    const retrain = reachedLimit({ purpose: 'retrain' });
    expect(conclude({ labels }, [retrain], BLOCK).reasons).toEqual([`no retraining: ${BLOCK}`, LINE, UNREADABLE]);
  });

  it('says so before what cannot be measured', () => {
    expect(conclude({ labels, performance: null, unmeasurable: 'all labels are texts' })).toEqual({
      nextStep: 'alert',
      reasons: [UNREADABLE, 'performance is not known: all labels are texts'],
    });
  });
});

describe('a window with too few rows', () => {
  it('waits for labels', () => {
    expect(conclude(few(90, { settled: false }))).toEqual({
      nextStep: 'wait-for-labels',
      reasons: ['not enough data yet: 90 labelled rows (30 % of the predictions), 200 are needed'],
    });
  });

  it('stays without a verdict when no more labels are expected', () => {
    expect(conclude(few(1))).toEqual({
      nextStep: 'continue',
      reasons: [
        'not enough data: 1 labelled row (0.33 % of the predictions), 200 are needed, and no more labels are expected',
      ],
    });
    expect(conclude(few(90, { late: 40 })).reasons).toEqual([
      'not enough data: 90 labelled rows (30 % of the predictions), 200 are needed, and no more labels are expected',
      '40 labels arrived after labels.maxAge',
    ]);
  });

  it('says why some of its labelled rows are not measured', () => {
    const facts = { ...few(92), performance: measuredOf(90, { ...leftOutOf(2, 'answer'), labelled: 300 }) };
    expect(conclude(facts).reasons).toEqual([
      'not enough data: 90 labelled rows that can be measured, 200 are needed; 2 of 300 answers are missing, and no more labels are expected',
    ]);
  });

  it('has none at all before the first label', () => {
    expect(conclude({ performance: null, labels: labelsOf({ labelled: 0, coverage: 0, settled: false }) })).toEqual({
      nextStep: 'wait-for-labels',
      reasons: ['not enough data yet: 0 labelled rows (0 % of the predictions), 200 are needed'],
    });
  });

  it('is an alert where no labels came, and says how many came too late', () => {
    const labels = labelsOf({ labelled: 0, coverage: 0, late: 1 });
    expect(conclude({ performance: null, labels })).toEqual({
      nextStep: 'alert',
      reasons: ['300 predictions have no label: no labels were found', '1 label arrived after labels.maxAge'],
    });
  });

  it('without predictions is one without data', () => {
    const labels = labelsOf({ predictions: 0, labelled: 0, coverage: 0 });
    expect(conclude({ performance: null, labels })).toEqual({
      nextStep: 'alert',
      reasons: [
        'no data was captured in the window',
        'data capture may have stopped although the endpoint still gets traffic',
      ],
    });
  });

  it('proves a limit together with earlier windows only where it is beyond the limit itself', () => {
    expect(conclude(few(90), [reachedLimit()])).toEqual({ nextStep: 'alert', reasons: [LINE] });
    expect(conclude(few(90), [reachedLimit({ met: null })]).nextStep).toBe('continue');
    expect(conclude(few(199), [reachedLimit({ met: false })]).nextStep).toBe('continue');
    expect(conclude(few(200), [reachedLimit({ met: false })]).nextStep).toBe('alert');
  });
});

describe('a window whose measured rows do not represent all', () => {
  const leftOut = (
    rows: number,
    ...[part, kind]: [part: 'label' | 'answer', kind?: Parameters<typeof leftOutOf>[2]]
  ): Partial<PerformanceFacts> => ({ performance: measuredOf(300 - rows, leftOutOf(rows, part, kind)) });

  it('is judged as usual up to the share that may be left out', () => {
    expect(conclude(leftOut(3, 'answer'))).toEqual({ nextStep: 'continue', reasons: [] });
  });

  it('has broken answers where the model gave none; an alert about the rest is among the reasons', () => {
    const reasons = [
      '40 of 300 answers are missing; performance is that of the other 260 rows, and not compared',
      LINE,
    ];
    expect(conclude(leftOut(40, 'answer'), [reachedLimit()])).toEqual({ nextStep: 'fix-data', reasons });
    const others = [reachedLimit({ reached: false }), reachedLimit({ purpose: 'retrain' })];
    expect(conclude(leftOut(40, 'answer'), others).reasons).toEqual([reasons[0]]);
  });

  it('says nothing about performance where the other rows may differ', () => {
    expect(conclude(leftOut(40, 'answer', 'text'), [reachedLimit()])).toEqual({
      nextStep: 'fix-data',
      reasons: [
        '40 of 300 answers are texts; performance is not known, because the other 260 rows may differ from them',
      ],
    });
    expect(conclude(leftOut(299, 'answer', 'text')).reasons[0]).toContain('because the other row may differ');
  });

  it('is an alert where labels cannot be used, unless answers are broken too', () => {
    const reason =
      '40 of 300 labels are texts; performance is not known, because the other 260 rows may differ from them';
    expect(conclude(leftOut(40, 'label', 'text'))).toEqual({ nextStep: 'alert', reasons: [reason] });
    expect(conclude({ ...leftOut(40, 'label', 'text'), broken: 'scores are in percent' })).toEqual({
      nextStep: 'fix-data',
      reasons: ['scores are in percent', reason],
    });
  });

  it('blames the answers where only few labels cannot be used', () => {
    const both = leftOutOf(43, 'answer', 'text');
    const reasons = [
      { ...both.reasons[0], rows: 40 },
      { ...both.reasons[0], part: 'label' as const, rows: 3 },
    ];
    expect(conclude({ performance: measuredOf(257, { ...both, reasons }) }).nextStep).toBe('fix-data');
  });

  it('measures nothing where every row is left out', () => {
    expect(conclude(leftOut(300, 'answer', 'nan'))).toEqual({
      nextStep: 'fix-data',
      reasons: ['no row can be measured: all 300 answers are not a number'],
    });
  });

  it('measures nothing where the answers stand elsewhere, or cannot be read', () => {
    const reasons = ['no row can be measured: 90 % of the records cannot be read; the answers seem to be in x'];
    const facts = { unread: '90 % of the records cannot be read', misplaced: 'the answers seem to be in x' };
    expect(conclude({ performance: null, ...facts })).toEqual({ nextStep: 'fix-data', reasons });
  });

  it('is not compared where answers are broken and can be measured', () => {
    expect(conclude({ broken: 'scores are in percent' }, [reachedLimit()])).toEqual({
      nextStep: 'fix-data',
      reasons: ['scores are in percent', 'performance is measured on broken answers, and not compared', LINE],
    });
  });

  it('is not compared where captured records cannot be read', () => {
    expect(conclude({ unread: '9 % of the records cannot be read' }).reasons).toEqual([
      '9 % of the records cannot be read; performance is that of the other 300 rows, and not compared',
    ]);
  });

  it('cannot be measured by broken data, or else by its labels', () => {
    const facts = { performance: null, unmeasurable: 'all labels are texts' };
    const reason = 'performance is not known: all labels are texts';
    expect(conclude(facts)).toEqual({ nextStep: 'alert', reasons: [reason] });
    expect(conclude({ ...facts, broken: 'scores are in percent' })).toEqual({
      nextStep: 'fix-data',
      reasons: ['scores are in percent', reason],
    });
  });

  it('is not judged by that while few labels have come and more are expected', () => {
    const early = (labelled: number, settled: boolean) => {
      const labels = labelsOf({ labelled, coverage: labelled / 300, settled });
      return conclude({ ...leftOut(40, 'answer'), labels }).nextStep;
    };
    expect([early(199, false), early(200, false), early(199, true)]).toEqual(['continue', 'fix-data', 'fix-data']);
  });

  it('is not judged by that where no prediction has a label', () => {
    const labels = labelsOf({ labelled: 0, coverage: 0 });
    expect(conclude({ performance: null, broken: 'scores are in percent', labels }).nextStep).toBe('alert');
  });
});
