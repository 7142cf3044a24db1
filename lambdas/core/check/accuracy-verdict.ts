import { concludeFromPerformance } from '../decision/conclude-from-performance.ts';
import { dataMatches } from '../decision/data-matches.ts';
import { describeErrorPattern } from '../decision/error-pattern.ts';
import { describeReplaced, retrainingBlock } from '../decision/limits.ts';
import { type PerformanceFacts, representativenessOf } from '../decision/performance-facts.ts';
import { performanceOf } from '../decision/performance-verdict.ts';
import type { Transition } from '../decision/transition.ts';
import { worseWithoutLimit } from '../decision/worse-without-limit.ts';
import type { CheckResult } from '../result/schema.ts';
import type { Window } from '../window.ts';

/** What an accuracy check concludes, given how the state stands after its window. */
export function accuracyVerdict(
  facts: PerformanceFacts,
  window: Window,
  { state, limits }: Transition,
): CheckResult['verdict'] {
  const { nextStep, reasons } = concludeFromPerformance(
    facts,
    limits,
    retrainingBlock(state, window.name),
    describeReplaced(state, window.start),
  );
  const brokenAnswers = nextStep === 'fix-data' && representativenessOf(facts) !== 'whole';
  const drift = state.checks.drift.find((checkedWindow) => checkedWindow.window === window.name);
  const performance = performanceOf(facts, limits);
  const noLimit = worseWithoutLimit(performance, limits, facts.baseline?.[facts.metric] ?? null);
  const isBad = performance.comparedWithBaseline === 'worse' || limits.some(({ reached }) => reached);
  const pattern = isBad && facts.performance !== null ? describeErrorPattern(facts.performance, facts.baseline) : null;
  return {
    dataMatches: brokenAnswers ? 'no' : dataMatches(drift?.signals ?? []),
    performance,
    nextStep,
    reasons: [...reasons, ...[pattern, noLimit].filter((reason) => reason !== null)],
  };
}
