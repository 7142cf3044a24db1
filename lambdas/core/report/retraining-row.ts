import type { RetrainingRun } from '../decision/retraining/state.ts';
import { formatMeasure } from '../text/numbers.ts';
import { formatMinute } from '../text/times.ts';
import { describeEnd } from './describe-end.ts';
import type { LoopRow } from './loop-row.ts';

/** A retraining with the judge's measurements. */
export interface RetrainingSummary extends RetrainingRun {
  /** The deciding metric of both models on the same held-out rows; null without a judgement. */
  readonly compared: {
    readonly metric: string;
    readonly candidate: number | null;
    readonly live: number | null;
  } | null;
}

/** One line of the loop: how a retraining ended, candidate against live model, and why. */
export function retrainingRow(run: RetrainingSummary): LoopRow {
  const { startedAt, end, reason, message, compared } = run;
  // A narrow terminal can break the line between date and time.
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
    // The column beside it shows by how much the candidate won.
    why: end === null || end === 'promoted' ? reason : message,
  };
}

function runningWord({ action }: RetrainingSummary): string {
  return action === 'rollback' ? 'rolling back' : 'retraining';
}
