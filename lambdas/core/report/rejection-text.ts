import { formatCount } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { textTable } from './text-table.ts';

const SHOWN = 5;

/** What could not be read of some data. */
export interface RejectedRecords {
  readonly records: number;
  readonly byReason: readonly { readonly reason: string; readonly count: number }[];
  readonly samples: readonly {
    readonly reason: string;
    readonly uri: string;
    readonly line: number | null;
    readonly detail: string;
    readonly excerpt: string;
  }[];
}

/** Why records could not be read, and the first few with their places; empty when there are none. */
export function rejectionText({ records, byReason, samples }: RejectedRecords, width?: number): string {
  if (records === 0) return '';
  const counts = byReason.map(({ reason, count }) => `${reason} ${formatCount(count)}`).join(', ');
  const table = textTable(
    [
      { title: 'rejected at', maxWidth: 120, wrap: true },
      { title: 'because', maxWidth: 120, wrap: true },
      { title: 'starts with', maxWidth: 40 },
    ],
    samples
      .slice(0, SHOWN)
      .map(({ uri, line, reason, detail, excerpt }) => [
        `${printable(uri, 200)}${line === null ? '' : `:${line}`}`,
        detail === '' ? reason : `${reason}: ${detail}`,
        excerpt,
      ]),
    width,
  );
  return [printable(`rejected: ${counts}`, 400), ...(samples.length === 0 ? [] : [table])].join('\n');
}
