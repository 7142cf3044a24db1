import type { CheckResult } from '../../result/schema.ts';
import type { TimeLine } from '../time-line.ts';
import { describeWindow, NEXT_STEP } from '../words.ts';
import { dataSection } from './data-section.ts';
import { htmlDocument } from './document.ts';
import { type Content, type Html, html } from './html.ts';
import { type PageLinks, pageLinks } from './page-links.ts';
import { type MonitorStanding, standingSection } from './standing-section.ts';
import { timeLineSection } from './time-line-section.ts';
import { reasonsSection, statements, stepTone } from './verdict-section.ts';
import { versionsSection } from './versions-section.ts';
import { windowsSection } from './windows-section.ts';

export interface ReportContext extends MonitorStanding {
  readonly resultKey: string;
  /** Where else to look: addresses. */
  readonly dashboard?: string | undefined;
  readonly runbook?: string | undefined;
  /** The windows up to this one. @default - no time line */
  readonly timeLine?: TimeLine | undefined;
  /** @default - links to no other page */
  readonly pages?: PageLinks | undefined;
}

/** The sections of one kind of check: after the open incidents, and after the time line. */
export interface Sections {
  readonly standing?: Content;
  readonly measured: Content;
}

/** A check's result as a page. The two kinds of checks have pages of their own, because each bundle holds one of them. */
export function checkPage(
  result: CheckResult,
  context: ReportContext,
  { standing = null, measured }: Sections,
): string {
  const { monitor, kind, window, verdict } = result;
  const step = NEXT_STEP[verdict.nextStep];
  return htmlDocument({
    title: `${step}: ${monitor}, ${kind} check of ${window.name}`,
    header: html`<p class="dim">${monitor}, ${kind} check</p>
<h1 class="${stepTone(result)}">${capital(step)}</h1>
<p class="dim">Window ${describeWindow(window)}</p>
${context.pages !== undefined && pageLinks(context.pages)}`,
    main: [
      statements(result),
      links(context),
      reasonsSection(result, context),
      standingSection(result, context),
      standing,
      windowsSection(result, context),
      timeLineSection(monitor, context.timeLine),
      measured,
      dataSection(result),
      versionsSection(result, context.resultKey, context.commands),
    ],
  });
}

function links({ runbook, dashboard }: ReportContext): Html | null {
  const known = [link('Runbook', runbook), link('Dashboard', dashboard)].filter((each) => each !== null);
  return known.length === 0 ? null : html`<p>${known}</p>\n`;
}

/** Only to web pages: nothing else that an address can be is opened from a report. */
function link(name: string, address: string | undefined): Html | null {
  return address !== undefined && /^https?:\/\//i.test(address) ? html`<a href="${address}">${name}</a> ` : null;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
