/**
 * The exponent of growth between the two largest sizes: the slope of the logarithm of what each costs beyond the first
 * one. Start-up and the compiler's warm-up, which the smaller sizes mostly measure, matter least there. A dash if the
 * largest costs hardly more than the first.
 */
export function exponentOf(sizes: readonly number[], seconds: readonly number[]): string {
  const [small, large] = seconds.slice(-2).map((each) => each - seconds[0]);
  if (small <= 0 || large < 0.25 * seconds[0]) return '– (the largest costs hardly more than the first)';
  const [smaller, larger] = sizes.slice(-2);
  return (Math.log(large / small) / Math.log(larger / smaller)).toFixed(2);
}
