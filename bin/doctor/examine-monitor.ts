import { latestWindowWithData } from '../../lambdas/core/check/latest-window.ts';
import type { RunContext } from '../../lambdas/core/context.ts';
import { loadState } from '../../lambdas/core/decision/state-store.ts';
import { hasNoLimit } from '../../lambdas/core/monitor/missing-limit.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { nextRun } from '../../lambdas/core/monitor/next-run.ts';
import { scheduledChecks } from '../../lambdas/core/monitor/scheduled-checks.ts';
import { lastCompleteWindow } from '../../lambdas/core/monitor/windows.ts';
import { missingLimitLine } from '../../lambdas/core/operate/missing-limit-line.ts';
import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import { formatMinute } from '../../lambdas/core/text/times.ts';
import { validateData } from '../../lambdas/core/validate/validate-data.ts';
import type { CopiedCommands } from '../commands/copied-commands.ts';
import type { Finding } from '../output/doctor.ts';
import { failed, note, ok } from './finding.ts';

/**
 * Whether a monitor has what its checks need: data that fits its file, a baseline, fresh captures, schedules, recipients.
 *
 * @param commands The command lines that mend.
 */
export async function examineMonitor(
  monitor: Monitor,
  context: RunContext,
  commands: Pick<CopiedCommands, 'buildBaseline' | 'validateData' | 'explain'>,
): Promise<Finding[]> {
  const data = await dataFindings(monitor, context, commands.validateData(monitor.name));
  const fresh = await freshness(monitor, context, commands.explain('no-data'));
  return [
    ...data,
    // Captures that cannot be read at all are one cause.
    ...(data.some(({ text }) => text === `capture: ${fresh.text}`) ? [] : [fresh]),
    ...(await baselineFindings(monitor, context, commands.buildBaseline(monitor.name))),
    ...scheduleFindings(monitor, context.now),
    monitor.alerts.email.length > 0
      ? ok('recipients', `${monitor.alerts.email.join(', ')} (in AWS)`)
      : note('recipients', 'alerts.email is empty: in AWS, alerts reach only who is subscribed to the topic'),
  ];
}

/** The first records of the training data, captures and labels. */
async function dataFindings(
  monitor: Monitor,
  context: Pick<RunContext, 'open' | 'now' | 'onProgress'>,
  tryAgain: string,
): Promise<Finding[]> {
  const { problems, warnings, notes } = await validateData(monitor, context);
  return [
    ...problems.map((text) => failed('data', text, `${tryAgain}   # shows the same while you change the file`)),
    ...warnings.map((text) => note('data', text)),
    ...notes.map((text) => ok('data', text)),
  ];
}

async function freshness(monitor: Monitor, context: RunContext, explainNoData: string): Promise<Finding> {
  const latest = lastCompleteWindow(monitor.schedule, context.now);
  try {
    const window = await latestWindowWithData(monitor, context);
    if (window === null) return failed('captures', 'no complete window has data', explainNoData);
    if (window.name === latest.name) return ok('captures', `the latest complete window, ${latest.name}, has data`);
    return note('captures', `the latest window with data is ${window.name}; the latest complete one is ${latest.name}`);
  } catch (error) {
    return failed('captures', errorMessage(error));
  }
}

/** The baseline, and the limits that follow from it. */
async function baselineFindings(
  monitor: Monitor,
  { results }: Pick<RunContext, 'results'>,
  buildBaseline: string,
): Promise<Finding[]> {
  try {
    const { state } = await loadState(results, monitor.name);
    const limits = hasNoLimit(monitor)
      ? [note('limits', await missingLimitLine(monitor, state.baseline, results))]
      : [];
    if (state.baseline === null) return [failed('baseline', 'none was built', buildBaseline), ...limits];
    const last = state.checks.drift.at(-1);
    const checked = last === undefined ? 'no window was checked yet' : `window ${last.window} was checked last`;
    return [ok('baseline', `${state.baseline}; ${checked}`), ...limits];
  } catch (error) {
    return [failed('baseline', errorMessage(error))];
  }
}

function scheduleFindings(monitor: Monitor, now: number): Finding[] {
  const { timeZone } = monitor.schedule;
  return scheduledChecks(monitor).map(({ kind, expression }) => {
    const next = nextRun(expression, timeZone, now);
    return next === null
      ? failed('schedule', `${kind}: ${expression} never fires again`, `set schedule.${kind}`)
      : ok('schedule', `${kind} at ${formatMinute(next)} next (in AWS)`);
  });
}
