import { countOf } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { quoted } from '../text/quoted.ts';
import type { Redactor } from '../text/redactor.ts';
import type { Categories, ColumnKinds } from './column-kinds.ts';
import type { Found } from './found.ts';
import { haveOneForm } from './value-forms.ts';

/** Fewer rows may have rare categories only. */
const ENOUGH_ROWS = 20;
/** Numbers may be those of few categories only, such as 0 and 1 for `no` and `yes`. */
const FEW_CATEGORIES = 20;
const SHOWN = 5;

/**
 * Reports features of whose captured categories none is in the training data, such as `wahr` and `falsch` in place of `true` and
 * `false`. Columns with as many categories as an identifier has are left out.
 *
 * @param features null: every column of the training data. @param ignored Features whose values no check compares.
 */
export function sayCategories(
  features: readonly string[] | null,
  ignored: readonly string[],
  { captured, trained }: { readonly captured: ColumnKinds; readonly trained: ColumnKinds },
  found: Found,
  redactor: Redactor,
): void {
  for (const name of features ?? trained.names) {
    if (ignored.includes(name)) continue;
    const [here, there] = [captured.categories(name), trained.categories(name)];
    if (here === null || there === null || here.rows < ENOUGH_ROWS || there.rows < ENOUGH_ROWS) continue;
    if (2 * here.counts.size > here.rows || (here.counts.size === 0 && there.counts.size > FEW_CATEGORIES)) continue;
    // Numbers among the categories of the training data may be those of the captures.
    if (there.counts.size === 0 || there.numbers > 0 || [...here.counts.keys()].some((text) => there.counts.has(text)))
      continue;
    const text = `capture.features: no value of ${quoted(name)} is in the training data: captures have ${describe(here, redactor)}, the training data ${describe(there, redactor)}: ${advice(here, there)}`;
    // Of more rows than were read, the others may have these categories.
    (trained.isWhole ? found.problems : found.warnings).push(text);
  }
}

/** Values that only name a batch or a version are never alike. */
function advice({ counts: here }: Categories, { counts: there }: Categories): string {
  const leaveOut =
    'if it only says which batch, version or day a row is of, leave it out of capture.features, or add it to drift.ignore';
  const alike = 'write both alike, as no key translates values';
  if (here.size > 0 && haveOneForm([...here.keys(), ...there.keys()])) return leaveOut;
  return here.size === 1 ? `${alike}; ${leaveOut}` : alike;
}

/** `"wahr" (7,600 rows), "falsch" (3,325 rows)`, the most frequent first; `2 values` where values are hidden. */
function describe({ counts, numbers }: Categories, redactor: Redactor): string {
  if (counts.size === 0) return countOf(numbers, 'number');
  const byRows = [...counts].sort(([, a], [, b]) => b - a);
  const names = redactor.some(
    byRows.map(([text]) => text),
    SHOWN,
  );
  if (names.length === 0) return countOf(counts.size, 'value');
  const shown = names.map((name, i) => `${printable(JSON.stringify(name), 40)} (${countOf(byRows[i][1], 'row')})`);
  const more = counts.size - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${countOf(more, 'other')}` : '');
}
