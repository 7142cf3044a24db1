import type { CheckResult } from '../../result/schema.ts';
import { countOf } from '../../text/numbers.ts';
import { describeWindow } from '../words.ts';
import { type Html, html } from './html.ts';
import { facts, section } from './html-table.ts';

/** What was checked against what, when, and where the rest is. */
export function versionsSection(result: CheckResult, key: string): Html | null {
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
      ['JSON result', html`<code>${key}</code> (${schema}, version ${version})`],
      [
        'to inspect',
        html`<code>npx driftwarden check ${monitor} --window ${window.name} --kind ${kind} --dry-run</code>`,
      ],
    ]),
  );
}
