import type { CheckResult } from '../../result/schema.ts';
import { type Html, html } from './html.ts';

/** Addresses of other pages; those that do not exist are left out. */
export interface PageLinks {
  /** The pages of the windows before and after. */
  readonly previous?: WindowLink | undefined;
  readonly next?: WindowLink | undefined;
  /** The page of the window's other check. */
  readonly otherCheck?: { readonly kind: CheckResult['kind']; readonly address: string } | undefined;
  /** The window on the page over all monitors. */
  readonly overview?: string | undefined;
  /** The result as JSON. */
  readonly result: string;
}

interface WindowLink {
  readonly window: string;
  readonly address: string;
}

/** The next window's page is written later, so the overview leads to it. */
export function pageLinks({ previous, next, otherCheck, overview, result }: PageLinks): Html {
  const links = [
    previous && link(previous.address, `← ${previous.window}`),
    next && link(next.address, `${next.window} →`),
    otherCheck && link(otherCheck.address, `${otherCheck.kind} check`),
    overview && link(overview, next === undefined ? 'overview, later windows' : 'overview'),
    link(result, 'JSON'),
  ];
  return html`<nav aria-label="Other pages"><p>${links.map((each) => each ?? null)}</p></nav>\n`;
}

function link(address: string, text: string): Html {
  return html`<a href="${address}">${text}</a> `;
}
