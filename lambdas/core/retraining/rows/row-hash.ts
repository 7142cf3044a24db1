/** Spreads positions over the seeds: the golden ratio in 32 bits. */
const SPREAD = 0x9e3779b1;

/**
 * A hash of 53 bits for the row at this position of the request with this id. It is the same whenever the row is read. Two
 * multiplicative hashes of 32 bits over the UTF-16 units, mixed as in MurmurHash3 (cyrb53); not cryptographic. The hash at
 * position 0 is that of the id itself.
 */
export function hashRow(id: string, position: number, seed: number): number {
  const start = seed ^ Math.imul(position, SPREAD);
  let high = 0xdeadbeef ^ start;
  let low = 0x41c6ce57 ^ start;
  for (let i = 0; i < id.length; i++) {
    const unit = id.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (high & 0x1fffff) * 0x100000000 + (low >>> 0);
}

/** A seed of 32 bits derived from a text. */
export function seedOf(text: string): number {
  return hashRow(text, 0, 0) % 0x100000000;
}
