/** Numbers as people read them in texts. Machine-readable output never goes through here. */

/** Rows, files, windows: `16,512`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** Metrics and distances: `0.8123`, `12.3`, `1,234`; `-` when there is none. */
export function formatValue(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '-';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.0001 || size >= 1e9)) return value.toExponential(2);
  return value.toLocaleString('en-US', { maximumFractionDigits: size < 10 ? 4 : size < 1000 ? 1 : 0 });
}

/** `0.812 (0.798 to 0.826)`. */
export function formatInterval(value: number | null, lower: number | null, upper: number | null): string {
  if (value === null) return '-';
  return lower === null || upper === null
    ? formatValue(value)
    : `${formatValue(value)} (${formatValue(lower)} to ${formatValue(upper)})`;
}

/** p-values: `0.031`, `4e-12`, `< 1e-300`. */
export function formatProbability(p: number | null): string {
  if (p === null) return '-';
  if (p < 1e-300) return '< 1e-300';
  return p < 0.001 ? p.toExponential(0) : p.toFixed(3);
}

/** Shares: `12.3 %`. */
export function formatShare(share: number | null): string {
  if (share === null) return '-';
  const percent = share * 100;
  return `${percent.toLocaleString('en-US', { maximumFractionDigits: percent !== 0 && Math.abs(percent) < 1 ? 2 : 1 })} %`;
}
