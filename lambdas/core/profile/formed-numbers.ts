import type { Column, TimeForm } from '../columns/column.ts';
import { BLOCK_ROWS, gatherNumbers, gatherTexts } from './gather.ts';
import type { ProfileLimits } from './limits.ts';
import { NumberAccumulator } from './number-accumulator.ts';
import { readTimeText } from './time-text.ts';
import type { FormedValues } from './types.ts';

const FORMS: readonly TimeForm[] = ['time', 'duration'];

interface Collected {
  readonly numbers: NumberAccumulator;
  number: number;
  text: number;
}

/**
 * Collects the times and durations in a column of unknown type: numbers that the file declares as such, and texts.
 * Their counts decide the column's form when everything has been read.
 */
export class FormedNumbers {
  readonly #limits: ProfileLimits;
  readonly #byForm = new Map<TimeForm, Collected>();

  constructor(limits: ProfileLimits) {
    this.#limits = limits;
  }

  /** @param values A buffer of {@link BLOCK_ROWS} numbers. */
  add(column: Column, values: Float64Array): void {
    if (column.form !== null && column.numbers !== null) this.#addNumbers(column.form, column, values);
    if (column.codes === null || column.dictionary.length === 0) return;
    for (const form of FORMS) {
      const byCode = Float64Array.from(column.dictionary, (text) => readTimeText(form, text));
      if (!byCode.every(Number.isNaN)) this.#addTexts(form, column, byCode, values);
    }
  }

  #addNumbers(form: TimeForm, { length, numbers }: Column, values: Float64Array): void {
    for (let start = 0; start < length; start += BLOCK_ROWS) {
      const found = gatherNumbers(numbers!, start, Math.min(length, start + BLOCK_ROWS), values);
      if (found === 0) continue;
      const collected = this.#collected(form);
      collected.number += found;
      collected.numbers.addAll(values, found, 0);
    }
  }

  #addTexts(form: TimeForm, { length, codes }: Column, byCode: Float64Array, values: Float64Array): void {
    for (let start = 0; start < length; start += BLOCK_ROWS) {
      const found = gatherTexts(codes!, byCode, start, Math.min(length, start + BLOCK_ROWS), values);
      if (found === 0) continue;
      const collected = this.#collected(form);
      collected.text += found;
      collected.numbers.addAll(values, found, 0);
    }
  }

  #collected(form: TimeForm): Collected {
    let collected = this.#byForm.get(form);
    if (collected === undefined) {
      collected = { numbers: new NumberAccumulator(null, this.#limits), number: 0, text: 0 };
      this.#byForm.set(form, collected);
    }
    return collected;
  }

  absorb(parts: readonly FormedValues[]): void {
    for (const { form, cells, numbers, moments } of parts) {
      const collected = this.#collected(form);
      collected.number += cells.number;
      collected.text += cells.text;
      collected.numbers.absorb(numbers, moments);
    }
  }

  /** The values by form, in the order of {@link FORMS}. */
  finish(): FormedValues[] {
    return FORMS.flatMap((form) => {
      const collected = this.#byForm.get(form);
      if (collected === undefined) return [];
      const { numbers, moments } = collected.numbers.finish();
      return [
        { form, cells: { number: collected.number, text: collected.text }, numbers: numbers!, moments: moments! },
      ];
    });
  }
}
