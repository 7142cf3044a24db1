const TYPES: readonly (readonly [extension: string, type: string])[] = [
  ['.json', 'application/json'],
  ['.jsonl', 'application/x-ndjson'],
  ['.html', 'text/html; charset=utf-8'],
  ['.md', 'text/markdown; charset=utf-8'],
  ['.csv', 'text/csv; charset=utf-8'],
  ['.parquet', 'application/vnd.apache.parquet'],
];

/** The media type of an object by its key's extension, so that a browser shows a report opened from the bucket. */
export function contentType(key: string): string {
  const known = TYPES.find(([extension]) => key.endsWith(extension));
  return known?.[1] ?? 'application/octet-stream';
}
