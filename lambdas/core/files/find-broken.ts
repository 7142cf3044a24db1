import type { Profile } from '../profile/types.ts';
import { assessQuality, COLUMN_RULES } from '../quality/assess.ts';
import { DEFAULT_QUALITY_LIMITS } from '../quality/default-limits.ts';
import { fewerMissingValues } from '../quality/fewer-missing-values.ts';
import type { QualityFinding } from '../quality/types.ts';
import { describeQuality } from '../result/describe.ts';
import { shownFinding } from '../result/redact-quality.ts';
import type { QualityResult } from '../result/schema.ts';
import type { Redactor } from '../text/redactor.ts';

/** What is broken between two data sets, by the default limits of a scheduled check; breaches first. */
export function findBroken(before: Profile, after: Profile, redactor: Redactor): QualityResult[] {
  return assessQuality(before, after, DEFAULT_QUALITY_LIMITS, { rules: [...COLUMN_RULES, fewerMissingValues] })
    .filter(isOfItsDirection)
    .map((finding) => shownFinding(finding, redactor))
    .map(({ cause, ...finding }) => ({ ...finding, message: describeQuality({ ...finding, cause }) }))
    .sort((a, b) => Number(b.breached) - Number(a.breached));
}

/** More missing values and fewer are two findings, of which a column has one; the same share is a finding about more. */
function isOfItsDirection({ check, value, baseline }: QualityFinding): boolean {
  if (check === 'missing_values') return value >= (baseline ?? 0);
  return check !== 'fewer_missing_values' || value > (baseline ?? 0);
}
