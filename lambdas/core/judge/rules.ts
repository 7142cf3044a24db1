import { isBreached, type Limit } from '../monitor/limit.ts';
import type { Performance } from '../performance/types.ts';
import { defang } from '../text/defang.ts';
import { countOf, formatMeasure, formatProbability, formatRange, formatValue } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { quoted } from '../text/quoted.ts';
import { type ComparedMetric, gainOf } from './compare-metric.ts';
import type { ComparedSegment } from './segments.ts';
import { CONFIDENCE, type CompleteSettings } from './settings.ts';

/** Each rule returns its objections to the candidate in words, the worst first; none when the candidate passes. */

/** One limit of the floor. */
export interface FloorOutcome {
  readonly text: string;
  readonly value: number | null;
  /** Whether the candidate meets the limit, which rules it out; null when the metric is not defined. */
  readonly met: boolean | null;
}

export function compareWithFloor(floor: readonly Limit[], candidate: Performance): FloorOutcome[] {
  return floor.map((limit) => {
    const { value } = candidate.metrics[limit.metric]!;
    return { text: limit.text, value, met: value === null ? null : isBreached(limit, value) };
  });
}

export function objectionsOfFloor(floor: readonly FloorOutcome[]): string[] {
  return floor
    .filter(({ met }) => met)
    .map(({ text, value }) => `floor: ${text}, the candidate has ${formatValue(value)}`);
}

export function objectionsOfSegments(segments: readonly ComparedSegment[], allowance: number): string[] {
  return segments
    .filter(({ blocks }) => blocks)
    .map(({ feature, value, rows, compared, adjustedPValue }) => {
      const segment = `${quoted(feature)} ${value === null ? 'without a value' : `"${defang(printable(value, 60))}"`}`;
      const loss = `${describeStanding(compared)}, at most ${formatValue(allowance)} is allowed`;
      return `segment: ${segment} (${countOf(rows, 'row')}): ${loss}, adjusted p ${formatProbability(adjustedPValue)}`;
    });
}

export function objectionsOfMargin(compared: ComparedMetric, { margin }: CompleteSettings): string[] {
  if (gainOf(compared)!.value >= margin) return [];
  return [`margin: ${describeStanding(compared)}, at least ${formatValue(margin)} is needed`];
}

/**
 * The interval is beyond 0 on the better side and the test agrees. These two agree for all metrics except shares of
 * correct answers, where with few discordant rows the test is the stricter one. No difference is no reason to change
 * models.
 */
export function objectionsOfSignificance(compared: ComparedMetric): string[] {
  const { value, lower, upper } = gainOf(compared)!;
  const { pValue, test } = compared.difference!;
  if (lower > 0 && pValue <= 1 - CONFIDENCE) return [];
  const worse = upper < 0 && pValue <= 1 - CONFIDENCE;
  const unsure = value > 0 ? 'the improvement may be chance' : 'there is no evidence that the candidate is better';
  const said = worse ? 'the candidate is worse beyond chance' : unsure;
  return [`significance: ${said}, p ${formatProbability(pValue)} (${test})`];
}

/** `accuracy 0.9030 (live model 0.9000), better by 0.0030 (-0.0020 to 0.0080)`, of metrics with a difference. */
export function describeStanding(compared: ComparedMetric): string {
  const { metric, candidate, live } = compared;
  const values = `${metric} ${formatMeasure(candidate.value)} (live model ${formatMeasure(live.value)})`;
  const { value, lower, upper } = gainOf(compared)!;
  if (value === 0) return `${values}, no better (${formatRange(lower, upper)})`;
  return value > 0
    ? `${values}, better by ${formatMeasure(value)} (${formatRange(lower, upper, value)})`
    : `${values}, worse by ${formatMeasure(-value)} (${formatRange(0 - upper, 0 - lower, value)})`;
}
