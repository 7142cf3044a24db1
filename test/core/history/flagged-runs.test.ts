import { describe, expect, it } from 'vitest';
import { flaggedRuns } from '../../../lambdas/core/history/flagged-runs.ts';
import type { HistoryRow } from '../../../lambdas/core/history/row.ts';
import { historyRow } from '../report/results.ts';

const never = () => false;

/** A day on which these columns are flagged and the others of `all` are not. */
function day(index: number, flagged: string[], changes: Partial<HistoryRow> = {}, all = ['a', 'b', 'c']): HistoryRow {
  return historyRow(`2026-03-0${index}`, {
    kind: 'drift',
    features: all.map((name) => ({
      ...{ name, method: 'wasserstein', distance: 0.5, drifted: flagged.includes(name) },
      shifts: [['location', 0.5, 0.01]],
    })),
    ...changes,
  });
}

const windowsOf = (rows: HistoryRow[], isOver: Parameters<typeof flaggedRuns>[1] = never) =>
  flaggedRuns(rows, isOver).map(({ name, windows }) => [name, windows.map(({ window }) => window.slice(-1)).join('')]);

describe('the columns that the last window flags', () => {
  it('have each its own first window', () => {
    expect(windowsOf([day(1, []), day(2, ['a']), day(3, ['a', 'b']), day(4, ['a', 'b'])])).toEqual([
      ['a', '234'],
      ['b', '34'],
    ]);
  });

  it('begin anew after a window that does not flag them, and end with it', () => {
    expect(windowsOf([day(1, ['a', 'b']), day(2, ['b']), day(3, ['a', 'b']), day(4, ['a'])])).toEqual([['a', '34']]);
  });

  it('are not touched by broken data or by a window with too few rows', () => {
    const broken = day(2, [], { next_step: 'fix-data' });
    const few = day(3, [], { features: [] });
    expect(windowsOf([day(1, ['a']), broken, few, day(4, ['a'])])).toEqual([['a', '14']]);
  });

  it('are only columns that still exist', () => {
    expect(windowsOf([day(1, ['a', 'b']), day(2, ['a', 'b'], {}, ['a'])])).toEqual([['a', '12']]);
  });

  it("leave out windows in which the column's drift was declared over", () => {
    const until = Date.parse('2026-03-02T00:00:00Z');
    expect(windowsOf([day(1, ['a']), day(2, ['a']), day(3, ['a'])], (_, __, start) => start <= until)).toEqual([
      ['a', '3'],
    ]);
  });

  it('are none without a row', () => {
    expect(flaggedRuns([], never)).toEqual([]);
  });
});
