import type { LimitStanding } from '../../../lambdas/core/decision/limits.ts';
import type { PerformanceFacts } from '../../../lambdas/core/decision/performance-facts.ts';

type Labels = PerformanceFacts['labels'];
type Measured = NonNullable<PerformanceFacts['performance']>;
type LeftOut = NonNullable<Measured['leftOut']>;

export const NONE_REJECTED = { records: 0, share: 0, byReason: [], samples: [], places: [], elsewhere: 0 };

/** 300 predictions, all with labels, and nothing wrong with them. */
export function labelsOf(changes: Partial<Labels> = {}): Labels {
  return {
    predictions: 300,
    labelled: 300,
    coverage: 1,
    duplicates: 0,
    conflicts: 0,
    late: 0,
    unmatched: 0,
    others: 0,
    mismatched: 0,
    rejected: 0,
    empty: 0,
    unreadable: false,
    ambiguous: 0,
    ambiguousLabels: 0,
    withoutId: 0,
    examples: null,
    reading: { objects: 1, bytes: 1000, records: 300, used: 300, others: 0, rejected: NONE_REJECTED },
    settled: true,
    ...changes,
  };
}

/** Labels of which so many cannot be read that they say nothing: 40 of 100 records. */
export function unreadableLabels(changes: Partial<Labels> = {}): Labels {
  const samples = [{ uri: 'l.jsonl', line: 1, reason: 'invalid-json', detail: 'not JSON', excerpt: '{' }];
  const rejected = { ...NONE_REJECTED, records: 40, share: 0.4, samples };
  const reading = { objects: 1, bytes: 1000, records: 100, used: 60, others: 0, rejected };
  return labelsOf({ labelled: 60, coverage: 0.2, rejected: 40, unreadable: true, reading, ...changes });
}

/** Accuracy 0.83 on so many rows. */
export function measuredOf(rows: number, leftOut?: LeftOut): Measured {
  return {
    problem: 'binary-classification',
    rows,
    metrics: { accuracy: { value: 0.83, lower: 0.79, upper: 0.87, rows } },
    confusionMatrix: null,
    classes: null,
    ...(leftOut && { leftOut }),
  };
}

/** So many rows of 300 left out for one reason. */
export function leftOutOf(
  rows: number,
  part: 'label' | 'answer',
  kind: LeftOut['reasons'][number]['kind'] = 'missing',
): LeftOut {
  return { rows, labelled: 300, reasons: [{ part, kind, rows, examples: [] }] };
}

/** A window of 300 labelled rows, all measured, that is not compared with a baseline. */
export function factsOf(changes: Partial<PerformanceFacts> = {}): PerformanceFacts {
  return {
    metric: 'accuracy',
    performance: measuredOf(300),
    unmeasurable: null,
    unread: null,
    broken: null,
    misplaced: '',
    labels: labelsOf(),
    minimumRows: 200,
    maxLeftOutShare: 0.01,
    comparison: null,
    baseline: null,
    expectData: true,
    byHand: false,
    absence: null,
    ...changes,
  };
}

/** `accuracy < 0.85`, compared as it is, and reached. */
export function reachedLimit(changes: Partial<LimitStanding> = {}): LimitStanding {
  return {
    text: 'accuracy < 0.85',
    purpose: 'alert',
    windows: 1,
    met: true,
    streak: 1,
    reached: true,
    heldBack: false,
    window: '2001-02-04',
    firstWindow: '2001-02-04',
    standing: null,
    ...changes,
  };
}
