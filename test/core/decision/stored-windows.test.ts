import { describe, expect, it } from 'vitest';
import {
  type CheckedWindow,
  checkedWindowSchema,
  type LimitOutcome,
} from '../../../lambdas/core/decision/checked-window.ts';
import { checkedWindowOf, signalOf } from './checked-windows.ts';

type Evidence = NonNullable<LimitOutcome['claim']>['evidence'];

const COUNTS = { test: 'counts', bad: 40, rows: 300, allowed: 0.15 } as const;
const LABELS = { coverage: 0.5, predictions: 300, settled: false, seen: 'digest', unreadable: true } as const;

function limitOf(evidence: Evidence, changes: Partial<LimitOutcome> = {}): LimitOutcome {
  const claim = { evidence, rows: 300, minimumRows: 200, threshold: 3652.5, awaitsWeek: true as const };
  return { text: 'accuracy < 0.85', purpose: 'alert', windows: 1, met: true, claim, ...changes };
}

const stored = (changes: object) =>
  checkedWindowSchema.safeParse(JSON.parse(JSON.stringify({ ...checkedWindowOf(0, {}), ...changes })));

describe('what the state keeps of a window', () => {
  it.each<[name: string, changes: Partial<CheckedWindow>]>([
    ['nothing but its name and time', {}],
    ['its baseline', { baseline: 'b1' }],
    [
      'signals of every kind and status',
      {
        signals: [
          signalOf('data-quality', 'breach'),
          signalOf('drift', 'clear'),
          signalOf('performance', 'unknown'),
          signalOf('no-data', 'clear'),
          { ...signalOf('no-labels', 'unknown'), details: ['a line'] },
          { ...signalOf('data-quality', 'unknown'), notBack: true },
        ],
      },
    ],
    [
      'limits with evidence of every kind, or none',
      {
        limits: [
          limitOf(COUNTS),
          limitOf({ test: 'losses', sum: -3.5, squares: 12 }, { purpose: 'retrain', windows: 3 }),
          limitOf({ test: 'score', sum: 0.25, rows: 300 }, { met: false }),
          limitOf(null, { met: null }),
          { text: 'f1 < 0.8', purpose: 'retrain', windows: 2, met: true },
        ],
      },
    ],
    ['its labels', { labels: LABELS }],
    ['labels of which an earlier release recorded less', { labels: { coverage: 1, settled: true } }],
  ])('is read as it was written: %s', (_name, changes) => {
    expect(stored(changes).data).toEqual({ ...checkedWindowOf(0, {}), ...changes });
  });

  it.each<[name: string, changes: object]>([
    ['a signal of another kind', { signals: [{ ...signalOf('drift', 'clear'), kind: 'weather' }] }],
    ['a signal of another status', { signals: [{ ...signalOf('drift', 'clear'), status: 'fine' }] }],
    ['a signal without a headline', { signals: [{ ...signalOf('drift', 'clear'), headline: undefined }] }],
    ['a signal that says it is back', { signals: [{ ...signalOf('drift', 'clear'), notBack: false }] }],
    ['a limit of another purpose', { limits: [{ ...limitOf(COUNTS), purpose: 'page' }] }],
    ['a limit of no window', { limits: [limitOf(COUNTS, { windows: 0 })] }],
    ['a limit without its text', { limits: [{ ...limitOf(COUNTS), text: undefined }] }],
    ['a claim without its rule', { limits: [{ ...limitOf(COUNTS), claim: { evidence: null } }] }],
    [
      'a claim that awaits no week',
      { limits: [{ ...limitOf(COUNTS), claim: { ...limitOf(COUNTS).claim, awaitsWeek: false } }] },
    ],
    ['evidence of another kind', { limits: [limitOf({ ...COUNTS, test: 'votes' } as unknown as Evidence)] }],
    ['evidence without its numbers', { limits: [limitOf({ test: 'losses' } as unknown as Evidence)] }],
    ['labels that are not counted', { labels: { settled: true } }],
    ['labels that say they can be read', { labels: { ...LABELS, unreadable: false } }],
  ])('is refused with %s', (_name, changes) => {
    expect(stored(changes).success).toBe(false);
  });
});
