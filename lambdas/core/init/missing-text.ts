import { DEFAULT_MISSING } from '../columns/missing-texts.ts';
import { listNames } from '../text/name-list.ts';
import { printable } from '../text/printable.ts';
import { quoted } from '../text/quoted.ts';
import type { ColumnFacts, TableFacts } from './column-facts.ts';
import type { Findings } from './findings.ts';

/** Numbers with fewer distinct values may be classes, such as grades from K to 12. */
const FEW_NUMBERS = 20;
const MOST_TEXTS = 5;

/** Texts that stand for missing numbers, such as `k.A.`, with a column of each. */
export type FoundMissing = ReadonlyMap<string, string>;

/** Finds the texts that are the only one in a column of numbers. */
export function findMissing({ columns }: TableFacts): FoundMissing {
  const found = new Map<string, string>();
  for (const [name, facts] of columns) {
    const text = onlyText(facts);
    if (text !== null && !found.has(text) && found.size < MOST_TEXTS) found.set(text, name);
  }
  return found;
}

/** The only text of a column of numbers. A text with a digit may be a number, such as `>100`. */
function onlyText({ numbers, texts, filled, values }: ColumnFacts): string | null {
  if (texts === 0 || numbers < texts || numbers + texts < filled || values.size <= FEW_NUMBERS) return null;
  const others = [...values.keys()].filter((text) => Number.isNaN(Number(text)));
  return others.length === 1 && !/\d/.test(others[0]) ? others[0] : null;
}

/** The texts of `missing`, which replace the default ones. */
export function missingTexts(found: FoundMissing): string[] {
  return [...DEFAULT_MISSING, ...found.keys()];
}

/** The key of a section of the monitor file, as a guess. @param section Such as `capture`. */
export function missingKey(section: string, found: FoundMissing, findings: Findings): { readonly missing?: string[] } {
  if (found.size === 0) return {};
  const texts = listNames([...found.keys()].map((text) => printable(JSON.stringify(text), 40)));
  const names = listNames([...new Set(found.values())].map(quoted));
  const taken = found.size === 1 ? 'is taken for a missing value' : 'are taken for missing values';
  findings.doubt(
    `${section}.missing`,
    `${texts} ${taken}: all other values of ${names} are numbers. The other texts are the default ones`,
  );
  return { missing: missingTexts(found) };
}
