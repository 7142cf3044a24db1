import { RejectionLog } from '../../capture/rejections.ts';
import type { RunContext } from '../../context.ts';
import type { LabelSink } from '../../labels/formats/reader.ts';
import { type JoinedLabels, LabelJoin } from '../../labels/label-join.ts';
import { labelPrefixes, latePrefixes } from '../../labels/label-timing.ts';
import type { PredictionKeys } from '../../labels/prediction-keys.ts';
import { readLabels } from '../../labels/read-labels.ts';
import type { LabelSettings } from '../../monitor/monitor.ts';
import { listSources, SourceCounter } from '../../sources.ts';
import type { Window } from '../../window.ts';

/** A window's labels, and what reading them came across. */
export interface LabelsRead {
  readonly joined: JoinedLabels;
  readonly log: RejectionLog;
  readonly counter: SourceCounter;
}

/**
 * Joins the labels of a window that have arrived by now, and before they are `labels.maxAge` old, to its predictions.
 *
 * @param late Whether to look for those that came later as well, to count them.
 */
export async function joinLabels(
  settings: LabelSettings,
  window: Window,
  keys: PredictionKeys,
  context: Pick<RunContext, 'open' | 'now'>,
  late = false,
): Promise<LabelsRead> {
  const log = new RejectionLog();
  const counter = new SourceCounter();
  const place = context.open(settings.uri);
  const sources = counter.count(listSources(place, labelPrefixes(window, context.now, settings)));
  const join = new LabelJoin(keys);
  await readLabels(sources, settings, log, join, { from: window.end + settings.maxAge });
  if (late) {
    const after = listSources(place, latePrefixes(window, context.now, settings));
    // A message that shows ids of labels that came shows none of those that came too late.
    const counted: LabelSink = { wants: (id) => keys.find(id) !== undefined, add: (...label) => join.add(...label) };
    await readLabels(after, settings, new RejectionLog(), counted, { all: true });
  }
  return { joined: join.finish(), log, counter };
}
