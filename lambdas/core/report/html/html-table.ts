import type { IncidentKind } from '../../alerts.ts';
import { formatCount } from '../../text/numbers.ts';
import { type Content, type Html, html } from './html.ts';

export interface HtmlColumn {
  readonly title: string;
  /** Numbers stand under each other. @default false */
  readonly number?: boolean;
}

/**
 * A table whose first column names its rows. It scrolls sideways by itself where the page is narrow.
 *
 * @param hidden Rows that are only in the JSON result.
 */
export function table(
  caption: string,
  columns: readonly HtmlColumn[],
  rows: readonly (readonly Content[])[],
  hidden = 0,
): Html {
  const header = columns.map(({ title, number }) => html`<th scope="col"${classOf(number)}>${title}</th>`);
  const body = rows.map(([name, ...cells]) => {
    const others = cells.map((cell, i) => html`<td${classOf(columns[i + 1].number)}>${cell}</td>`);
    return html`<tr><th scope="row">${name}</th>${others}</tr>\n`;
  });
  return html`<div class="wide" role="region" aria-label="${caption}" tabindex="0"><table><caption><span>${caption}</span></caption>
<thead><tr>${header}</tr></thead>
<tbody>
${body}</tbody></table></div>
${hidden > 0 && html`<p class="dim">and ${formatCount(hidden)} more in the JSON result</p>\n`}`;
}

/** A table of a few short columns that stands beside what it explains; its caption is only read aloud. All but the first column are numbers. */
export function smallTable(caption: string, titles: readonly string[], rows: readonly (readonly Content[])[]): Html {
  const header = titles.map((title) => html`<th scope="col">${title}</th>`);
  const body = rows.map(
    ([name, ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`,
  );
  return html`<table class="small"><caption>${caption}</caption>
<thead><tr>${header}</tr></thead>
<tbody>
${body}</tbody></table>
`;
}

function classOf(number: boolean | undefined): Html | false {
  return number === true && html` class="number"`;
}

/** Names and their values; those without one are left out. */
export function facts(entries: readonly (readonly [name: string, value: Content])[]): Html {
  const known = entries.filter(([, value]) => value !== null);
  return html`<dl class="facts">
${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>\n`;
}

/** The sections about a kind of incident by their headings. Links lead to them: `report.html#drift`. */
const PLACES: ReadonlyMap<string, IncidentKind> = new Map([
  ['Data quality', 'data-quality'],
  ['Features', 'drift'],
  ['Performance', 'performance'],
  ['Labels', 'no-labels'],
  ['Data', 'no-data'],
]);

/** A part of the page under its heading; nothing where it has nothing to say. */
export function section(title: string, ...content: readonly Content[]): Html | null {
  const said = content.filter((each) => each !== null && each !== false);
  const place = PLACES.get(title);
  return said.length === 0
    ? null
    : html`<section${place !== undefined && html` id="${place}"`}>\n<h2>${title}</h2>\n${said}</section>\n`;
}

/** Lines as a list; nothing where there are none. */
export function list(lines: readonly Content[]): Html | null {
  return lines.length === 0 ? null : html`<ul>\n${lines.map((line) => html`<li>${line}</li>\n`)}</ul>\n`;
}
