import { lengthOf, shapeOf } from '../profile/identifier.ts';
import { sampleNamed } from '../profile/named-sample.ts';
import type { Identifier } from '../profile/types.ts';
import { textExamples } from './examples.ts';
import { measureIncrease } from './significance.ts';
import type { ColumnRule } from './types.ts';

/**
 * If the baseline's values differ in length, a value may be this many times as long as the longest or short as the
 * shortest.
 */
const LENGTH_FACTOR = 1.5;

/**
 * Values of an identifier whose form differs from the baseline's: other kinds of characters, or another length. Some
 * are expected even without a change: the share of baseline rows whose kinds of characters occurred only once.
 */
export const formChange: ColumnRule = {
  check: 'form_change',
  comparesDistributions: true,
  measure({ identifier }, window, limits) {
    if (identifier === undefined || window.categories === null) return null;
    const sample = sampleNamed(window.categories);
    const strange = sample.counts.filter(([value]) => !fits(value, identifier));
    const events = strange.reduce((sum, [, rows]) => sum + rows, 0);
    if (events === 0) return null;
    const once = identifier.shapes.filter(([, rows]) => rows === 1).length;
    return measureIncrease(
      { events, rows: sample.rows },
      { events: once, rows: identifier.sampleRows },
      limits.maxTypeErrorShare,
      textExamples(strange.map(([value]) => value)),
    );
  },
};

function fits(value: string, { shapes, shortest, longest }: Identifier): boolean {
  const factor = shortest === longest ? 1 : LENGTH_FACTOR;
  const length = lengthOf(value);
  if (length < Math.floor(shortest / factor) || length > Math.ceil(longest * factor)) return false;
  const shape = shapeOf(value);
  return shapes.some(([known]) => known === shape);
}
