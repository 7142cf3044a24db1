import type { CheckResult } from './schema.ts';

/** Key of a check's result: `{monitor}/checks/{kind}/{window}/result.json`. */
export function resultKey(monitor: string, kind: CheckResult['kind'], window: string): string {
  return `${monitor}/checks/${kind}/${window}/result.json`;
}

/** Key of the page over all monitors. No monitor has a dot in its name. */
export const OVERVIEW_KEY = 'index.html';

/** Key of its HTML report, beside the result. */
export function reportKey(monitor: string, kind: CheckResult['kind'], window: string): string {
  return `${monitor}/checks/${kind}/${window}/report.html`;
}
