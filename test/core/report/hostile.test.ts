import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeclaredNormal } from '../../../lambdas/core/decision/declared-normal.ts';
import { buildAlert } from '../../../lambdas/core/report/alert.ts';
import { checkText } from '../../../lambdas/core/report/check-text.ts';
import { checksText } from '../../../lambdas/core/report/checks-text.ts';
import { PLAIN_COMMANDS } from '../../../lambdas/core/report/commands.ts';
import { comparisonText } from '../../../lambdas/core/report/comparison-text.ts';
import { evaluationText } from '../../../lambdas/core/report/evaluation-text.ts';
import { statusText } from '../../../lambdas/core/report/status-text.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { printable } from '../../../lambdas/core/text/printable.ts';
import {
  accuracyResult,
  breach,
  checkedWindow,
  driftOf,
  driftResult,
  eventOf,
  feature,
  historyRow,
  incident,
  shift,
} from './results.ts';
import { hostileText, taint } from './tainted.ts';

const rejected: CheckResult['data']['rejected'] = {
  records: 1,
  inWindow: 1,
  outsideWindow: 0,
  share: 1,
  byReason: [{ reason: 'x', count: 1 }],
  outsideByReason: [],
  samples: [{ reason: 'x', uri: 'x', line: 1, detail: 'x', excerpt: 'x' }],
  places: [],
  elsewhere: 0,
};
const verdict = { ...driftResult().verdict, reasons: ['x', 'x'] };
const drift = driftResult({
  verdict,
  data: { ...driftResult().data, rejected },
  drift: driftOf([
    feature({ drifted: true, reason: 'x' }),
    feature({
      drifted: true,
      shift: shift({ kind: 'share', category: 'x', shares: [0.1, 0.2], since: 'x', normal: 'x' }),
    }),
  ]),
  newNormals: [{ since: 'x', features: ['x'], answers: ['x'], by: 'x', at: 0, note: 'x' }],
});
const accuracy = accuracyResult({
  retraining: { id: 'x', since: 'x', requestedAt: 0, limit: 'x' },
  data: { ...driftResult().data, rejected },
});

const NORMAL: DeclaredNormal = {
  ...{ by: 'x', at: 0, note: 'x', incident: 'x', baseline: 'x', until: 0 },
  columns: [
    {
      ...{ family: 'answers', name: 'x', since: 'x', start: 0, windows: 2 },
      ...{ levels: [['x', 0, 0]], method: 'x', distance: null },
    },
  ],
};

/** Lines are ours; within a line nothing acts on a terminal. */
function expectPrintable(text: string): void {
  expect(text.isWellFormed()).toBe(true);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
}

describe('texts about hostile data', () => {
  it('hold no control characters, however wide the terminal is', () => {
    const width = fc.constantFrom(undefined, 40, 80, 200);
    fc.assert(
      fc.property(hostileText, width, (text, columns) => {
        const results = [taint(drift, text), taint(accuracy, text), taint(accuracy, text)];
        for (const result of results) expectPrintable(checkText(result, columns));
        expectPrintable(checksText(results, columns));

        const row = taint(historyRow('2026-03-01', { reason: 'x', next_step: 'alert' }), text);
        const status = {
          monitor: text,
          baseline: text,
          incidents: [taint(incident('drift'), text)],
          singleWindows: [taint(incident('drift', { singleWindow: true }), text)],
          newNormals: [taint(NORMAL, text)],
          retraining: results[1].retraining,
          standing: text,
          retrainings: [],
          drift: [taint(historyRow('2026-03-01', { kind: 'drift' }), text)],
          accuracy: [row],
        };
        const shape = columns === undefined ? {} : { width: columns };
        const next = { buildBaseline: '', check: '' };
        expectPrintable(statusText(status, { condensed: true, next, ...shape }));

        const comparison = {
          ...results[0].drift!,
          baselineRows: 1,
          windowRows: 1,
          changed: [text],
          quality: [{ check: 'missing_values', message: printable(text), breached: true }],
          identifiers: [text],
          numberTexts: [{ name: text, example: text }],
          missingColumns: [text],
          extraColumns: [text],
          rejected: { baseline: results[0].data.rejected, window: results[0].data.rejected },
        };
        expectPrintable(comparisonText(comparison, shape));

        const performance = {
          problem: 'binary-classification' as const,
          rows: 1,
          metrics: {},
          confusionMatrix: {
            classes: [text, 'b'],
            counts: [
              [1, 0],
              [0, 1],
            ],
          },
          classes: null,
        };
        const evaluation = {
          performance,
          rows: 2,
          leftOut: {
            rows: 1,
            labelled: 2,
            reasons: [{ part: 'label' as const, kind: 'class' as const, rows: 1, examples: [printable(text, 40)] }],
          },
          unusable: { missingActual: 1, unknownActual: 0, missingPrediction: 0, unknownPrediction: 0, missingScore: 0 },
          rejected: results[0].data.rejected,
        };
        expectPrintable(evaluationText(evaluation, columns));
      }),
    );
  });

  it('give titles of one line and at most 99 characters, and alerts without control characters', () => {
    const kinds = fc.constantFrom('drift', 'data-quality', 'performance', 'no-data', 'no-labels');
    const types = fc.constantFrom('opened', 'extended', 'repeated', 'recovered');
    fc.assert(
      fc.property(hostileText, kinds, types, (text, kind, type) => {
        const signal = breach(kind, text, [text, text]);
        const about = eventOf(type, incident(kind), [checkedWindow('2026-03-02', [signal])]);
        const acknowledgedBefore = { by: text, at: 0, note: text, until: null };
        const added = [{ key: text, head: text, line: text }];
        const event = taint(type === 'extended' ? { ...about, added, acknowledgedBefore } : about, text);
        const before = taint(incident('drift', { id: 'x', singleWindow: true }), `${text} before`);
        const result = taint(kind === 'drift' ? drift : accuracy, text);
        const links = { report: text, dashboard: text, runbook: text };
        const context = {
          result,
          resultKey: text,
          checkedWindows: event.checkedWindows,
          links,
          block: text,
          canRetrain: false,
          sameCause: { drift: before, headline: text, window: text },
          broken: kind === 'performance' ? { window: text, finding: text, incident: before } : null,
        };
        const alert = buildAlert(event, { ...context, incidents: [before, event.incident], commands: PLAIN_COMMANDS });

        expect(alert.title.length).toBeLessThanOrEqual(99);
        expectPrintable(alert.title);
        expect(alert.title).not.toContain('\n');
        expectPrintable(alert.text);
      }),
    );
  });
});
