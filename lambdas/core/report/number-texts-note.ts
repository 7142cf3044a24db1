import type { NumberTexts } from '../profile/number-texts.ts';
import { printable } from '../text/printable.ts';
import { quoted } from '../text/quoted.ts';

/**
 * A note about columns that are read as text and look like numbers; empty when there are none.
 *
 * @param settings the settings for how numbers are written, with their verb
 */
export function numberTextsNote(columns: readonly NumberTexts[], settings: string): string {
  if (columns.length === 0) return '';
  const list = columns.map(({ name, example }) => `${quoted(name)} ("${printable(example, 60)}")`).join(', ');
  return `read as text although they look like numbers: ${list}; ${settings} how numbers are written`;
}
