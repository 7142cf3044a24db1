import type { RetrainingRun } from '../decision/state.ts';
import type { Alert, AlertLinks } from '../ports.ts';
import { printable } from '../text/printable.ts';
import { formatMinute } from '../text/times.ts';
import { END_WORDS } from './retraining-words.ts';
import { fieldList } from './text-table.ts';

/** SNS refuses subjects of 100 characters and more. */
const MAX_TITLE = 99;
const MAX_LINE = 300;

export interface RetrainingAlertContext {
  readonly monitor: string;
  readonly model: string;
  /** Key of the retraining's record. */
  readonly recordKey: string;
  /** The comparison of candidate and live model as lines of text; empty before there is one. */
  readonly comparison: readonly string[];
  /** When the next retraining may start at the earliest, milliseconds since the epoch; null: at once. */
  readonly nextFrom: number | null;
  /** `report` is the record. */
  readonly links: AlertLinks;
}

/** The message about the end of a retraining: what became of it, what serves now, what happens next. */
export function buildEndAlert(run: RetrainingRun, context: RetrainingAlertContext): Alert {
  const { monitor, comparison, nextFrom, links } = context;
  const { word, serves, severity, advice } = END_WORDS[run.end!];
  const facts: [string, string | null | undefined][] = [
    ['in service', serves],
    ['next step', advice],
    ['next retraining', nextFrom === null ? 'when a limit asks for one' : `not before ${formatMinute(nextFrom)}`],
    ...runFacts(run, context),
    ['ended', run.endedAt === null ? null : formatMinute(run.endedAt)],
    ['record', links.report],
    ['look closer', `npx driftwarden retrainings ${monitor}`],
    ['runbook', links.runbook],
    ['dedupe key', dedupeKey(run, monitor, run.end!)],
  ];
  return alert(run, context, {
    state: 'ended',
    dedupe: run.end!,
    severity,
    title: `[${word}] ${monitor}: ${run.message}`,
    lines: [run.message, ...comparison, '', fields(facts)],
  });
}

/** How a person answers: commands to be copied. */
export interface AnswerCommands {
  readonly approve: string;
  readonly refuse: string;
}

/** The message that asks a person whether a candidate may serve. */
export function buildApprovalAlert(
  run: RetrainingRun,
  context: RetrainingAlertContext,
  { judgement, until, commands }: { judgement: string; until: number; commands: AnswerCommands },
): Alert {
  const { monitor, comparison, links } = context;
  const facts: [string, string | null | undefined][] = [
    ['to approve', commands.approve],
    ['to refuse', commands.refuse],
    ['until', `${formatMinute(until)}; without an answer the live model stays`],
    ['in service', END_WORDS['kept-live'].serves],
    ...runFacts(run, context),
    ['record', links.report],
    ['runbook', links.runbook],
    ['dedupe key', dedupeKey(run, monitor, 'approval')],
  ];
  return alert(run, context, {
    state: 'waiting',
    dedupe: 'approval',
    severity: 'warning',
    title: `[APPROVE?] ${monitor}: ${judgement}`,
    lines: [judgement, 'The candidate has won and waits for your answer.', ...comparison, '', fields(facts)],
  });
}

function runFacts(run: RetrainingRun, { model }: RetrainingAlertContext): [string, string | null][] {
  return [
    ['why', run.since === null ? run.reason : `${run.reason}, since window ${run.since}`],
    ['model', model],
    ['retraining', run.id],
    ['execution', run.execution],
    ['began', formatMinute(run.startedAt)],
  ];
}

interface Content {
  readonly state: 'waiting' | 'ended';
  readonly dedupe: string;
  readonly severity: Alert['severity'];
  readonly title: string;
  /** Texts of one or more lines. */
  readonly lines: readonly string[];
}

function alert(run: RetrainingRun, context: RetrainingAlertContext, content: Content): Alert {
  const { monitor, model, recordKey, links } = context;
  const window = run.since ?? '';
  return {
    dedupeKey: dedupeKey(run, monitor, content.dedupe),
    monitor,
    model,
    kind: 'retraining',
    state: content.state,
    severity: content.severity,
    title: printable(content.title, MAX_TITLE),
    text: content.lines
      .flatMap((text) => text.split('\n'))
      .map((line) => printable(line, MAX_LINE))
      .join('\n'),
    window,
    since: window,
    resultKey: recordKey,
    links,
  };
}

function dedupeKey({ id }: RetrainingRun, monitor: string, what: string): string {
  return `${monitor}/${id}/${what}`;
}

function fields(facts: readonly [string, string | null | undefined][]): string {
  return fieldList(facts.filter((fact): fact is [string, string] => typeof fact[1] === 'string'));
}
