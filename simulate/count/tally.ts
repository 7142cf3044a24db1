import { type Cell, changeOf } from '../play/cell.ts';
import type { MonitorOutcome, SentMessage, WatcherDays } from '../play/outcome.ts';
import type { Change } from '../world/change.ts';
import { garwoodInterval } from './garwood.ts';

const YEAR = 365;

/** The parts of a monitor's life, in days. */
const PERIODS = { firstWeek: [0, 7], weeksTwoToFour: [7, 28], later: [28, Number.POSITIVE_INFINITY] } as const;
export type Period = keyof typeof PERIODS;

export interface Count {
  readonly pages: number;
  readonly monitorYears: number;
  /** Alerts per monitor and year, with their 95 % interval if alerts were independent of each other; null without a day. */
  readonly perYear: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** From the change to the first alert. Days count from 0, the first day of the change. */
export interface Detection {
  readonly monitors: number;
  /** Days on which an alert counts: up to four weeks after the change is complete. */
  readonly days: number;
  /** Monitors with an alert in those days. */
  readonly found: number;
  /** null: the alert comes after those days, or never. */
  readonly medianDays: number | null;
  readonly ninetyPercentDays: number | null;
  readonly sameDay: number;
  readonly within2Days: number;
  readonly within7Days: number;
  readonly within28Days: number;
  readonly missed: number;
}

/** The figures of one watcher in one cell. The keys are those of the lines in kept files, where alerts are called pages. */
export interface Tally {
  readonly cell: string;
  readonly watcher: string;
  /** Days without a change; the odd day is left out. */
  readonly falsePages: Count;
  readonly periods: Readonly<Record<Period, Count>>;
  /** Monitors that sent an alert about the odd day itself; null where there is none. */
  readonly oddDay: { readonly monitors: number; readonly alerted: number } | null;
  /** Alerts that come while a changed feature is flagged; null without a change. */
  readonly detection: Detection | null;
  /** The same for any alert. */
  readonly anyPage: Detection | null;
  /** Alerts from the change to the end, per monitor; null without a change. */
  readonly pagesAfter: number | null;
  /** Share of the days without a change whose window is flagged, with an alert or not; the odd day is left out. */
  readonly quietFlaggedShare: number | null;
  /** Share of the days since the change on which a changed feature is flagged. */
  readonly foundShare: number | null;
  /** The product's first messages of any kind: monitor, day and title. */
  readonly messages: readonly (SentMessage & { readonly monitor: number })[];
}

/** The most messages that are kept of a cell. */
const KEPT_MESSAGES = 30;

/** Days after a complete change in which alerts count. */
export const DAYS_AFTER = 28;

export function tally(cell: Cell, outcomes: readonly MonitorOutcome[]): Tally[] {
  const { name, days } = cell;
  const change = changeOf(cell);
  const quietDays = change === null ? days : change.day;
  const watchers = Array.from(outcomes[0]?.watchers.keys() ?? []);
  const messages = outcomes
    .flatMap(({ monitor, messages }) => messages.map((message) => ({ monitor, ...message })))
    .slice(0, KEPT_MESSAGES);
  return watchers.map((watcher) => {
    const all = outcomes.map(({ watchers, oddDay }) => ({ ...watchers.get(watcher)!, oddDay }));
    const odd = all.filter(({ oddDay }) => oddDay !== null && oddDay < quietDays);
    const count = (from: number, to: number) => countAlerts(all, from, Math.min(to, quietDays));
    return {
      cell: name,
      watcher,
      falsePages: count(0, quietDays),
      periods: {
        firstWeek: count(...PERIODS.firstWeek),
        weeksTwoToFour: count(...PERIODS.weeksTwoToFour),
        later: count(...PERIODS.later),
      },
      oddDay:
        odd.length === 0
          ? null
          : { monitors: odd.length, alerted: odd.filter(({ alerts, oddDay }) => alerts[oddDay!] === 1).length },
      detection: change && detect(all, change, (days, day) => days.found[day] === 1),
      anyPage: change && detect(all, change, () => true),
      pagesAfter: change && sumOf(all.map(({ alerts }) => alerts.subarray(change.day))) / all.length,
      quietFlaggedShare: shareOf(
        all.map(({ flagged, oddDay }) => flagged.subarray(0, quietDays).filter((_, day) => day !== oddDay)),
      ),
      foundShare: change && shareOf(all.map(({ found }) => found.subarray(change.day))),
      messages: watcher === watchers[0] ? messages : [],
    };
  });
}

function countAlerts(all: readonly (WatcherDays & { oddDay: number | null })[], from: number, to: number): Count {
  let [alerts, days] = [0, 0];
  for (const watcher of all) {
    for (let day = from; day < to; day++) {
      if (day === watcher.oddDay) continue;
      alerts += watcher.alerts[day];
      days++;
    }
  }
  const monitorYears = days / YEAR;
  const [lower, upper] = garwoodInterval(alerts);
  const rate = (count: number) => (days === 0 ? null : count / monitorYears);
  return { pages: alerts, monitorYears, perYear: rate(alerts), lower: rate(lower), upper: rate(upper) };
}

function detect(
  all: readonly WatcherDays[],
  { day: changeDay, over }: Pick<Change, 'day' | 'over'>,
  counts: (days: WatcherDays, day: number) => boolean,
): Detection {
  const last = over - 1 + DAYS_AFTER;
  const delays = all.map((days) => {
    const found = days.alerts.findIndex((alert, day) => day >= changeDay && alert === 1 && counts(days, day));
    return found < 0 || found - changeDay > last ? Number.POSITIVE_INFINITY : found - changeDay;
  });
  delays.sort((a, b) => a - b);
  const within = (days: number) => delays.filter((delay) => delay <= days).length / delays.length;
  // The smallest number of days within which at least this share is found.
  const quantile = (share: number) => {
    const delay = delays[Math.ceil(share * delays.length) - 1];
    return Number.isFinite(delay) ? delay : null;
  };
  const found = delays.filter(Number.isFinite).length;
  return {
    monitors: delays.length,
    days: last,
    found,
    medianDays: quantile(0.5),
    ninetyPercentDays: quantile(0.9),
    sameDay: within(0),
    within2Days: within(2),
    within7Days: within(7),
    within28Days: within(28),
    missed: delays.length - found,
  };
}

/** Share of the marked days; null without a day. */
function shareOf(marks: readonly Uint8Array[]): number | null {
  const all = marks.reduce((sum, { length }) => sum + length, 0);
  return all === 0 ? null : sumOf(marks) / all;
}

function sumOf(marks: readonly Uint8Array[]): number {
  return marks.reduce((sum, part) => sum + part.reduce((a, b) => a + b, 0), 0);
}
