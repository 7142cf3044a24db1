/**
 * The slope of the logarithm of what each size costs beyond the first one, by least squares over the others. A dash if
 * that is too little to be measured.
 */
export function exponentOf(sizes: readonly number[], seconds: readonly number[]): string {
  const points = sizes.slice(1).map((size, i) => ({ x: Math.log(size), beyond: seconds[i + 1] - seconds[0] }));
  const measurable = points.filter(({ beyond }) => beyond >= 0.1 * seconds[0]);
  if (measurable.length < 2) return '– (no size costs a tenth more than the first)';
  const mean = (of: (point: (typeof points)[number]) => number) =>
    measurable.reduce((sum, point) => sum + of(point), 0) / measurable.length;
  const x = mean(({ x }) => x);
  const y = mean(({ beyond }) => Math.log(beyond));
  const covariance = mean((point) => (point.x - x) * (Math.log(point.beyond) - y));
  return (covariance / mean((point) => (point.x - x) ** 2)).toFixed(2);
}
