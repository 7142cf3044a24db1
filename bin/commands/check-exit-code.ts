import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import { EXIT } from './exit.ts';

interface JudgedOptions {
  readonly failOn?: 'alert';
  readonly scheduled?: boolean;
}

/** The exit code. A next step for the on-call takes precedence over missing data, unless no window has data. */
export function checkExitCode({ capture }: Monitor, results: readonly CheckResult[], options: JudgedOptions): number {
  const found = results.filter((result) => !isWithoutData(result));
  const isJudged = options.scheduled || found.length > 0;
  if (options.failOn === 'alert' && isJudged && results.some(needsOnCall)) return EXIT.alert;
  return !options.scheduled && capture.expectData && results.length > 0 && found.length === 0 ? EXIT.noData : EXIT.done;
}

function isWithoutData({ data, verdict }: CheckResult): boolean {
  return data.rows === 0 && verdict.nextStep !== 'fix-data';
}

function needsOnCall({ verdict }: CheckResult): boolean {
  return verdict.nextStep === 'alert' || verdict.nextStep === 'retrain' || verdict.nextStep === 'fix-data';
}
