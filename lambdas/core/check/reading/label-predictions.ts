import { type ColumnTable, table as makeTable } from 'arquero';
import { LABEL_READERS } from '../../labels/formats/registry.ts';
import { isPastMaxAge } from '../../labels/label-timing.ts';
import type { LabelSettings } from '../../monitor/monitor.ts';
import type { CheckResult } from '../../result/schema.ts';
import type { Redactor } from '../../text/redactor.ts';
import type { Window } from '../../window.ts';
import type { LabelsRead } from './join-labels.ts';
import type { Predictions } from './labelled-predictions.ts';
import { labelsRead } from './read-window.ts';
import { shownId } from './shown-id.ts';

/** Puts the labels that have arrived by now beside their predictions. */
export function labelPredictions(
  settings: LabelSettings,
  window: Window,
  { rows, exampleId }: Pick<Predictions, 'rows' | 'exampleId'>,
  { joined, log, counter }: LabelsRead,
  now: number,
  redactor: Redactor,
): { table: ColumnTable; labels: NonNullable<CheckResult['labels']> } {
  const { actual, otherId, ...counts } = joined;
  const reading = labelsRead(counter, log, redactor);
  const { byReason } = reading.rejected;
  // A table may list what has no label yet; a record of its own is there because of its label.
  const { isTable } = LABEL_READERS[settings.format];
  const empty = isTable ? (byReason.find(({ reason }) => reason === 'no-label')?.count ?? 0) : 0;
  const { labelled, predictions, withoutId } = counts;
  return {
    table: rows.toTable().assign(makeTable({ actual })),
    labels: {
      ...counts,
      others: reading.others + counts.unmatched,
      rejected: reading.rejected.records,
      empty,
      unreadable: reading.rejected.records - empty > settings.maxRejectedShare * (reading.records - empty),
      examples: labelled > 0 || reading.used > 0 ? null : idExamples(otherId, exampleId, redactor),
      reading,
      // Without predictions, or ids of them, there is nothing to wait for.
      settled: withoutId === predictions || counts.coverage >= 1 || isPastMaxAge(window, now, settings),
    },
  };
}

/** An id of each side, for people who compare them. */
function idExamples(
  label: string | null,
  prediction: string | null,
  redactor: Redactor,
): { label: string; prediction: string } | null {
  const shown = shownId(label, redactor);
  return shown === null || prediction === null ? null : { label: shown, prediction };
}
