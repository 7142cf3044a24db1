import type { Alert, Links } from '../alerts.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { explainCommand } from '../report/explain-command.ts';
import { fieldList } from '../report/text-table.ts';
import { printable } from '../text/printable.ts';
import { shortenLine } from '../text/shorten.ts';

/** SNS refuses subjects of 100 characters and more. */
const MAX_TITLE = 99;
const MAX_LINE = 300;

/** Names and values, one per line; unknown ones are left out. */
export type Facts = readonly (readonly [string, string | null | undefined])[];

export interface WatchdogMessage {
  /** null: it is about all monitors. */
  readonly monitor: Monitor | null;
  readonly state: 'open' | 'recovered' | 'ended';
  readonly severity: Alert['severity'];
  /** In brackets at the start of the title: `OPEN critical`. */
  readonly word: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly facts: Facts;
  /** Name of the window that the check was due for; empty: none. */
  readonly window: string;
  /** Distinguishes it from other messages about the monitor. */
  readonly dedupe: string;
  readonly resultKey: string;
  readonly links: Links | undefined;
}

/** An alert that the monitoring itself does not work, or works again. */
export function watchdogAlert(message: WatchdogMessage): Alert {
  const { monitor, state, severity, word, title, lines, facts, window, dedupe, resultKey, links } = message;
  const name = monitor?.name ?? '*';
  const dedupeKey = `${name}/watchdog/${dedupe}`;
  const around: Facts = [
    ['record', links?.report(resultKey) ?? resultKey],
    ['dashboard', links?.dashboard],
    ['runbook', monitor?.alerts.runbook ?? explainCommand('watchdog')],
    ['dedupe key', dedupeKey],
  ];
  return {
    dedupeKey,
    monitor: name,
    model: monitor?.model ?? '*',
    kind: 'watchdog',
    state,
    severity,
    title: shortenLine(`[${word}] ${monitor?.name ?? 'all monitors'}: ${title}`, MAX_TITLE),
    text: [...lines.map((line) => printable(line, MAX_LINE)), '', fieldsOf([...facts, ...around])].join('\n'),
    window,
    since: window,
    resultKey,
    links: {
      report: links?.report(resultKey) ?? resultKey,
      dashboard: links?.dashboard,
      runbook: monitor?.alerts.runbook,
    },
  };
}

/** Commands are not cut: a cut command does not run. */
const COMMANDS: ReadonlySet<string> = new Set(['to inspect', 'to run it']);

function fieldsOf(facts: Facts): string {
  const known = facts.filter((fact): fact is [string, string] => typeof fact[1] === 'string');
  const bounded = known.map(([name, value]): [string, string] => [
    name,
    COMMANDS.has(name) ? value : printable(value, MAX_LINE),
  ]);
  return fieldList(bounded, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
}
