import { formatValue } from '../text/numbers.ts';

/** Few rows, or a move from day to day, do not tell a power of 1,024 from one of 1,000: what each is called. */
const ABOUT: ReadonlyMap<number, number> = new Map([
  [1000, 1000],
  [1024, 1000],
  [1e6, 1e6],
  [1024 ** 2, 1e6],
]);

/** What multiplies the values when their unit changes: `multiplied by 1.6093`, `divided by about 1,000`. */
export function describeFactor(factor: number | null): string {
  if (factor === null || factor >= 1 || factor <= 0) return `multiplied by ${rounded(factor)}`;
  return `divided by ${rounded(1 / factor)}`;
}

function rounded(factor: number | null): string {
  const about = factor === null ? undefined : ABOUT.get(factor);
  return about === undefined ? formatValue(factor) : `about ${formatValue(about)}`;
}
