/** The nine inner deciles of sorted numbers, each once: the edges of the usual ten bins. */
export function decileEdges(sorted: Float64Array): Float64Array {
  const edges = Array.from({ length: 9 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / 10)]);
  return Float64Array.from(new Set(edges));
}

/** Edges of equal bins by Doane's rule (numpy.histogram_bin_edges with bins='doane'), the ends included. */
export function doaneEdges(sorted: Float64Array): Float64Array {
  const n = sorted.length;
  const [low, high] = [sorted[0], sorted[n - 1]];
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  let bins = 1;
  if (n > 2 && deviation > 0) {
    const skewness = sorted.reduce((sum, value) => sum + ((value - mean) / deviation) ** 3, 0) / n;
    const spread = Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)));
    bins = Math.ceil(1 + Math.log2(n) + Math.log2(1 + Math.abs(skewness) / spread));
  }
  return Float64Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
}
