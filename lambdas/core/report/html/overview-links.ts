import type { CheckKind } from '../../decision/state.ts';
import { reportKey } from '../../result/keys.ts';
import type { ShownMonitor } from '../shown-monitor.ts';
import { type Content, html } from './html.ts';

/** The address of a stored object, or of a place on a stored page. */
export type LinkTo = (key: string, place?: string) => string;

/** A text that leads to the page of a check, where addresses are known. */
export function checkLink(
  { monitor }: Pick<ShownMonitor, 'monitor'>,
  kind: CheckKind,
  window: string,
  text: string,
  linkTo: LinkTo | undefined,
  place?: string,
): Content {
  const address = linkTo?.(reportKey(monitor, kind, window), place);
  return address === undefined ? text : html`<a href="${address}">${text}</a>`;
}
