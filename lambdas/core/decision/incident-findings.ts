import { isMetricName } from '../performance/metrics/registry.ts';
import { describeDrift, headDrift } from '../result/describe.ts';
import type { Incident } from '../result/incident.ts';
import { markAnswer, rankedDrift } from '../result/ranked-drift.ts';
import type { DriftResult, QualityResult } from '../result/schema.ts';
import { beyondWords, limitParts } from '../text/limit-words.ts';
import { printable } from '../text/printable.ts';
import type { Signal } from './checked-window.ts';
import type { LimitStanding } from './limits.ts';

/** A finding that an incident reports once. */
export interface IncidentFinding {
  /**
   * What it is about, whatever its value: `scale_change of price` (broken data), `price` (drift), `accuracy < 0.85` or
   * `retrain accuracy < 0.85` (performance), `accuracy < 0.85 (broken data)` where broken data explains it.
   */
  readonly key: string;
  /** One printable line, short enough for a title. */
  readonly head: string;
  /** The same in full. */
  readonly line: string;
}

/**
 * Findings whose report an incident records. An incident with so many reports no further ones: so much is broken that one more column
 * says nothing new, and the state stays small.
 */
const MAX_REPORTED = 100;
/** Names of columns can be long; longer ones count as one if they begin alike. */
const MAX_NAME = 100;
/** Marks a limit that only windows with broken data pass. That others pass it too is a new finding, and the opposite is none. */
const BROKEN = ' (broken data)';

/** What is broken, worst first. */
export function brokenFindings(quality: readonly QualityResult[]): IncidentFinding[] {
  return quality
    .filter(({ breached }) => breached)
    .map(({ check, subject, feature, message }) => {
      const of = feature === null ? '' : ` of ${nameOf(feature, subject === 'answer')}`;
      return { key: `${check}${of}`, head: message, line: message };
    });
}

/** What has drifted, the most important first. */
export function driftFindings(
  facts: Readonly<{ drift: DriftResult | null; predictionDrift: DriftResult | null }>,
): IncidentFinding[] {
  return rankedDrift(facts).map(({ feature, isAnswer }) => ({
    key: nameOf(feature.name, isAnswer),
    head: markAnswer(headDrift(feature), isAnswer),
    line: markAnswer(describeDrift(feature), isAnswer),
  }));
}

/**
 * The limits that are reached: alert limits, and, where no retraining would start by itself, retrain limits, because then a person
 * has to train. A retraining that starts sends messages of its own.
 *
 * @param signal That of the window that decides, whose lines have the values.
 * @param isExplained Whether broken data explains that alert limits are passed, see `broken-cause.ts`.
 */
export function performanceFindings(
  limits: readonly LimitStanding[],
  { headline, details }: Signal,
  { canRetrain, isExplained }: { readonly canRetrain: boolean; readonly isExplained: boolean },
): IncidentFinding[] {
  const wanted = limits.filter(({ reached, purpose }) => reached && (purpose === 'alert' || !canRetrain));
  const lines = [headline, ...details];
  return wanted.map(({ text, purpose }) => {
    const { metric } = limitParts(text);
    const ends = [`, ${beyondWords(text)}`, `, limit: ${text.slice(metric.length + 1)}`];
    const isAbout = (line: string) => ends.some((end) => line.endsWith(end) || line.includes(`${end} for `));
    const said = lines.find((line) => line.startsWith(`${metric} `) && isAbout(line));
    const isRetrain = purpose === 'retrain';
    const line = isRetrain || said === undefined ? describeReached(text, isRetrain) : said;
    const key = isRetrain ? `retrain ${text}` : `${text}${isExplained ? BROKEN : ''}`;
    return { key, head: line, line };
  });
}

function describeReached(text: string, isRetrain: boolean): string {
  const { metric } = limitParts(text);
  const name = isMetricName(metric) ? metric : printable(metric, MAX_NAME);
  return `${name} is ${beyondWords(text)}${isRetrain ? ', at which the model should be retrained' : ''}`;
}

/** The findings that the incident has not reported. An incident of an earlier version has no record: it reports none. */
export function newFindings(
  { reported }: Pick<Incident, 'reported'>,
  findings: readonly IncidentFinding[],
): IncidentFinding[] {
  if (reported === undefined || reported.length >= MAX_REPORTED) return [];
  const known = new Set(reported);
  return findings
    .filter(({ key }) => !known.has(key) && !(key.endsWith(BROKEN) && known.has(key.slice(0, -BROKEN.length))))
    .map((finding) => (known.has(`${finding.key}${BROKEN}`) ? withSoundData(finding) : finding));
}

function withSoundData({ key, head, line }: IncidentFinding): IncidentFinding {
  const also = ', now with sound data too';
  return { key, head: `${head}${also}`, line: `${line}${also}` };
}

/** The record of reported findings with these, oldest first. */
export function recordReported(
  { reported = [] }: Pick<Incident, 'reported'>,
  findings: readonly IncidentFinding[],
): string[] {
  return [...new Set([...reported, ...findings.map(({ key }) => key)])].slice(0, MAX_REPORTED);
}

function nameOf(name: string, isAnswer: boolean): string {
  return markAnswer(printable(name, MAX_NAME), isAnswer);
}
