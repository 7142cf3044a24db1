import { type ClaimStanding, playClaim } from '../performance/claims/claim-periods.ts';
import { formatMinute } from '../text/times.ts';
import type { CheckedWindow, LimitOutcome } from './checked-window.ts';
import { hasBrokenData } from './checked-windows.ts';
import { openIncident } from './open-incident.ts';
import type { MonitorState } from './state.ts';

/** How one limit stands after a window. */
export interface LimitStanding extends LimitOutcome {
  /** Number of windows in a row, up to the latest with a known value, whose values met the limit. */
  readonly streak: number;
  /** Whether the limit is passed, beyond chance or literally, in as many windows in a row as it requires. */
  readonly reached: boolean;
  /** Whether it would be reached if windows with broken data counted. */
  readonly heldBack: boolean;
  /** The latest window with a known value or evidence. */
  readonly window: string;
  /** The first window that counts toward reaching it (windows with broken data do not); null without one. */
  readonly firstWindow: string | null;
  /** The evidence so far; null where values are compared as they are. */
  readonly standing: ClaimStanding | null;
}

/**
 * A drop that lasts no longer may be a week of holidays, and a model trained on it would be wrong afterwards. Milliseconds,
 * with the extra hour of a week in which clocks are set back.
 */
const WEEK = (7 * 24 + 1) * 3_600_000;

/**
 * How the limits stand after the accuracy windows up to the one that starts at `until`. Windows without enough data do not
 * count. Windows with broken input data do not count for retraining, because the model is not at fault. Windows that started
 * before the live model served all requests do not count for it; for such a window, all windows up to it count.
 *
 * The outcome depends only on the latest check of each window, not on when or how often a window was checked.
 *
 * @param until Milliseconds since the epoch. @default after the latest window
 */
export function limitStandings(state: MonitorState, until: number = Number.POSITIVE_INFINITY): LimitStanding[] {
  const { accuracy } = state.checks;
  const checkedWindows = (isOfReplacedModel(state, until) ? accuracy : ofLiveModel(state, accuracy)).filter(
    ({ start }) => start <= until,
  );
  const latest = checkedWindows.at(-1);
  if (latest === undefined) return [];
  return latest.limits.map((limit) => {
    const known = checkedWindows.filter((checkedWindow) => says(outcomeOf(checkedWindow, limit)));
    const sound =
      limit.purpose === 'alert' ? known : known.filter((checkedWindow) => !isBrokenAndMet(state, checkedWindow, limit));
    const window = (known.at(-1) ?? latest).window;
    if (limit.claim === undefined) {
      const [all, counted] = [streakOf(known, limit), streakOf(sound, limit)];
      const reached = counted.length >= limit.windows;
      const heldBack = !reached && all.length >= limit.windows;
      const firstWindow = counted[0]?.window ?? null;
      return { ...limit, streak: counted.length, reached, heldBack, window, firstWindow, standing: null };
    }
    const counted = claimOf(state, sound, limit, limit.claim);
    const heldBack =
      !counted.reached && sound.length < known.length && claimOf(state, known, limit, limit.claim).reached;
    return { ...limit, ...counted, heldBack, window };
  });
}

/** Whether the window met the limit, perhaps only because its data was broken. */
function isBrokenAndMet(state: MonitorState, checkedWindow: CheckedWindow, limit: LimitOutcome): boolean {
  return outcomeOf(checkedWindow, limit)?.met !== false && hadBrokenData(state, checkedWindow.window);
}

/** The windows in a row, up to the last, whose values met the limit. */
function streakOf(known: readonly CheckedWindow[], limit: LimitOutcome): readonly CheckedWindow[] {
  const valued = known.filter((checkedWindow) => outcomeOf(checkedWindow, limit)?.met !== null);
  return valued.slice(valued.findLastIndex((checkedWindow) => outcomeOf(checkedWindow, limit)?.met === false) + 1);
}

/** How a limit stands that counts as passed only beyond chance. */
function claimOf(
  state: MonitorState,
  known: readonly CheckedWindow[],
  limit: LimitOutcome,
  { awaitsWeek, ...rule }: NonNullable<LimitOutcome['claim']>,
): Pick<LimitStanding, 'streak' | 'reached' | 'firstWindow' | 'standing'> {
  const after = limit.purpose === 'alert' ? resolvedUntil(state) : Number.NEGATIVE_INFINITY;
  const counted = known.filter((checkedWindow) => checkedWindow.start > after);
  let inARow = 0;
  const windows = counted.map((checkedWindow) => {
    const outcome = outcomeOf(checkedWindow, limit)!;
    if (outcome.met !== null) inARow = outcome.met ? inARow + 1 : 0;
    const mayOpen = limit.windows === 1 || inARow >= limit.windows;
    const { evidence = null, rows = 0 } = outcome.claim ?? {};
    return { window: checkedWindow.window, rows, evidence, mayOpen };
  });
  const isOpen = limit.purpose === 'alert' && isOlderThanRecord(state) && windows.some(({ evidence }) => evidence);
  const standing = playClaim(windows, rule, isOpen);
  const streak = streakOf(counted, limit);
  const since = counted.find(({ window }) => window === standing.since)?.start;
  const last = counted.at(-1);
  const lasts = since !== undefined && last !== undefined && last.end - since > WEEK && streak.length > 0;
  return {
    streak: streak.length,
    reached: standing.open && (lasts || !awaitsWeek),
    firstWindow: limit.windows > 1 ? (streak[0]?.window ?? standing.since) : standing.since,
    standing,
  };
}

/**
 * Whether the open incident began before the first window on record. The limit that opened it is then unknown, so every limit
 * counts as passed until windows prove the opposite.
 */
function isOlderThanRecord({ incidents, checks }: MonitorState): boolean {
  const open = openIncident(incidents, 'performance');
  return open !== undefined && !checks.accuracy.some(({ window }) => window === open.since);
}

/** Start of the last window of the latest resolved incident: only later windows count toward a new one. */
function resolvedUntil({ incidents, checks }: MonitorState): number {
  const resolved = incidents.filter((incident) => incident.kind === 'performance' && incident.state === 'resolved');
  const starts = resolved.map(({ lastWindow }) => checks.accuracy.find(({ window }) => window === lastWindow)?.start);
  return Math.max(Number.NEGATIVE_INFINITY, ...starts.filter((start) => start !== undefined));
}

/** The kinds of incident that belong to the live model: they end when it is replaced. */
export const MODEL_INCIDENT_KINDS: ReadonlySet<string> = new Set(['performance', 'drift']);

/** The windows in which the live model answered every request. */
export function ofLiveModel(
  { model }: MonitorState,
  checkedWindows: readonly CheckedWindow[],
): readonly CheckedWindow[] {
  return model === null ? checkedWindows : checkedWindows.filter((checkedWindow) => checkedWindow.start >= model.since);
}

function isOfReplacedModel({ model }: MonitorState, start: number): boolean {
  return model !== null && start < model.since;
}

/** That the model of a window with this start was replaced, in words; null while it is deployed. */
export function describeReplaced(state: MonitorState, start: number): string | null {
  return isOfReplacedModel(state, start)
    ? `the model of this window is no longer deployed: another one has served since ${formatMinute(state.model!.since)}`
    : null;
}

function outcomeOf(checkedWindow: CheckedWindow, limit: LimitOutcome): LimitOutcome | undefined {
  return checkedWindow.limits.find((other) => other.text === limit.text && other.purpose === limit.purpose);
}

function says(outcome: LimitOutcome | undefined): boolean {
  return outcome !== undefined && (outcome.met !== null || (outcome.claim?.evidence ?? null) !== null);
}

/** Why a retraining must not start now, or null: training on broken data would make the model worse. */
export function retrainingBlock(state: MonitorState, window: string): string | null {
  const broken = dataBlock(state, window);
  if (broken !== null) return broken;
  if (hadUnreadableLabels(state, window)) return `labels of window ${window} cannot be read: fix the labels first`;
  const unlabelled = openIncident(state.incidents, 'no-labels');
  if (unlabelled === undefined || !hadUnreadableLabels(state, unlabelled.lastWindow)) return null;
  return `labels have been unreadable since window ${unlabelled.since}: fix the labels first`;
}

/** That the data of the window was broken, or is broken now, in words; null where it is sound. */
export function dataBlock(state: MonitorState, window: string): string | null {
  if (hadBrokenData(state, window)) return `the data of window ${window} is broken: fix the data first`;
  const open = openIncident(state.incidents, 'data-quality');
  return open === undefined ? null : `the data has been broken since window ${open.since}: fix the data first`;
}

function hadUnreadableLabels(state: MonitorState, window: string): boolean {
  return state.checks.accuracy.find((other) => other.window === window)?.labels?.unreadable ?? false;
}

/** Whether the drift check of this window found broken data. */
export function hadBrokenData(state: MonitorState, window: string): boolean {
  return state.checks.drift.some((checkedWindow) => checkedWindow.window === window && hasBrokenData(checkedWindow));
}
