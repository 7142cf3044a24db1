import { brokenCause } from '../decision/broken-cause.ts';
import { concludeFromPerformance } from '../decision/conclude-from-performance.ts';
import { dataMatches } from '../decision/data-matches.ts';
import { describeErrorPattern } from '../decision/error-pattern.ts';
import { dataBlock, describeReplaced, retrainingBlock } from '../decision/limits.ts';
import { type PerformanceFacts, representativenessOf } from '../decision/performance-facts.ts';
import { performanceOf } from '../decision/performance-verdict.ts';
import type { MonitorState } from '../decision/state.ts';
import type { Transition } from '../decision/transition.ts';
import { worseWithoutLimit } from '../decision/worse-without-limit.ts';
import type { CheckResult } from '../result/schema.ts';
import type { Window } from '../window.ts';

/** That broken data explains bad performance, while the data of the window, or the latest data, is broken. */
function describeBroken(state: MonitorState, window: Window): string | null {
  const cause = brokenCause(state, window.name, window.start);
  const block = cause && dataBlock(state, window.name);
  return cause && block && `${block}; window ${cause.window}: ${cause.finding}`;
}

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
    describeBroken(state, window),
  );
  const brokenAnswers = nextStep === 'fix-data' && representativenessOf(facts) !== 'whole';
  const drift = state.checks.drift.find((checkedWindow) => checkedWindow.window === window.name);
  const performance = performanceOf(facts, limits);
  const noLimit = worseWithoutLimit(performance, limits, {
    performance: facts.baseline && { metrics: facts.baseline },
    suggestedLimits: facts.suggestedLimits,
  });
  const isBad = performance.comparedWithBaseline === 'worse' || limits.some(({ reached }) => reached);
  const pattern = isBad && facts.performance !== null ? describeErrorPattern(facts.performance, facts.baseline) : null;
  return {
    dataMatches: brokenAnswers ? 'no' : dataMatches(drift?.signals ?? []),
    performance,
    nextStep,
    reasons: [...reasons, ...[pattern, noLimit].filter((reason) => reason !== null)],
  };
}
