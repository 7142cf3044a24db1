import { type ClaimStanding, playClaim } from '../performance/claims/claim-periods.ts';
import type { CheckedWindow, LimitOutcome } from './checked-window.ts';
import { hasBrokenData } from './checked-windows.ts';
import type { MonitorState } from './state.ts';

/** How one limit stands after a window. */
export interface LimitStanding extends LimitOutcome {
  /** Known windows in a row, up to the latest, whose values met the limit. */
  readonly streak: number;
  /** Whether the limit is passed, beyond chance or literally, in as many windows in a row as it demands. */
  readonly reached: boolean;
  /** Not reached only because some of the windows that met it had broken data. */
  readonly heldBack: boolean;
  /** The latest window that says anything about it. */
  readonly window: string;
  /** The first window of what made it reached, those with broken data left out; null without one. */
  readonly firstWindow: string | null;
  /** How far the evidence has come; null where values are compared as they are. */
  readonly standing: ClaimStanding | null;
}

/**
 * What lasts no longer may be a week of holidays: a model that learned it would be wrong after it. In milliseconds, and with
 * the hour by which a week is longer in which clocks are set back.
 */
const WEEK = (7 * 24 + 1) * 3_600_000;

/**
 * The limits as they stand after the accuracy windows up to the one that starts at `until`. Windows without enough data say
 * nothing. Windows whose input data was broken do not count for retraining: the model is not what is at fault. Windows that
 * began before the live model served all requests say nothing about it; a look at one of them says how its own model stood.
 *
 * The outcome depends on the windows' latest checks alone, and not on when or how often they were checked.
 *
 * @param until Milliseconds since the epoch. Not given: after the latest window.
 */
export function limitStandings(state: MonitorState, until: number = Number.POSITIVE_INFINITY): LimitStanding[] {
  const { accuracy } = state.checks;
  const isOfReplacedModel = state.model !== null && until < state.model.since;
  const checkedWindows = (isOfReplacedModel ? accuracy : ofLiveModel(state, accuracy)).filter(
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

/** How a limit stands that has to be passed beyond chance. */
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
 * Whether the open incident began before the first window on record. Which limit opened it is not known then, so all are taken
 * for passed until windows prove the opposite.
 */
function isOlderThanRecord({ incidents, checks }: MonitorState): boolean {
  const open = incidents.find((incident) => incident.kind === 'performance' && incident.state === 'open');
  return open !== undefined && !checks.accuracy.some(({ window }) => window === open.since);
}

/** Start of the last window of the incident that a person closed last: what later windows say is new. */
function resolvedUntil({ incidents, checks }: MonitorState): number {
  const resolved = incidents.filter((incident) => incident.kind === 'performance' && incident.state === 'resolved');
  const starts = resolved.map(({ lastWindow }) => checks.accuracy.find(({ window }) => window === lastWindow)?.start);
  return Math.max(Number.NEGATIVE_INFINITY, ...starts.filter((start) => start !== undefined));
}

/** The kinds of incident that are about the model and not about its data: they end with it. */
export const MODEL_INCIDENT_KINDS: ReadonlySet<string> = new Set(['performance', 'drift']);

/** The windows that the live model alone has answered. */
export function ofLiveModel(
  { model }: MonitorState,
  checkedWindows: readonly CheckedWindow[],
): readonly CheckedWindow[] {
  return model === null ? checkedWindows : checkedWindows.filter((checkedWindow) => checkedWindow.start >= model.since);
}

function outcomeOf(checkedWindow: CheckedWindow, limit: LimitOutcome): LimitOutcome | undefined {
  return checkedWindow.limits.find((other) => other.text === limit.text && other.purpose === limit.purpose);
}

function says(outcome: LimitOutcome | undefined): boolean {
  return outcome !== undefined && (outcome.met !== null || (outcome.claim?.evidence ?? null) !== null);
}

/** Why a retraining must not start now, or null. Training on broken data makes a model worse. */
export function retrainingBlock(state: MonitorState, window: string): string | null {
  if (hadBrokenData(state, window)) return `the data of window ${window} is broken: fix the data first`;
  const open = state.incidents.find((incident) => incident.kind === 'data-quality' && incident.state === 'open');
  if (open !== undefined) return `the data is broken since window ${open.since}: fix the data first`;
  if (hadUnreadableLabels(state, window)) return `labels of window ${window} cannot be read: fix the labels first`;
  const unlabelled = state.incidents.find((incident) => incident.kind === 'no-labels' && incident.state === 'open');
  if (unlabelled === undefined || !hadUnreadableLabels(state, unlabelled.lastWindow)) return null;
  return `labels cannot be read since window ${unlabelled.since}: fix the labels first`;
}

function hadUnreadableLabels(state: MonitorState, window: string): boolean {
  return state.checks.accuracy.find((other) => other.window === window)?.labels?.unreadable ?? false;
}

/** Whether the drift check of this window found broken data. */
export function hadBrokenData(state: MonitorState, window: string): boolean {
  return state.checks.drift.some((checkedWindow) => checkedWindow.window === window && hasBrokenData(checkedWindow));
}
