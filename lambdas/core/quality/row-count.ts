import { deviationByMedian, median } from '../statistics/median.ts';
import { studentTUpperQuantile } from '../statistics/student-t.ts';
import type { QualityFinding } from './types.ts';

/** How many rows a window had. */
export interface WindowCount {
  /** Start of the window, milliseconds since the epoch. */
  readonly start: number;
  /** Above 0. */
  readonly rows: number;
  /** Windows with the same key are of one kind, such as Mondays, or Mondays to Fridays; the finest kind first. */
  readonly kinds: readonly number[];
  /** The kinds in words, such as `on Mondays`. @default - the kinds are not named: messages name that of the judged window only */
  readonly names?: readonly string[];
  /** Windows with the same key may be alike on a holiday, such as all days, or noon of any day. */
  readonly alike: number;
}

/** The windows before, oldest first. */
export interface EarlierCounts {
  readonly live: readonly WindowCount[];
  /** The baseline's own. They show scatter and the weekdays, not the level: training data may be a sample. */
  readonly ofBaseline: readonly WindowCount[];
}

export interface CountChances {
  /** Of a breach in an unchanged window. */
  readonly breach: number;
  /** Of any finding in an unchanged window. */
  readonly finding: number;
}

/** A judgement needs so many earlier windows, over so long a time: before the second weekend, a quiet day may be usual. */
const FEWEST_WINDOWS = 8;
const SHORTEST_SPAN = 13.5 * 86_400_000;
/** The fewest windows of a kind by which one is judged. */
const FEWEST_OF_KIND = 3;
/** The live windows of the coarsest kind that fix its level where only the baseline's are enough. */
const FEWEST_FOR_LEVEL = 3;
/** The median of the latest windows of a kind is the usual number: one outage and one holiday do not move it. */
const LATEST = 5;
/** Days scatter with heavier tails than a normal distribution's: as Student's t with so many degrees of freedom. */
const DEGREES = 8;
/** Windows are assumed to scatter by a quarter, until they show how far: the assumption counts as much as so many windows. */
const ASSUMED_SCATTER = 0.25;
const ASSUMED_WINDOWS = 7;
/** They scatter by so much at least, besides chance. */
const LEAST_SCATTER = 0.05;
/** Counts that differ by a smaller factor are no finding, however regular the windows are. */
const LEAST_FACTOR = 1.5;
/** A breach has fewer than this share of the usual rows, … */
const BROKEN_SHARE = 0.2;
/** … and than this share of those that the quietest of the windows alike have: a holiday may look like a Sunday. */
const BROKEN_SHARE_OF_QUIETEST = 0.5;

/**
 * Whether a window has far fewer or far more rows than usual. The usual number is the median of the latest windows of the same
 * kind, so seasons and growth move it along. How far windows scatter is learned from how far each was from such a
 * median, on a logarithmic scale: the number of requests varies by a share of it, far more than Poisson's distribution says.
 *
 * Only far fewer rows are a breach, because more rows are not lost.
 *
 * @returns null: as many as usual, or too few windows are known
 */
export function assessRowCount(
  now: WindowCount,
  { live, ofBaseline }: EarlierCounts,
  chances: CountChances,
): QualityFinding | null {
  const own = judge(now, live, chances);
  if (own !== null) return findingOf(now, own, { windows: live.length, ofBaseline: 0 });
  const moved = toLevelOf(now, live, ofBaseline);
  const judged = judge(now, [...moved, ...live], chances);
  // Training data may be drawn from some days only, so its windows warn and prove nothing.
  return judged && findingOf(now, { ...judged, broken: 0 }, { windows: live.length, ofBaseline: moved.length });
}

/** Numbers of rows. */
interface Judged {
  readonly usual: number;
  /** Others are a finding. */
  readonly lower: number;
  readonly upper: number;
  /** Fewer are a breach. */
  readonly broken: number;
  /** Index of the kind by which the window is judged. */
  readonly level: number;
}

function judge(now: WindowCount, known: readonly WindowCount[], { breach, finding }: CountChances): Judged | null {
  if (known.length < FEWEST_WINDOWS || now.start - known[0].start < SHORTEST_SPAN) return null;
  const isKnown = (kind: number, i: number) => known.filter(({ kinds }) => kinds[i] === kind).length >= FEWEST_OF_KIND;
  const level = now.kinds.findIndex(isKnown);
  if (level < 0) return null;
  const kinds = Map.groupBy(known, ({ kinds }) => kinds[level]);
  const usual = usualOf(kinds.get(now.kinds[level])!);
  const alike = [...kinds.values()].filter(([first]) => first.alike === now.alike);
  const quietest = Math.min(...alike.map(usualOf));
  const scatter = Math.max(scatterOf([...kinds.values()]), Math.hypot(LEAST_SCATTER, 1 / Math.sqrt(usual)));
  const factorAt = (chance: number) => Math.exp(scatter * studentTUpperQuantile(chance, DEGREES));
  const factor = Math.max(LEAST_FACTOR, factorAt(finding / 2));
  return {
    usual,
    lower: usual / factor,
    upper: usual * factor,
    broken: Math.min(BROKEN_SHARE * usual, BROKEN_SHARE_OF_QUIETEST * quietest, usual / factorAt(breach)),
    level,
  };
}

/** The usual number of a kind. @param members oldest first */
function usualOf(members: readonly WindowCount[]): number {
  return median(members.slice(-LATEST).map(({ rows }) => rows));
}

/** How far a window is from the median of those of its kind that are nearest in time: a standard deviation, on a logarithmic scale. */
function scatterOf(kinds: readonly (readonly WindowCount[])[]): number {
  const distances = kinds.flatMap((members) => {
    if (members.length < FEWEST_OF_KIND) return [];
    const logs = members.map(({ rows }) => Math.log(rows));
    return logs.map((log, i) => Math.abs(log - median(nearest(logs, i))));
  });
  if (distances.length === 0) return ASSUMED_SCATTER;
  const scatter = deviationByMedian(distances);
  const squares = distances.length * scatter ** 2 + ASSUMED_WINDOWS * ASSUMED_SCATTER ** 2;
  return Math.sqrt(squares / (distances.length + ASSUMED_WINDOWS));
}

/** The values nearest to a position, without the one there. */
function nearest(values: readonly number[], at: number): number[] {
  const from = Math.max(0, Math.min(at - Math.ceil(LATEST / 2), values.length - LATEST - 1));
  return values.slice(from, from + LATEST + 1).filter((_, i) => from + i !== at);
}

/**
 * The baseline's windows, multiplied so that those of the coarsest kind, such as weekends, have as many rows as live windows of that kind:
 * training data may be drawn evenly over all days. None where live windows do not show how many that is.
 */
function toLevelOf(now: WindowCount, live: readonly WindowCount[], ofBaseline: readonly WindowCount[]): WindowCount[] {
  const ofKind = (window: WindowCount, i: number) => ofBaseline.filter(({ kinds }) => kinds[i] === window.kinds[i]);
  const ratios = live.flatMap((window) => {
    if (window.kinds.at(-1) !== now.kinds.at(-1)) return [];
    const members = window.kinds.map((_, i) => ofKind(window, i)).find(({ length }) => length >= FEWEST_OF_KIND);
    return members === undefined ? [] : [window.rows / usualOf(members)];
  });
  if (ratios.length < FEWEST_FOR_LEVEL) return [];
  const factor = median(ratios);
  return ofBaseline.map((window) => ({ ...window, rows: factor * window.rows }));
}

function findingOf(
  { rows, names }: WindowCount,
  { usual, lower, upper, broken, level }: Judged,
  known: { readonly windows: number; readonly ofBaseline: number },
): QualityFinding | null {
  if (rows >= lower && rows <= upper) return null;
  const when = names?.[level];
  return {
    check: 'row_count',
    feature: null,
    value: rows / usual,
    baseline: null,
    limit: rows < lower && broken > 0 ? broken / usual : null,
    rows: Math.round(rows),
    usual: {
      lower: Math.ceil(lower),
      upper: Math.max(Math.ceil(lower), Math.floor(upper)),
      ...(when !== undefined && { when }),
      ...known,
    },
    breached: rows < broken,
  };
}
