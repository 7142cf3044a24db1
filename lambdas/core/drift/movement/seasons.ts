/** A shift of one window, with the group it belongs to in every cycle, such as its weekday. */
export interface Seasonal {
  readonly effect: number;
  readonly error: number;
  /** Nothing is learned from a window that was flagged. */
  readonly flagged: boolean;
  /** By cycle, as `cyclesOf` gives them; a window without cycles has none. */
  readonly groups: readonly number[];
  /** A window of the baseline itself: it shows how far windows move, but not the level of today's windows. */
  readonly inBaseline?: boolean;
}

/** What a cycle adds to the effect of windows of a group. */
export interface Season {
  /** Index of the cycle; −1: none was found. */
  readonly cycle: number;
  readonly offsets: ReadonlyMap<number, { readonly offset: number; readonly variance: number }>;
}

export const NO_SEASON: Season = { cycle: -1, offsets: new Map() };

/** The fewest windows in which a pattern is searched, and the fewest in a group. */
const MIN_WINDOWS = 8;
const MIN_GROUP = 2;
/**
 * Natural logarithm of how much more probable than no pattern a pattern has to be, beyond the penalty for its groups.
 */
const MIN_GAIN = 3;
/** The largest seasonal offset, in standard deviations; the rest of a deviation is not seasonal. */
export const MAX_SEASON = 0.5;

/**
 * The cycle that explains the windows best, by the Bayesian information criterion (G. Schwarz, 1978), with residual degrees of
 * freedom in place of the number of windows; {@link NO_SEASON} where no cycle explains enough. The offsets are those of the
 * groups against the mean of all windows: the overall level of the windows is not learned.
 */
export function findSeason(windows: readonly Seasonal[]): Season {
  const used = windows.filter(({ flagged }) => !flagged);
  const cycles = used[0]?.groups.length ?? 0;
  if (used.length < MIN_WINDOWS || cycles === 0) return NO_SEASON;
  const mean = used.reduce((sum, { effect }) => sum + effect, 0) / used.length;
  const total = used.reduce((sum, { effect }) => sum + (effect - mean) ** 2, 0);
  let best = NO_SEASON;
  let largest = MIN_GAIN;
  for (let cycle = 0; cycle < cycles; cycle++) {
    const groups = new Map<number, { sum: number; count: number }>();
    for (const { effect, groups: of } of used) {
      const group = groups.get(of[cycle]) ?? { sum: 0, count: 0 };
      group.sum += effect - mean;
      group.count++;
      groups.set(of[cycle], group);
    }
    const known = [...groups].filter(([, { count }]) => count >= MIN_GROUP);
    if (groups.size < 2 || known.length < groups.size) continue;
    const explained = known.reduce((sum, [, group]) => sum + group.sum ** 2 / group.count, 0);
    const rest = total - explained;
    if (!(rest > 0)) continue;
    // With two windows for each weekday the groups explain much by chance alone, so only the windows beyond one per
    // group count.
    const left = used.length - groups.size;
    const gain = (left / 2) * Math.log(total / rest) - ((groups.size - 1) / 2) * Math.log(used.length);
    if (gain <= largest) continue;
    largest = gain;
    const variance = rest / left;
    const offsets = known.map(([group, { sum, count }]): [number, { offset: number; variance: number }] => [
      group,
      { offset: Math.max(-MAX_SEASON, Math.min(MAX_SEASON, sum / count)), variance: variance / count },
    ]);
    best = { cycle, offsets: new Map(offsets) };
  }
  return best;
}

/** The window without its seasonal offset; the offset's uncertainty adds to the window's error. */
export function withoutSeason<T extends Seasonal>(window: T, { cycle, offsets }: Season): T {
  const season = cycle < 0 ? undefined : offsets.get(window.groups[cycle]);
  if (season === undefined) return window;
  return {
    ...window,
    effect: window.effect - season.offset,
    error: Math.sqrt(window.error ** 2 + season.variance),
  };
}
