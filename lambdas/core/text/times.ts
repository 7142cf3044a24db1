/** A time for people, in UTC: `2026-03-02T06:30Z`. @param time Milliseconds since the epoch. */
export function formatMinute(time: number): string {
  return new Date(time).toISOString().replace(/:\d\d\.\d{3}Z$/, 'Z');
}

/** A time for documents: ISO 8601, UTC, without milliseconds if they are zero. */
export function isoTime(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
