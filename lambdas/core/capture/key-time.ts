const HOUR_FOLDER = /(?:^|\/)(\d{4})\/(\d{2})\/(\d{2})\/(\d{2})\/(?:(\d{2})-(\d{2})-\d{3}-)?[^/]*$/;

/**
 * When the first event of a file happened, by its name: `…/yyyy/mm/dd/hh/mm-ss-SSS-….jsonl`, or the start of the hour where
 * the name does not tell minutes. Milliseconds since the epoch; NaN for other names.
 */
export function keyTime(uri: string): number {
  const match = HOUR_FOLDER.exec(uri);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match;
  return Date.UTC(+year, +month - 1, +day, +hour, +(minute ?? 0), +(second ?? 0));
}
