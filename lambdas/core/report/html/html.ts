import { printable } from '../../text/printable.ts';

/** Longest captured text on a page, UTF-16 units; the rest is cut with `…`. */
const MAX_TEXT = 1000;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Markup that is safe to put on a page: made by {@link html}, or text of our own. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What a template takes: texts are escaped, markup stays, lists are joined, null, undefined and false are nothing. */
export type Content = string | number | Html | null | undefined | false | readonly Content[];

/** A template whose values are escaped, inside elements and inside quoted attributes. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.reduce((markup, part, i) => `${markup}${markupOf(values[i - 1])}${part}`));
}

function markupOf(value: Content): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map(markupOf).join('');
  return escapeHtml(String(value));
}

/** The one way of any text onto a page: nothing that is markup, acts on a reader, or fills the page. */
function escapeHtml(text: string): string {
  return printable(text, MAX_TEXT).replace(/[&<>"'`]/g, (character) => ENTITIES[character]);
}
