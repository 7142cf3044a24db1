import { InvalidPredictionsError } from '../errors.ts';

/** Checks that every input has a value for every row. Throws {@link InvalidPredictionsError}. */
export function checkLengths(rows: number, lengths: Readonly<Record<string, number>>): void {
  for (const [input, length] of Object.entries(lengths)) {
    if (length !== rows) {
      throw new InvalidPredictionsError(input, `has ${length} rows, expected ${rows}, as many as actual`);
    }
  }
}

/** Checks that every code is the index of a class. Throws {@link InvalidPredictionsError}. */
export function checkCodes(input: string, codes: Int32Array | Uint8Array, classes: number): void {
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] < 0 || codes[row] >= classes) {
      throw new InvalidPredictionsError(input, `class ${codes[row]} is not in 0 to ${classes - 1}`, row);
    }
  }
}

/** Checks that every number is finite. Throws {@link InvalidPredictionsError}. */
export function checkFinite(input: string, numbers: Float64Array): void {
  for (let row = 0; row < numbers.length; row++) {
    if (!Number.isFinite(numbers[row])) {
      throw new InvalidPredictionsError(input, `${numbers[row]} is not a finite number`, row);
    }
  }
}
