import type { CheckResult } from './schema.ts';

/** Where a check's result is kept: `{monitor}/checks/{kind}/{window}/result.json`. */
export function resultKey(monitor: string, kind: CheckResult['kind'], window: string): string {
  return `${monitor}/checks/${kind}/${window}/result.json`;
}

/** Where its report, a page for people, is kept: beside the result. */
export function reportKey(monitor: string, kind: CheckResult['kind'], window: string): string {
  return `${monitor}/checks/${kind}/${window}/report.html`;
}
