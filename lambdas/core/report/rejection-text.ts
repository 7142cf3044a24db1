import type { CheckResult } from '../result/schema.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { textTable } from './text-table.ts';

const SHOWN = 5;

type Data = CheckResult['data'];

/** Records that could not be read. */
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
export function rejectionText({ records, byReason, samples }: RejectedRecords, width?: number, what = ''): string {
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
  const subject = what === '' ? 'rejected' : `${what} rejected`;
  return [printable(`${subject}: ${counts}`, 400), ...(samples.length === 0 ? [] : [table])].join('\n');
}

/** The rejected records that count as the window's. */
export function windowRejections({ inWindow, byReason, outsideByReason, samples }: Data['rejected']): RejectedRecords {
  const outside = new Map(outsideByReason.map(({ reason, count }) => [reason, count]));
  return {
    records: inWindow,
    byReason: byReason
      .map(({ reason, count }) => ({ reason, count: count - (outside.get(reason) ?? 0) }))
      .filter(({ count }) => count > 0),
    samples: samples.filter(({ outsideWindow }) => outsideWindow !== true),
  };
}

/** Records whose id occurred before with other content; they count because several may share one id. */
export function countedConflicts({ conflicts, rejected }: Data): number {
  return conflicts - (rejected.byReason.find(({ reason }) => reason === 'conflicting-id')?.count ?? 0);
}

/** Repeated records, with the places of the first few; empty when there are none. */
export function repeatText(data: Data, width?: number): string {
  const samples = data.repeatSamples.slice(0, SHOWN);
  if (samples.length === 0) return '';
  const table = textTable(
    [{ title: 'came again at', maxWidth: 120, wrap: true }, { title: 'as' }, { title: 'id', maxWidth: 60 }],
    samples.map(({ uri, line, reason, excerpt }) => [`${printable(uri, 200)}:${line}`, reason, excerpt]),
    width,
  );
  return [describeAgain(data), table].join('\n');
}

/** `came again: 40 with the same id and content, left out`. */
function describeAgain(data: Data): string {
  const { repeats, conflicts } = data;
  const counted = countedConflicts(data);
  const parts = [
    repeats > 0 && `${countOf(repeats, 'record')} with the same id and content, left out`,
    conflicts > counted && `${countOf(conflicts - counted, 'record')} with the same id and other content, rejected`,
    counted > 0 && `${countOf(counted, 'record')} with the same id and other content, counted`,
  ];
  return `came again: ${parts.filter((part) => part !== false).join('; ')}`;
}
