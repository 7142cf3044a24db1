import { describe, expect, it } from 'vitest';
import { StoredKeys } from '../../../../lambdas/core/check/measuring/stored-keys.ts';
import type { NewNormal } from '../../../../lambdas/core/drift/new-normal.ts';
import { keyOf } from '../../../../lambdas/core/drift/shifts/shift.ts';
import type { HistoryRow } from '../../../../lambdas/core/history/row.ts';
import type { ColumnProfile, Profile } from '../../../../lambdas/core/profile/types.ts';
import { shownKey } from '../../../../lambdas/core/result/redact-drift.ts';
import { Redactor } from '../../../../lambdas/core/text/redactor.ts';

const redactor = new Redactor('hash', 'c0'.repeat(32));
const LONG = 'x'.repeat(80);
/** A category that looks like a hash. */
const LOOKALIKE = '#0123456789ab';

function profileOf(name: string, categories: readonly string[]): Profile {
  const column = {
    name,
    type: 'category',
    categories: { counts: categories.map((text) => [text, 1] as const), other: 0, capped: false },
  };
  return { version: 1, rows: 1, columns: [column as unknown as ColumnProfile] };
}

const baseline = { profile: profileOf('city', ['blue', LONG, LOOKALIKE]), predictions: profileOf('label', ['late']) };

function row(keys: readonly string[], flaggedBy?: string, family: 'features' | 'answers' = 'features'): HistoryRow {
  const name = family === 'features' ? 'city' : 'label';
  const column = {
    name,
    method: 'psi',
    distance: 1,
    drifted: flaggedBy !== undefined,
    shifts: keys.map((key, i): [string, number, number] => [key, i, 1]),
    ...(flaggedBy !== undefined && { flagged_by: flaggedBy, flagged_since: '2026-03-01' }),
  };
  return { features: [], answers: [], [family]: [column] } as unknown as HistoryRow;
}

const stored = (key: string) => shownKey(key, redactor);

describe('keys of shifts in the history', () => {
  const keys = new StoredKeys(redactor, baseline);

  it.each([
    ['location'],
    ['unseen'],
    ['share:blue'],
    [`share:${LOOKALIKE}`],
    [keyOf({ kind: 'share', category: LONG })],
  ])('%s is read as it was measured, whether it is stored with a stand-in or not', (key) => {
    for (const each of [key, stored(key)]) {
      const [{ shifts, flagged_by }] = keys.readRow(row([each], each)).features;
      expect([shifts, flagged_by]).toEqual([[[key, 0, 1]], key]);
    }
  });

  it('are those of the column and family', () => {
    const late = stored('share:late');
    expect(keys.readRow(row([late], late, 'answers')).answers[0].flagged_by).toBe('share:late');
    expect(keys.readRow(row([late])).features[0].shifts).toEqual([]);
  });

  it('under another key say nothing any more, and flag nothing', () => {
    const other = shownKey('share:blue', new Redactor('hash', 'd1'.repeat(32)));
    const [{ shifts, flagged_by, drifted }] = keys.readRow(row(['location', other], other)).features;
    expect([shifts, flagged_by, drifted]).toEqual([[['location', 0, 1]], undefined, true]);
  });

  it('of a new normal are read alike', () => {
    const normal = { levels: new Map([[stored('share:blue'), { mean: 1, error: 2 }]]) } as unknown as NewNormal;
    const read = keys.readNormals('features', new Map([['city', normal]])).get('city')!;
    expect([...read.levels]).toEqual([['share:blue', { mean: 1, error: 2 }]]);
  });
});
