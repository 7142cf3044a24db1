import type { AlignedCategories } from '../aligned.ts';
import type { Significance } from '../significance/significance-test.ts';
import { shapeShift } from './shape-shift.ts';
import { measureMissing, measureShare } from './share-shift.ts';
import type { Shift } from './shift.ts';

/**
 * How many categories, the baseline's most frequent ones, are followed by their share. Where there are more, the shape
 * covers all.
 */
const MAX_SHARES = 12;

/**
 * Measures how categories differ: by the shares of the most frequent ones, by the rows of categories that are not in
 * the baseline, by all shares together (shape), and by the missing rows.
 *
 * @param significance of the chi-square test on the same columns
 */
export function measureCategoryShifts(aligned: AlignedCategories, significance: Significance): Shift[] {
  const { baseline, window, categories, unnamed, baselineRows: n, windowRows: m } = aligned;
  const rows = { baselineRows: n, windowRows: m };
  const known = Array.from({ length: categories.length - unnamed }, (_, i) => i).filter((i) => baseline[i] > 0);
  const frequent = known
    .sort((a, b) => baseline[b] - baseline[a] || (categories[a] < categories[b] ? -1 : 1))
    .slice(0, MAX_SHARES);
  // The baseline alone decides: which shifts are followed must not depend on the window.
  const isMany = known.length > MAX_SHARES || unnamed > 0;
  const shares = frequent.map((i) =>
    measureShare(
      { baseline: baseline[i], window: window[i], ...rows },
      { kind: 'share', category: categories[i], part: (isMany ? 0.4 : 0.6) / frequent.length },
    ),
  );
  let unseen = 0;
  for (let i = 0; i < baseline.length; i++) if (baseline[i] === 0) unseen += window[i];
  return [
    ...shares,
    measureShare({ baseline: 0, window: unseen, ...rows }, { kind: 'unseen', part: 0.2 }),
    ...(isMany ? [measureShape(aligned, significance)] : []),
    measureMissing(aligned),
  ];
}

/** Pearson's chi-square beyond its degrees of freedom, per row: the square of a shift in standard deviations. */
function measureShape(aligned: AlignedCategories, significance: Significance): Shift {
  const { baselineRows: n, windowRows: m } = aligned;
  const perRow = (n + m) / (n * m);
  const degrees = Math.max(1, significance.degrees ?? 1);
  return shapeShift({
    excess: Math.sqrt(Math.max(0, significance.statistic - degrees) * perRow),
    error: Math.sqrt(Math.sqrt(2 * degrees) * perRow),
    pValue: significance.smallSamplePValue,
    part: 0.2,
  });
}
