import { binomialMidTail } from '../../statistics/binomial.ts';
import type { PairedBinary, PairedMulticlass } from '../paired-rows.ts';
import type { PairedOutcome } from './difference.ts';
import { pairedProportionInterval } from './paired-proportion-interval.ts';

/**
 * Difference of two shares of correct answers on the same rows: McNemar's test in its mid-p form and Tango's score
 * interval.
 *
 * Only the rows that one of the models got right and the other wrong are informative; without a difference each of them
 * is a fair coin. Fagerland, Lydersen and Laake (2013, BMC Medical Research Methodology 13:91) recommend mid-p for any
 * number of such rows: the exact test is needlessly conservative, the chi-square one too liberal when they are few. Of
 * the intervals they recommend (2014, Statistics in Medicine 33:2850) Tango's belongs to the chi-square form. So with
 * few such rows the interval can exclude 0 where mid-p is above 5 %: a judgement has to check both.
 *
 * @param candidateOnly rows that only the candidate got right
 * @param liveOnly rows that only the live model got right
 * @param rows all rows, at least one
 */
export function compareCorrect(candidateOnly: number, liveOnly: number, rows: number): PairedOutcome {
  const discordant = candidateOnly + liveOnly;
  return {
    // One division: equal shares written as decimals, such as a margin of 5 in 1,000, come out as the same number.
    value: (candidateOnly - liveOnly) / rows,
    ...pairedProportionInterval(candidateOnly, liveOnly, rows),
    pValue: candidateOnly === liveOnly ? 1 : 2 * binomialMidTail(Math.max(candidateOnly, liveOnly), discordant),
    test: 'McNemar (mid-p)',
  };
}

/** All rows: accuracy, and weighted recall, which is the accuracy. */
export function compareAccuracy({ actual, candidate, live }: PairedBinary | PairedMulticlass): PairedOutcome {
  return countDiscordant(actual, candidate.predicted, live.predicted, null);
}

/** The rows of one actual class: recall for the positive one, specificity for the negative. */
export function compareWithin(actualClass: 0 | 1): (rows: PairedBinary) => PairedOutcome {
  return ({ actual, candidate, live }) => countDiscordant(actual, candidate.predicted, live.predicted, actualClass);
}

function countDiscordant(
  actual: Uint8Array | Int32Array,
  candidate: Uint8Array | Int32Array,
  live: Uint8Array | Int32Array,
  only: number | null,
): PairedOutcome {
  let candidateOnly = 0;
  let liveOnly = 0;
  let rows = 0;
  for (let row = 0; row < actual.length; row++) {
    if (only !== null && actual[row] !== only) continue;
    rows++;
    if (candidate[row] === live[row]) continue;
    if (candidate[row] === actual[row]) candidateOnly++;
    else if (live[row] === actual[row]) liveOnly++;
  }
  return compareCorrect(candidateOnly, liveOnly, rows);
}
