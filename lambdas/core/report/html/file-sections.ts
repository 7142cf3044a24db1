import { countOf } from '../../text/numbers.ts';
import type { RejectedRecords } from '../rejection-text.ts';
import { sampleTable } from './data-section.ts';
import { type Html, html } from './html.ts';
import { facts, section } from './html-table.ts';

/** Which version of the program made a page, and when. */
export interface PageFacts {
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Records of a file that could not be read; nothing where all could. */
export function rejectedSection(title: string, { records, byReason, samples }: RejectedRecords): Html | null {
  if (records === 0) return null;
  return section(
    title,
    facts([
      ['rejected', html`<strong class="bad">${countOf(records, 'record')}</strong>`],
      ...byReason.map(({ reason, count }) => [reason, countOf(count, 'record')] as const),
    ]),
    sampleTable(`${title}, the first ones`, [...samples]),
  );
}

/** What the page was made from, when and by which version. */
export function madeSection(
  sources: readonly (readonly [name: string, value: string])[],
  { version, now }: PageFacts,
): Html | null {
  return section(
    'Versions and times',
    facts([...sources, ['made', `${new Date(now).toISOString()}, driftwarden ${version}`]]),
  );
}
