import type { Monitor } from '../monitor/monitor.ts';
import type { Profile } from '../profile/types.ts';
import { assessQuality } from '../quality/assess.ts';
import type { QualityFinding } from '../quality/types.ts';
import { describeQuality } from '../result/describe.ts';
import type { QualityResult } from '../result/schema.ts';
import type { CapturedWindow } from './capture-profile.ts';
import { answerRoles } from './prediction-columns.ts';

/**
 * Everything that is broken, or could be, in a captured window, worst first: breaches before findings within their limits,
 * and of those a change of unit before what follows from it, such as values out of range.
 */
export function findBrokenData(monitor: Monitor, baseline: Profile, captured: CapturedWindow): QualityResult[] {
  const { quality, capture, drift } = monitor;
  const { used, rejected } = captured.data;
  const findings = assessQuality(
    baseline,
    captured.features,
    { ...quality, maxRejectedShare: capture.maxRejectedShare },
    {
      ignoreDistributions: new Set(drift.ignore),
      reading: { records: used + rejected.inWindow, rejected: rejected.inWindow },
    },
  );
  const results = [...findings, ...findMissingAnswers(monitor, captured)].map((finding) => ({
    ...finding,
    examples: [...(finding.examples ?? [])],
    message: describeQuality(finding),
  }));
  return results.sort((a, b) => weightOf(b) - weightOf(a));
}

function weightOf({ breached, check }: QualityResult): number {
  if (!breached) return 0;
  return check === 'scale_change' ? 2 : 1;
}

/**
 * Answers that the monitor names and no record has: a wrong place in `capture.prediction`, or a response in another form.
 * Without them neither the model's answers nor its performance are watched.
 */
function findMissingAnswers(monitor: Monitor, { answers }: CapturedWindow): QualityFinding[] {
  const { rows } = answers;
  if (rows < monitor.drift.minimumRows) return [];
  const found = new Map(answers.columns.map((column) => [column.name, column.cells]));
  const isAbsent = (role: string) => (found.get(role)?.missing ?? rows) === rows;
  return answerRoles(monitor.capture.prediction)
    .filter(isAbsent)
    .map((role) => ({
      check: 'missing_answers',
      feature: role,
      value: 1,
      baseline: null,
      limit: 0,
      rows,
      breached: true,
    }));
}
