const HOUR_FOLDER = /(?:^|\/)(\d{4})\/(\d{2})\/(\d{2})\/(\d{2})\/(?:(\d{2})-(\d{2})-\d{3}-)?[^/]*$/;

/**
 * The time of a file's first event, from its name: `…/yyyy/mm/dd/hh/mm-ss-SSS-….jsonl`, or the start of the hour if the
 * name has no minutes. In milliseconds since the epoch. NaN for other names.
 */
export function keyTime(uri: string): number {
  const match = HOUR_FOLDER.exec(uri);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match;
  return Date.UTC(+year, +month - 1, +day, +hour, +(minute ?? 0), +(second ?? 0));
}
