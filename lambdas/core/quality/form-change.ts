import { lengthOf, shapeOf } from '../profile/identifier.ts';
import { sampleNamed } from '../profile/named-sample.ts';
import type { Identifier } from '../profile/types.ts';
import { showExamples } from './examples.ts';
import { measureIncrease } from './significance.ts';
import type { ColumnRule } from './types.ts';

/** Where the baseline's values differ in length, one may be so much longer or shorter. */
const LENGTH_FACTOR = 1.5;

/**
 * Values of an identifier that are written otherwise than the baseline's: other kinds of characters, or another length. Even
 * the same data brings some: as many as the share of baseline rows whose kinds of characters occurred only once.
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
      showExamples(strange.map(([value]) => value)),
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
