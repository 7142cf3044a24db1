import type { CheckResult } from '../../result/schema.ts';
import { windowStanding } from '../window-standing.ts';
import { type Html, html } from './html.ts';
import { section } from './html-table.ts';
import type { MonitorStanding } from './standing-section.ts';

/** What the marks of windows say. */
export const MARKS =
  'Low and green: normal. Tall and red: beyond a limit, or broken data, even where no incident opened. Empty: not enough data.';

/** Windows shown up to this one: two months of days fit a phone. */
const SHOWN = 60;

/** A mark for each window up to this one, so that the reader sees whether a problem is new. */
export function windowsSection(
  { window, kind }: CheckResult,
  { checkedWindows, incidents = [] }: Pick<MonitorStanding, 'checkedWindows' | 'incidents'>,
): Html | null {
  const single = new Set(incidents.filter(({ singleWindow }) => singleWindow).map(({ since }) => since));
  const at = checkedWindows.findIndex((checkedWindow) => checkedWindow.window === window.name);
  const shown = checkedWindows.slice(Math.max(0, at + 1 - SHOWN), at + 1);
  if (shown.length < 2) return null;
  const marks = shown.map((checkedWindow) => {
    const { tone, says } = windowStanding(checkedWindow);
    const isSingle = tone === 'bad' && kind === 'drift' && single.has(checkedWindow.window);
    const text = `${checkedWindow.window}: ${says}${isSingle ? ', a single outlier window' : ''}`;
    const classes = checkedWindow.window === window.name ? `${tone} now` : tone;
    return html`<li class="${classes}" title="${text}">${text}</li>\n`;
  });
  return section(
    `Windows from ${shown[0].window}`,
    html`<ol class="strip">
${marks}</ol>
<p class="dim">One mark for each ${kind} check, this one framed. ${MARKS}</p>
`,
  );
}
