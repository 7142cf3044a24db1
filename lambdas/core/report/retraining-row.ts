import type { RetrainingRun } from '../decision/retraining/state.ts';
import { formatMeasure } from '../text/numbers.ts';
import { formatMinute } from '../text/times.ts';
import { describeEnd } from './describe-end.ts';
import type { LoopRow } from './loop-row.ts';

/** A retraining with what the judge measured. */
export interface RetrainingSummary extends RetrainingRun {
  /** The deciding metric of both models on the same held-out rows; null where none was judged. */
  readonly compared: {
    readonly metric: string;
    readonly candidate: number | null;
    readonly live: number | null;
  } | null;
}

/** One line of the loop: how a retraining ended, candidate against live model, and why. */
export function retrainingRow(run: RetrainingSummary): LoopRow {
  const { startedAt, end, reason, message, compared } = run;
  // Broken in the middle where the terminal is narrow.
  const at = formatMinute(startedAt).replace('T', ' ');
  return {
    step: end === null ? runningWord(run) : describeEnd(run).word.toLowerCase(),
    windows: { first: at, last: at, count: 1 },
    dataMatches: '',
    performance: null,
    measured:
      compared === null
        ? ''
        : `${compared.metric} ${formatMeasure(compared.candidate)} against ${formatMeasure(compared.live)} live`,
    nextStep: '',
    // What a candidate won by stands beside it.
    why: end === null || end === 'promoted' ? reason : message,
  };
}

function runningWord({ action }: RetrainingSummary): string {
  return action === 'rollback' ? 'rolling back' : 'retraining';
}
