import { PerformanceRules, referenceValues } from '../rules/performance-rules.ts';
import type { GeneratedWorld } from '../world/generated-world.ts';
import { LearnableWorld } from '../world/learnable/learnable-world.ts';
import type { AnsweringWorld } from '../world/model/answering-world.ts';
import { type LabelArrival, longestDelay } from '../world/model/label-arrival.ts';
import { ModelWorld } from '../world/model/model-world.ts';
import { AnsweredDays } from './answered-days.ts';
import { DAY, dayOf } from './calendar.ts';
import type { Cell, ModelPlay } from './cell.ts';
import { simulatedMonitor } from './monitor-file.ts';
import type { DayRecorder, SentMessage } from './outcome.ts';
import { PerformanceDays } from './performance-days.ts';
import { isOpenAlert } from './product-days.ts';
import { Retrainings } from './retrainings.ts';
import { WatchedLabels } from './watched-labels.ts';
import { WatchedMonitor } from './watched-monitor.ts';

type ModelCell = Cell & { readonly model: ModelPlay };

/**
 * A day's rows are kept this much longer than labels or training data are read, because the last check comes after
 * that.
 */
const KEPT_AFTER = 3;

/** Plays a monitor whose model's performance is watched: its data and its labels, morning by morning. */
export async function playModel(
  cell: ModelCell,
  generated: GeneratedWorld,
  names: readonly (string | number)[],
  recorder: DayRecorder,
  keep: (message: SentMessage) => void,
): Promise<void> {
  const { spec, drop, limit, windows, literal, performance, labels, retraining } = cell.model;
  const { baselineDays } = cell.world;
  const span = { baselineDays, days: cell.days, names };
  const learnable = retraining === null ? null : new LearnableWorld(generated, spec, drop, span);
  const world: AnsweringWorld = learnable ?? new ModelWorld(generated, spec, drop, span);
  const choices = { spec, model: world.model, performance, labels, retraining };
  const monitor = simulatedMonitor(cell, {
    ...choices,
    limit: { when: limit, ...(windows !== null && { for: windows }), ...(literal && { literal }) },
  });
  const watched = new WatchedMonitor(monitor, cell);
  try {
    const baseline = Array.from(world.baseline());
    await watched.buildBaseline(baseline);
    const lookedBack = Math.max(monitor.labels!.maxAge, monitor.retraining?.data.lookback ?? 0);
    const days = new AnsweredDays(monitor, Math.ceil(lookedBack / DAY) + KEPT_AFTER);
    const looks = new WatchedLabels(watched, days, cell.read);
    const ofProduct = new PerformanceDays(recorder);
    const { minimumRows } = monitor.performance;
    const reference = () => referenceValues(monitor, spec.metric, baseline, cell.world.rows);
    if (cell.rules) rejectLateLabels(spec.labels, monitor.labels!.maxAge);
    const rules = cell.rules ? new PerformanceRules(monitor.performance.alert[0], reference(), minimumRows) : null;
    const retrainings = learnable && new Retrainings(watched, learnable, recorder, watched.folder!);
    for (let day = 0; day < cell.days; day++) {
      if (retrainings !== null) {
        retrainings.begin(day);
        watched.workflow = retrainings.workflow(() => looks.write(day));
      }
      const answered = world.day(day);
      days.add(day, answered);
      const drift = await watched.check(day, answered.chunk);
      const accuracy = await looks.look(day, answered);
      const alerts = [...drift.alerts, ...accuracy.alerts];
      ofProduct.record(day, { results: accuracy.results, alerts });
      for (const { title } of alerts.filter(isOpenAlert)) keep({ day, title });
      await retrainings?.end(day);
      const looked = accuracy.results.map(({ window, performance }) => {
        const lookedAt = dayOf(Date.parse(window.start));
        return {
          day: lookedAt,
          value: performance?.metrics[spec.metric]?.value ?? null,
          rows: performance?.rows ?? 0,
          isComplete: isComplete(lookedAt, day, spec.labels),
        };
      });
      for (const { rule, alert, flagged } of rules?.look(looked) ?? []) {
        recorder.record(rule, day, { alert, flagged, found: alert || flagged });
      }
    }
  } finally {
    watched.close();
  }
}

/** Rules that wait for complete windows would never run, and seem never to send an alert. */
function rejectLateLabels(labels: LabelArrival, maxAge: number): void {
  const longest = Math.max(...Array.from({ length: 7 }, (_, weekday) => longestDelay(weekday, labels)));
  if (longest * DAY <= maxAge) return;
  throw new RangeError(
    `labels arrive up to ${longest} days later, and the product waits ${maxAge / DAY}: plain rules would not see complete windows; ` +
      `set --label-keys '{ maxAge: P${longest}D }', or --no-rules`,
  );
}

/** Whether the last label of a day has arrived since this morning. */
function isComplete(day: number, morning: number, labels: LabelArrival): boolean {
  return morning === day + longestDelay(day, labels);
}
