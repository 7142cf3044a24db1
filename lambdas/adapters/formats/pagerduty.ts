import { createHash } from 'node:crypto';
import type { AlarmChange, DeliveryEvent } from '../../core/delivery/event.ts';
import { printable, printableLines } from '../../core/text/printable.ts';
import { isoTime } from '../../core/text/times.ts';
import { truncate } from '../../core/text/truncate.ts';

/** The longest texts that PagerDuty takes, in characters. */
const MAX_KEY = 255;
const MAX_SUMMARY = 1024;
/** An event may have 512 KB. The report has the whole text. */
const MAX_TEXT = 20_000;
const MAX_FIELD = 1024;

/** The members of a `trigger` besides its keys. */
interface Trigger {
  readonly payload: {
    readonly summary: string;
    readonly severity: 'critical' | 'error' | 'warning' | 'info';
    readonly source: string;
    readonly timestamp: string;
    readonly component: string;
    readonly group: string;
    readonly class: string;
    readonly custom_details: Readonly<Record<string, string>>;
  };
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

/**
 * An event of PagerDuty's Events API v2 (developer.pagerduty.com/docs/events-api-v2/trigger-events). All events about a problem have the
 * same `dedup_key`, so PagerDuty has one incident for it, however often an event comes.
 *
 * @param routingKey Integration key of the service.
 */
export function pagerDutyMessage(event: DeliveryEvent, routingKey: string): string {
  const key = { routing_key: routingKey, event_action: event.action, dedup_key: dedupKey(event.problem) };
  if (event.action !== 'trigger') return JSON.stringify(key);
  return JSON.stringify({ ...key, client: 'Driftwarden', ...triggerOf(event) });
}

/** A long key ends in its hash: cut alone, two could become the same. */
function dedupKey(problem: string): string {
  if (problem.length <= MAX_KEY) return problem;
  const hash = createHash('sha256').update(problem).digest('hex');
  return `${truncate(problem, MAX_KEY - hash.length - 1)}#${hash}`;
}

function triggerOf({ content, time }: DeliveryEvent): Trigger {
  if (content.type === 'alarm') return alarmTrigger(content.alarm, time);
  if (content.type !== 'alert') throw new TypeError(`${content.type} triggers nothing`);
  const { monitor, model, kind, state, severity, title, text, window, since, resultKey, links } = content.alert;
  const { report, dashboard, runbook } = links;
  const hrefs = { Report: report, Dashboard: dashboard, Runbook: runbook };
  return {
    payload: {
      summary: printable(title, MAX_SUMMARY),
      severity,
      source: printable(model, MAX_FIELD),
      timestamp: isoTime(time),
      component: printable(monitor, MAX_FIELD),
      group: 'driftwarden',
      class: kind,
      custom_details: {
        monitor: printable(monitor, MAX_FIELD),
        model: printable(model, MAX_FIELD),
        state,
        window: printable(window, MAX_FIELD),
        since: printable(since, MAX_FIELD),
        result: printable(resultKey, MAX_FIELD),
        text: truncate(printableLines(text), MAX_TEXT),
      },
    },
    links: Object.entries(hrefs).flatMap(([name, href]) => (isWebAddress(href) ? [{ href, text: name }] : [])),
  };
}

/** Where the console is not known, a report is a key of the store. */
function isWebAddress(href: string | undefined): href is string {
  return href !== undefined && /^https?:\/\//.test(href) && URL.canParse(href);
}

function alarmTrigger({ name, state, reason, description, region }: AlarmChange, time: number): Trigger {
  return {
    payload: {
      summary: printable(`${state}: ${name}`, MAX_SUMMARY),
      severity: state === 'ALARM' ? 'error' : 'warning',
      source: 'CloudWatch',
      timestamp: isoTime(time),
      component: printable(name, MAX_FIELD),
      group: 'driftwarden',
      class: 'alarm',
      custom_details: {
        alarm: printable(name, MAX_FIELD),
        state: printable(state, MAX_FIELD),
        region: printable(region, MAX_FIELD),
        description: truncate(printableLines(description), MAX_TEXT),
        reason: truncate(printableLines(reason), MAX_TEXT),
      },
    },
    links: [],
  };
}
