/** Whether the n-th of many, counted from 1, belongs to a share of them: evenly, without chance. */
export function passes(number: number, share: number): boolean {
  // The small number takes up what fractions such as 0.1 lack.
  return Math.floor(number * share + 1e-9) > Math.floor((number - 1) * share + 1e-9);
}
