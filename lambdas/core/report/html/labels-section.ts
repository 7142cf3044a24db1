import type { CheckResult } from '../../result/schema.ts';
import { countOf } from '../../text/numbers.ts';
import { describeLabels } from '../check-text.ts';
import { sampleTable } from './data-section.ts';
import type { Html } from './html.ts';
import { facts, section } from './html-table.ts';

/** Which labels have come for the predictions, and which cannot be used. */
export function labelsSection({ labels }: CheckResult): Html | null {
  if (labels === null) return null;
  const { rejected, empty, late, ahead = 0, withoutId, mismatched, ambiguous, conflicts, duplicates, others } = labels;
  const counted = (count: number, one: string, rest: string) => (count === 0 ? null : `${countOf(count, one)}${rest}`);
  return section(
    'Labels',
    facts([
      ['arrived', describeLabels(labels)],
      ['not used', counted(rejected - empty, 'label record', ' that cannot be read')],
      ['without a label', counted(empty, 'label record', ' without a label yet')],
      [
        'too late',
        counted(late, 'label', ' that arrived after labels.maxAge; a longer labels.maxAge would count them'),
      ],
      ['known later', counted(ahead, 'label', ' whose labels.time is after the time of the check')],
      ['without an id', counted(withoutId, 'prediction', ': no label can be joined')],
      ['mismatched', counted(mismatched, 'label', ' in a different number than the request has rows')],
      ['ambiguous', counted(ambiguous, 'prediction', ' whose id is not unique')],
      ['conflicts', counted(conflicts, 'label', ' that arrived again with another value; the last one counts')],
      ['repeated', counted(duplicates, 'label', ' that arrived again with the same value')],
      [
        'other ids',
        counted(others, 'label', ' whose id matches no prediction of this window, such as labels of other windows'),
      ],
      [
        'example ids',
        labels.examples && `label "${labels.examples.label}", prediction "${labels.examples.prediction}"`,
      ],
    ]),
    sampleTable('First rejected label records', labels.reading.rejected.samples),
  );
}
