import type { CheckResult } from '../../result/schema.ts';
import { countOf, formatShare } from '../../text/numbers.ts';
import { describeReading } from '../check-text.ts';
import { type RejectedRecords, windowRejections } from '../rejection-text.ts';
import { type Html, html } from './html.ts';
import { facts, section, table } from './html-table.ts';

const SHOWN_SAMPLES = 10;

/** What was read, and what could not be or does not count, with examples by file and line. */
export function dataSection({ data }: CheckResult): Html | null {
  const { absentInputs, absentOutputs, repeats, conflicts, repeatSamples } = data;
  const { records, byReason, samples } = windowRejections(data.rejected);
  return section(
    'Data',
    facts([
      ['read', describeReading(data)],
      ['without a request', absentInputs === 0 ? null : countOf(absentInputs, 'record')],
      ['without a response', absentOutputs === 0 ? null : countOf(absentOutputs, 'record')],
      ['repeats', repeats === 0 ? null : `${countOf(repeats, 'record')} with the same id and content, left out`],
      ['conflicts', conflicts === 0 ? null : `${countOf(conflicts, 'record')} with the same id and other content`],
      [
        'rejected',
        records === 0
          ? null
          : html`<strong class="bad">${countOf(records, 'record')}, ${formatShare(data.rejected.share)}</strong>`,
      ],
      ...byReason.map(({ reason, count }) => [reason, countOf(count, 'record')] as const),
    ]),
    sampleTable('First rejected records', samples),
    sampleTable('First repeated records', repeatSamples),
  );
}

/** The first rejected records, with their places. */
export function sampleTable(title: string, samples: RejectedRecords['samples']): Html | false | null {
  return (
    samples.length > 0 &&
    table(
      title,
      [{ title: 'place' }, { title: 'because' }, { title: 'starts with' }],
      samples
        .slice(0, SHOWN_SAMPLES)
        .map(({ uri, line, reason, detail, excerpt }) => [
          [uri, line !== null && `:${line}`],
          detail === '' ? reason : `${reason}: ${detail}`,
          html`<code>${excerpt}</code>`,
        ]),
    )
  );
}
