const HALVINGS = 45;

/** Where a continuous function has a value between two ends, by bisection; null where both ends lie on one side of it. */
export function solve(f: (x: number) => number, value: number, low: number, high: number): number | null {
  const [atLow, atHigh] = [f(low), f(high)];
  if (atLow === value) return low;
  if (atHigh === value) return high;
  const rises = atLow < value;
  if (rises === atHigh < value) return null;
  let [from, to] = [low, high];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (from + to) / 2;
    if (f(middle) < value === rises) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
