import { describeDrift, headDrift } from '../result/describe.ts';
import { markAnswer, rankedDrift } from '../result/ranked-drift.ts';
import type { DriftResult, QualityResult, Verdict } from '../result/schema.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import type { Signal } from './checked-window.ts';
import { headlineOf } from './headline.ts';
import { brokenFindings, driftFindings, type IncidentFinding } from './incident-findings.ts';
import { isLingering, lingeringSignal } from './lingering.ts';

/** Why a window has no rows, and whether that is a fault. */
export interface AbsenceFacts {
  /** Whether a window without rows is itself a fault. */
  readonly expectData: boolean;
  /** Whether a person runs the check: missing data then opens no incident, because that person sees it. */
  readonly byHand: boolean;
  /** In words, what was found instead of rows; null where there are rows, or nothing is known. */
  readonly absence: string | null;
}

export interface DataFacts extends AbsenceFacts {
  readonly rows: number;
  /** The fewest rows needed to judge drift. */
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
  /** The findings of the signals that are a breach. */
  readonly findings: WindowFindings;
}

/** By the kind of incident that they belong to, worst first. */
export type WindowFindings = Readonly<Partial<Record<Signal['kind'], readonly IncidentFinding[]>>>;

/**
 * What a drift check concludes. Broken data comes first: it causes drift, so drift is judged, and a retraining started, only
 * after it is fixed.
 */
export function concludeFromData(facts: DataFacts): Conclusion {
  const broken = facts.quality.filter((finding) => finding.breached).map((finding) => finding.message);
  // What was captured but cannot be read is broken data, not missing data.
  const isFault = broken.length === 0 && facts.expectData && !facts.byHand;
  const noDataStatus = facts.rows > 0 ? 'clear' : isFault ? 'breach' : 'unknown';
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
  const findings: WindowFindings = {
    'data-quality': brokenFindings(facts.quality),
    drift: driftStatus === 'breach' ? driftFindings(facts) : [],
  };

  if (broken.length > 0)
    return { dataMatches: 'no', nextStep: 'fix-data', reasons: [...broken, ...drifted], signals, findings };
  if (facts.rows === 0) return { dataMatches: 'unknown', ...concludeFromAbsence(facts), signals, findings };
  if (!known) {
    const few = countOf(facts.rows, 'row is', 'rows are');
    const reason = `${few} too few to judge, ${formatCount(facts.minimumRows)} are needed`;
    return { dataMatches: 'unknown', nextStep: 'continue', reasons: [reason], signals, findings };
  }
  if (drifted.length > 0) return { dataMatches: 'no', nextStep: 'alert', reasons: drifted, signals, findings };
  return { dataMatches: 'yes', nextStep: 'continue', reasons: [], signals, findings };
}

/**
 * The same for a window whose model was replaced. Drift incidents end with their model, so no alert follows: what looks like drift is
 * often the answers of the new model, compared with the baseline of the one before.
 *
 * @param replaced That the window's model was replaced, in words; null: it is deployed.
 */
export function withoutReplacedModel(
  { dataMatches, nextStep, reasons }: Conclusion,
  replaced: string | null,
): Pick<Verdict, 'dataMatches' | 'nextStep' | 'reasons'> {
  if (replaced === null || dataMatches !== 'no' || nextStep !== 'alert') {
    return { dataMatches, nextStep, reasons: [...reasons] };
  }
  return { dataMatches, nextStep: 'continue', reasons: [replaced, ...reasons] };
}

/** What a check of either kind concludes for a window without rows. */
export function concludeFromAbsence(facts: AbsenceFacts): Pick<Verdict, 'nextStep' | 'reasons'> {
  const reasons = [absenceLine(facts), ...(facts.expectData && !facts.byHand ? [CAPTURE_STOPPED] : [])];
  return { nextStep: facts.expectData ? 'alert' : 'continue', reasons };
}

const CAPTURE_STOPPED = 'data capture may have stopped although the endpoint still gets traffic';

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
  return {
    kind,
    status,
    headline: headlineOf(lines, head),
    details: lines.length > 1 || head !== lines[0] ? lines.slice(0, 10) : [],
  };
}
