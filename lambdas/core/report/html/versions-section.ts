import type { Commands } from '../../alerts.ts';
import type { CheckResult } from '../../result/schema.ts';
import { countOf } from '../../text/numbers.ts';
import { PLAIN_COMMANDS } from '../commands.ts';
import { describeWindow } from '../words.ts';
import { type Html, html } from './html.ts';
import { facts, section } from './html-table.ts';

/** What was checked against what, when, and where the rest is. */
export function versionsSection(
  result: CheckResult,
  resultKey: string,
  { lookAt }: Pick<Commands, 'lookAt'> = PLAIN_COMMANDS,
): Html | null {
  const { monitor, model, kind, window, checkedAt, baseline, schema, version } = result;
  return section(
    'Versions and times',
    facts([
      ['monitor', monitor],
      ['model', model],
      [
        'baseline',
        baseline === null
          ? 'not built yet'
          : `${baseline.id}, ${countOf(baseline.rows, 'row')}, built ${baseline.createdAt}`,
      ],
      ['window', describeWindow(window)],
      ['checked', checkedAt],
      ['JSON result', html`<code>${resultKey}</code> (${schema}, version ${version})`],
      ['to inspect', html`<code>${lookAt({ monitor, window, kind, resultKey })}</code>`],
    ]),
  );
}
