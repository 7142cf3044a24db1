import { INCOMPLETE_FILE } from '../capture/rejection-reason.ts';
import type { RejectionLog } from '../capture/rejections.ts';
import { describeRejections } from '../result/describe.ts';
import { shownRejected } from '../result/redact-reading.ts';
import { countOf, formatShare } from '../text/numbers.ts';
import type { Redactor } from '../text/redactor.ts';

/** What a validation has found so far, in words. */
export interface Found {
  /** Faults: a check would fail, or measure nothing. */
  readonly problems: string[];
  /** What may be a fault: a person has to look. */
  readonly warnings: string[];
  /** What was read, and observations. */
  readonly notes: string[];
}

/** Files that a message names. */
const SHOWN = 5;

/** `3 records cannot be read, and 1 file not to its end: day/0.csv:302 (the gzip data ends too early), …`. */
function describeUnread(log: RejectionLog, redactor: Redactor): string {
  const { byReason, samples, places, elsewhere } = shownRejected(log.summarize().rejected, redactor);
  const rowsOf = (isFile: boolean) =>
    byReason.reduce((sum, { reason, count }) => sum + (INCOMPLETE_FILE.has(reason) === isFile ? count : 0), 0);
  const [records, files] = [rowsOf(false), rowsOf(true)];
  const first = [...new Map(samples.map((sample) => [`${sample.uri} ${sample.reason}`, sample])).values()];
  const shown = first.slice(0, SHOWN).map(({ uri, line, reason, detail }) => {
    const why = detail === '' ? reason.replaceAll('-', ' ') : detail;
    return `${uri}${line === null ? '' : `:${line}`} (${why})`;
  });
  const more = places.length > shown.length || elsewhere > 0 ? ', …' : '';
  const ends = `to ${files === 1 ? 'its end' : 'their ends'}`;
  const what =
    files === 0
      ? `${countOf(records, 'record')} cannot be read`
      : records === 0
        ? `${countOf(files, 'file')} cannot be read ${ends}`
        : `${countOf(records, 'record')} cannot be read, and ${countOf(files, 'file')} not ${ends}`;
  return `${what}: ${shown.join(', ')}${more}`;
}

/** Reports records that cannot be read: a fault if they are too many. */
export function sayRejections(
  section: string,
  log: RejectionLog,
  maxRejectedShare: number,
  found: Found,
  redactor: Redactor,
): void {
  if (log.rejected === 0) return;
  if (log.share <= maxRejectedShare) {
    found.warnings.push(`${section}: ${describeUnread(log, redactor)}`);
    return;
  }
  const rejected = shownRejected(log.summarize().rejected, redactor);
  found.problems.push(
    `${section}: ${formatShare(log.share)} of the records cannot be read${describeRejections(rejected)}`,
  );
}
