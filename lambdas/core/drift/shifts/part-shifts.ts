import type { Aligned } from '../aligned.ts';
import { resolveSettings, type WantedSettings } from '../settings.ts';
import { significanceTest } from '../significance/registry.ts';
import { measureShifts } from './measure-shifts.ts';
import type { Shift } from './shift.ts';

/**
 * Measures the shifts of a part of the baseline from the whole. The part's rows are among those it is compared with, so
 * it is measured against the rest, from which it is independent: for m of n rows the effect against the whole is 1 −
 * m/n times that, and without any movement its variance is error² · (1/m − 1/n) / (1/m), not that of two samples.
 * `error` is that of the part by itself, as for any window. The distance of the shapes is left out: it is never
 * negative, so the smaller the part, the less it says about movement.
 *
 * @param aligned the whole as the baseline, the part as the window
 * @returns none where the part or the rest has no value
 */
export function measurePartShifts(aligned: Aligned, wanted?: WantedSettings): Shift[] {
  const rest = withoutPart(aligned);
  if (rest.baselineRows === 0 || rest.windowRows === 0) return [];
  const settings = resolveSettings(aligned.type, wanted);
  const test = significanceTest(settings.test);
  const significance = rest.type === 'number' ? test.testNumbers!(rest) : test.testCategories!(rest);
  const scale = rest.baselineRows / aligned.baselineRows;
  const shifts = measureShifts(rest, settings.test, significance).filter(({ kind }) => kind !== 'shape');
  return shifts.map((shift) => ({ ...shift, effect: shift.effect * scale }));
}

function withoutPart(aligned: Aligned): Aligned {
  const { baseline, window } = aligned;
  // Where rows are counted by hash, a cell can be off by a few.
  const counts = baseline.map((rows, i) => Math.max(0, rows - window[i]));
  return {
    ...aligned,
    baseline: counts,
    baselineRows: counts.reduce((sum, rows) => sum + rows, 0),
    baselineMissing: Math.max(0, aligned.baselineMissing - aligned.windowMissing),
  };
}
