import type { CheckResult } from '../../result/schema.ts';
import type { ColumnDistribution } from '../distributions/distribution.ts';
import { describeWindow, NEXT_STEP } from '../words.ts';
import { dataSection, labelsSection } from './data-section.ts';
import { htmlDocument } from './document.ts';
import { driftSection } from './drift-section.ts';
import { type Html, html } from './html.ts';
import { performanceSection } from './performance-section.ts';
import { qualitySection } from './quality-section.ts';
import { segmentsSection } from './segments-section.ts';
import { limitsSection, type MonitorStanding, standingSection } from './standing-section.ts';
import { reasonsSection, STEPS, statements } from './verdict-section.ts';
import { versionsSection } from './versions-section.ts';
import { windowsSection } from './windows-section.ts';

export interface ReportContext extends MonitorStanding {
  readonly resultKey: string;
  /** Where else to look: addresses. */
  readonly dashboard?: string | undefined;
  readonly runbook?: string | undefined;
  /** What charts show of the columns. @default - no charts */
  readonly distributions?: Distributions | undefined;
}

/** Of the features and of the model's answers. */
export interface Distributions {
  readonly features: readonly ColumnDistribution[];
  readonly answers: readonly ColumnDistribution[];
}

/** A check's result as a page. */
export function reportPage(result: CheckResult, context: ReportContext): string {
  const { monitor, kind, window, verdict, drift, predictionDrift } = result;
  const step = NEXT_STEP[verdict.nextStep];
  return htmlDocument({
    title: `${step}: ${monitor}, ${kind} check of ${window.name}`,
    header: html`<p class="dim">${monitor}, ${kind} check</p>
<h1 class="${STEPS[verdict.nextStep]}">${capital(step)}</h1>
<p class="dim">Window ${describeWindow(window)}</p>
`,
    main: [
      statements(result),
      links(context),
      reasonsSection(result),
      standingSection(result, context),
      limitsSection(result),
      windowsSection(result, context),
      qualitySection(result),
      driftSection('Features', 'feature', drift, context.distributions?.features),
      driftSection("The model's answers", 'answer', predictionDrift, context.distributions?.answers),
      performanceSection(result),
      segmentsSection(result),
      labelsSection(result),
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
