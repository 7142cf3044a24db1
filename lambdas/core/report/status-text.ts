import type { DeclaredNormal } from '../decision/declared-normal.ts';
import type { RetrainingRequest } from '../decision/retraining/state.ts';
import type { HistoryRow } from '../history/row.ts';
import type { Incident } from '../result/incident.ts';
import { countOf } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { formatMinute } from '../text/times.ts';
import { wrapText } from '../text/width.ts';
import { describeDeclared, describeIncident } from './incident-text.ts';
import { condense, loopRows, loopTable } from './loop-table.ts';
import type { RetrainingSummary } from './retraining-row.ts';

/** An incident's line has a note of up to 500 characters. */
const MAX_LINE = 800;

/** The parts of a status that the text shows; `status.ts` reads them. */
interface Shown {
  readonly monitor: string;
  readonly baseline: string | null;
  readonly incidents: readonly Incident[];
  /** Drift incidents of a single window. @default none */
  readonly singleWindows?: readonly Incident[];
  /** @default none */
  readonly newNormals?: readonly DeclaredNormal[];
  /** Where no limit is set: what this means. @default null */
  readonly noLimit?: string | null;
  readonly retraining: Pick<RetrainingRequest, 'since' | 'limit'> | null;
  /** State of the requested retraining; null where none is requested. */
  readonly standing: string | null;
  readonly retrainings: readonly RetrainingSummary[];
  readonly drift: readonly HistoryRow[];
  readonly accuracy: readonly HistoryRow[];
}

export interface StatusTextOptions {
  /** Windows in a row with the same outcome share a row. */
  readonly condensed: boolean;
  /** The command lines of what comes first: to build the baseline, then to check. */
  readonly next: { readonly buildBaseline: string; readonly check: string };
  /** Columns of the terminal. Not given: lines are as long as they are. */
  readonly width?: number;
}

/** One monitor: its open incidents, then the loop as a table. */
export function statusText(status: Shown, { condensed, next, width }: StatusTextOptions): string {
  const {
    monitor,
    baseline,
    incidents,
    retraining,
    standing,
    retrainings,
    singleWindows = [],
    newNormals = [],
    noLimit = null,
  } = status;
  const head = [`${monitor}  baseline ${baseline ?? 'not built yet'}`];
  for (const incident of incidents) {
    head.push(`  open: ${describeIncident(incident)}`);
  }
  if (retraining !== null) {
    const stands = standing === null ? '' : `; ${standing}`;
    head.push(`  retraining requested since window ${retraining.since}: ${retraining.limit}${stands}`);
  }
  const running = retrainings.find(({ end }) => end === null);
  if (running !== undefined && retraining === null) {
    head.push(
      `  ${running.action === 'rollback' ? 'rolling back' : 'retraining'}: ${running.id}, running since ${formatMinute(running.startedAt)}`,
    );
  }
  if (incidents.length === 0 && retraining === null && running === undefined && baseline !== null)
    head.push('  no open incidents');
  if (noLimit !== null) head.push(`  ${noLimit}`);
  head.push(...newNormals.map((normal) => `  ${describeDeclared(normal)}`));
  const single = new Set(singleWindows.map(({ since }) => since));
  const drift = status.drift.map((row) =>
    single.has(row.window) ? { ...row, reason: `a single outlier window: ${row.reason ?? ''}` } : row,
  );
  const rows = loopRows(drift, status.accuracy, retrainings);
  if (rows.length > 0)
    return [
      ...head.flatMap((text) => lines(text, width)),
      '',
      loopTable(condensed ? condense(rows) : rows, width),
    ].join('\n');
  // A command is copied, so it is not wrapped.
  return [
    ...[...head, '  no window has been checked yet; to begin:'].flatMap((text) => lines(text, width)),
    `    ${baseline === null ? next.buildBaseline : next.check}`,
  ].join('\n');
}

/** A state that another program wrote can hold any names and limits. */
function lines(text: string, width: number = Number.POSITIVE_INFINITY): string[] {
  const [margin] = /^ */.exec(text)!;
  const wrapped = wrapText(printable(text.trimStart(), MAX_LINE), width - margin.length - CONTINUED.length);
  return wrapped.map((line, i) => (i === 0 ? margin : margin + CONTINUED) + line);
}

const CONTINUED = '  ';

/** How much of the history the tables show. */
export function describeShownWindows(statuses: readonly Shown[], last: number): string {
  const cut = statuses.some(({ drift, accuracy }) => drift.length === last || accuracy.length === last);
  return cut ? `at most the last ${countOf(last, 'window')}: --last shows more` : '';
}
