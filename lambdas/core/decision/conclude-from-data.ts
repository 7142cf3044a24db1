import { describeDrift, headDrift } from '../result/describe.ts';
import { markAnswer, rankedDrift } from '../result/ranked-drift.ts';
import type { DriftResult, QualityResult, Verdict } from '../result/schema.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import type { Signal } from './checked-window.ts';
import { isLingering, lingeringSignal } from './lingering.ts';

/** What a check knows about missing rows. */
export interface AbsenceFacts {
  /** Whether a window without rows is itself a fault. */
  readonly expectData: boolean;
  /** Whether a person runs the check: then it is seen, and no incident. */
  readonly byHand: boolean;
  /** What is there instead of the window's rows, in words; null where there are some. */
  readonly absence: string | null;
}

export interface DataFacts extends AbsenceFacts {
  readonly rows: number;
  /** Fewer rows than this say nothing about drift. */
  readonly minimumRows: number;
  readonly quality: readonly QualityResult[];
  readonly drift: DriftResult | null;
  readonly predictionDrift: DriftResult | null;
}

export interface Conclusion {
  readonly dataMatches: Verdict['dataMatches'];
  readonly nextStep: Verdict['nextStep'];
  readonly reasons: readonly string[];
  readonly signals: readonly Signal[];
}

/**
 * What a drift check concludes. Broken data comes first: it explains drift, and both drift and retraining have to wait
 * until it is fixed.
 */
export function concludeFromData(facts: DataFacts): Conclusion {
  const broken = facts.quality.filter((finding) => finding.breached).map((finding) => finding.message);
  // What was captured but cannot be read is broken data, not missing data.
  const missing = facts.rows === 0 && broken.length === 0 && facts.expectData;
  const noDataStatus = facts.rows > 0 ? 'clear' : missing && !facts.byHand ? 'breach' : 'unknown';
  const noData: Signal = {
    ...signal('no-data', noDataStatus, [absenceLine(facts)]),
    details: noDataStatus === 'breach' ? [CAPTURE_STOPPED] : [],
  };
  const known = facts.rows >= Math.max(1, facts.minimumRows);
  const lingering = broken.length > 0 || !known ? [] : facts.quality.filter(isLingering).map(({ message }) => message);
  const qualityStatus = broken.length > 0 ? 'breach' : known ? 'clear' : 'unknown';
  const quality = lingering.length > 0 ? lingeringSignal(lingering) : signal('data-quality', qualityStatus, broken);
  const drifted = driftLines(facts, describeDrift);
  const driftStatus = broken.length > 0 || !known ? 'unknown' : drifted.length > 0 ? 'breach' : 'clear';
  const drift = signal('drift', driftStatus, drifted, driftLines(facts, headDrift)[0]);
  const signals = [noData, quality, drift];

  if (broken.length > 0) return { dataMatches: 'no', nextStep: 'fix-data', reasons: [...broken, ...drifted], signals };
  if (facts.rows === 0) return { dataMatches: 'unknown', ...concludeFromAbsence(facts), signals };
  if (!known) {
    const few = countOf(facts.rows, 'row is', 'rows are');
    const reason = `${few} too few to say, ${formatCount(facts.minimumRows)} are needed`;
    return { dataMatches: 'unknown', nextStep: 'continue', reasons: [reason], signals };
  }
  if (drifted.length > 0) return { dataMatches: 'no', nextStep: 'alert', reasons: drifted, signals };
  return { dataMatches: 'yes', nextStep: 'continue', reasons: [], signals };
}

/** What a check of either kind says of a window without rows. */
export function concludeFromAbsence(facts: AbsenceFacts): Pick<Verdict, 'nextStep' | 'reasons'> {
  const reasons = [absenceLine(facts), ...(facts.expectData && !facts.byHand ? [CAPTURE_STOPPED] : [])];
  return { nextStep: facts.expectData ? 'alert' : 'continue', reasons };
}

const CAPTURE_STOPPED = 'capture may have stopped, which is not the same as no traffic';

function absenceLine({ absence }: AbsenceFacts): string {
  return absence === null ? 'no data was captured in the window' : `no data was captured: ${absence}`;
}

function driftLines(facts: DataFacts, describe: typeof describeDrift): string[] {
  return rankedDrift(facts).map(({ feature, isAnswer }) => markAnswer(describe(feature), isAnswer));
}

function signal(
  kind: Signal['kind'],
  status: Signal['status'],
  lines: readonly string[],
  head: string | undefined = lines[0],
): Signal {
  if (status !== 'breach') return { kind, status, headline: '', details: [] };
  const more = lines.length < 2 ? '' : ` (and ${lines.length - 1} more)`;
  return {
    kind,
    status,
    headline: `${head}${more}`,
    details: lines.length > 1 || head !== lines[0] ? lines.slice(0, 10) : [],
  };
}
