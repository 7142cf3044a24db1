import type { Example } from '../quality/examples.ts';
import type { QualityFinding } from '../quality/types.ts';
import { printable } from '../text/printable.ts';
import type { Redactor } from '../text/redactor.ts';

const LONGEST_EXAMPLE = 80;

/** A finding whose examples, and the name of a column that only the captured data has, are as they may be shown. */
export type ShownFinding = Omit<QualityFinding, 'examples'> & { readonly examples: string[] };

export function shownFinding({ examples = [], ...finding }: QualityFinding, redactor: Redactor): ShownFinding {
  const { check, feature } = finding;
  return {
    ...finding,
    feature: check === 'extra_column' && feature !== null ? redactor.text(feature) : feature,
    examples: examples
      .flatMap((example) => shownExample(example, redactor))
      .map((text) => printable(text, LONGEST_EXAMPLE)),
  };
}

/** Numbers are never hashed: a hash says nothing of how far one lies outside a range. */
function shownExample({ kind, text }: Example, redactor: Redactor): readonly string[] {
  switch (kind) {
    case 'words':
      return [text];
    case 'number':
      return redactor.shows ? [text] : [];
    case 'text':
      return redactor.some([text], 1);
  }
}
