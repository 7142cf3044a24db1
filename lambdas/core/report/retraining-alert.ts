import type { Alert, AlertLinks, Commands } from '../alerts.ts';
import type { RetrainingRun } from '../decision/retraining/state.ts';
import { printable } from '../text/printable.ts';
import { shortenLine } from '../text/shorten.ts';
import { formatMinute } from '../text/times.ts';
import { describeEnd, UNCHANGED } from './describe-end.ts';
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
  /** The endpoint configuration that the run has put into service; null when it has not. */
  readonly deployed: string | null;
  /** Incidents that closed because their model was replaced: kind and first window. */
  readonly closed: readonly { readonly kind: string; readonly since: string }[];
  /** `report` is the record. */
  readonly links: AlertLinks;
  readonly commands: Pick<Commands, 'lookAtRetraining' | 'rollback' | 'explain'>;
}

/** The message about the end of a retraining: its outcome, the serving model, and what happens next. */
export function buildEndAlert(run: RetrainingRun, context: RetrainingAlertContext): Alert {
  const { monitor, comparison, nextFrom, deployed, closed, links, commands, recordKey } = context;
  const { word, serves, severity, advice } = describeEnd(run);
  const pause = nextFrom === null ? '' : `, not before ${formatMinute(nextFrom)}`;
  const urgent: Facts = [
    ['in service', deployed === null ? serves : `${serves}, as endpoint configuration ${deployed}`],
    ['next step', advice],
    ['to roll back', deployed === null || run.action === 'rollback' ? null : commands.rollback(monitor)],
    ['next retraining', `when a limit requests one${pause}`],
  ];
  const facts: Facts = [
    ...closed.map(({ kind, since }): [string, string] => [
      'incident closed',
      `${kind}, open since window ${since}: it was about the replaced model`,
    ]),
    ...runFacts(run, context),
    ['ended', run.endedAt === null ? null : formatMinute(run.endedAt)],
    ['record', links.report],
    ['dashboard', links.dashboard],
    ['to inspect', commands.lookAtRetraining(monitor, recordKey)],
    ['runbook', links.runbook ?? commands.explain('retraining')],
    ['dedupe key', dedupeKey(run, monitor, run.end!)],
  ];
  return alert(run, context, {
    state: 'ended',
    dedupe: run.end!,
    severity,
    title: `[${word}] ${monitor}: ${run.message}`,
    lines: [run.message, '', urgent, '', ...detailsOf(run.message, comparison), facts],
  });
}

/** The approver's commands, to be copied. */
export interface AnswerCommands {
  readonly approve: string;
  readonly reject: string;
}

/** The message that requests approval of a candidate. */
export function buildApprovalAlert(
  run: RetrainingRun,
  context: RetrainingAlertContext,
  { judgement, until, commands }: { judgement: string; until: number; commands: AnswerCommands },
): Alert {
  const { monitor, comparison, links } = context;
  const urgent: Facts = [
    ['to approve', commands.approve],
    ['to reject', commands.reject],
    ['until', `${formatMinute(until)}; without an answer the live model stays`],
    ['in service', UNCHANGED],
  ];
  const facts: Facts = [
    ...runFacts(run, context),
    ['record', links.report],
    ['dashboard', links.dashboard],
    ['runbook', links.runbook ?? context.commands.explain('retraining')],
    ['dedupe key', dedupeKey(run, monitor, 'approval')],
  ];
  return alert(run, context, {
    state: 'waiting',
    dedupe: 'approval',
    severity: 'warning',
    title: `[APPROVE?] ${monitor}: ${judgement}`,
    lines: [
      'The retrained candidate beat the live model and waits for approval.',
      judgement,
      '',
      urgent,
      '',
      ...detailsOf(judgement, comparison),
      facts,
    ],
  });
}

function runFacts(run: RetrainingRun, { model }: RetrainingAlertContext): [string, string | null][] {
  return [
    ['why', run.since === null ? run.reason : `${run.reason}, since window ${run.since}`],
    ['model', model],
    ['retraining', run.id],
    ['execution', run.execution],
    ['started', formatMinute(run.startedAt)],
  ];
}

/** The comparison in full, without the judgement at its start if the message already says it. */
function detailsOf(message: string, [title = '', ...details]: readonly string[]): string[] {
  if (title === '') return [];
  return title.endsWith(message) ? [...details.slice(details[0] === '' ? 1 : 0), ''] : [title, ...details, ''];
}

/** Names and values, one per line; unknown ones are left out. */
type Facts = readonly (readonly [string, string | null | undefined])[];

interface Content {
  readonly state: 'waiting' | 'ended';
  readonly dedupe: string;
  readonly severity: Alert['severity'];
  readonly title: string;
  /** Texts of one or more lines, and lists of facts. */
  readonly lines: readonly (string | Facts)[];
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
    title: shortenLine(content.title, MAX_TITLE),
    text: content.lines.map((part) => (typeof part === 'string' ? boundedLines(part) : fields(part))).join('\n'),
    window,
    since: window,
    resultKey: recordKey,
    links,
  };
}

function dedupeKey({ id }: RetrainingRun, monitor: string, what: string): string {
  return `${monitor}/${id}/${what}`;
}

function boundedLines(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line, MAX_LINE))
    .join('\n');
}

/** Facts whose values are commands. They are not cut: a cut command does not run. */
const COMMANDS: ReadonlySet<string> = new Set(['to approve', 'to reject', 'to roll back', 'to inspect']);

function fields(facts: Facts): string {
  const known = facts.filter((fact): fact is [string, string] => typeof fact[1] === 'string');
  const bounded = known.map(([name, value]): [string, string] => [
    name,
    COMMANDS.has(name) ? value : printable(value, MAX_LINE),
  ]);
  return fieldList(bounded, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
}
