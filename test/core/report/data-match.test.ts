import { expect, it } from 'vitest';
import { checkText } from '../../../lambdas/core/report/check-text.ts';
import { sourceOfMismatch } from '../../../lambdas/core/report/data-match.ts';
import { accuracyResult } from './results.ts';

const WORDS = "by the window's drift check, which decides what to do about the data";

it.each([
  ['accuracy', 'no', 'continue', WORDS],
  ['accuracy', 'no', 'retrain', WORDS],
  // Its own verdict, or one that it acts on.
  ['accuracy', 'no', 'fix-data', null],
  ['accuracy', 'yes', 'continue', null],
  ['drift', 'no', 'alert', null],
] as const)('%s check, data matches %s, next step %s', (kind, dataMatches, nextStep, source) => {
  const { verdict } = accuracyResult({});
  expect(sourceOfMismatch({ kind, verdict: { ...verdict, dataMatches, nextStep } })).toBe(source);
  if (kind === 'accuracy') {
    const text = checkText(
      accuracyResult({ verdict: { ...verdict, dataMatches, nextStep } }),
      Number.POSITIVE_INFINITY,
    );
    expect(text).toMatch(
      source === null ? new RegExp(`data matches +${dataMatches}\\n`) : `data matches  no, ${WORDS}\n`,
    );
  }
});
