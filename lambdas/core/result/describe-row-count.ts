import type { UsualRows } from '../quality/types.ts';
import { countOf, formatCount } from '../text/numbers.ts';

/** `61 rows are far fewer than the usual 1,310 to 2,990 on Tuesdays (by 28 windows)`, and what may be the cause. */
export function describeRowCount(rows: number, { lower, upper, when, windows, ofBaseline }: UsualRows): string {
  const isFewer = rows < lower;
  const how = `${countOf(rows, 'row is', 'rows are')} far ${isFewer ? 'fewer' : 'more'} than the usual`;
  const on = when === undefined ? '' : ` ${when}`;
  const also = ofBaseline === 0 ? '' : ` and ${formatCount(ofBaseline)} of the baseline`;
  const cause = isFewer ? 'callers, hours or files may be missing' : 'rows may come twice, or from new callers';
  return `${how} ${formatCount(lower)} to ${formatCount(upper)}${on} (by ${countOf(windows, 'window')}${also}); ${cause}`;
}
