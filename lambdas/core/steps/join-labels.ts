import { RejectionLog } from '../capture/rejections.ts';
import { type JoinedLabels, LabelJoin } from '../labels/label-join.ts';
import type { PredictionKeys } from '../labels/prediction-keys.ts';
import { readLabels } from '../labels/read-labels.ts';
import { labelPrefixes } from '../labels/waiting.ts';
import type { LabelSettings } from '../monitor/monitor.ts';
import { listSources, SourceCounter } from '../sources.ts';
import type { Window } from '../window.ts';
import type { World } from '../world.ts';

/** A window's labels, and what reading them came across. */
export interface LabelsRead {
  readonly joined: JoinedLabels;
  readonly log: RejectionLog;
  readonly counter: SourceCounter;
}

/** Joins the labels of a window that have arrived by now to its predictions. */
export async function joinLabels(
  settings: LabelSettings,
  window: Window,
  keys: PredictionKeys,
  world: Pick<World, 'open' | 'now'>,
): Promise<LabelsRead> {
  const log = new RejectionLog();
  const counter = new SourceCounter();
  const sources = counter.count(listSources(world.open(settings.uri), labelPrefixes(window, world.now, settings)));
  const join = new LabelJoin(keys);
  await readLabels(sources, settings, log, join);
  return { joined: join.finish(), log, counter };
}
