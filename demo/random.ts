/** Seeded random numbers: the same seed gives the same demo on every machine. */

/** Mixes two 32-bit integers into one unsigned 32-bit integer (the finalizer of MurmurHash3). */
export function hash32(seed: number, value: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x9e3779b1);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Whether event `value` falls into a sample of `percent` %; for one seed a larger sample contains every smaller one. */
export function isSampled(seed: number, value: number, percent: number): boolean {
  return hash32(seed, value) < (percent / 100) * 0x1_0000_0000;
}

/** Makes ids independent of the sample with the same seed. */
const UUID_SEED = 0x75756964;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A UUID of version 4 made from a seed and a number. */
export function seededUuid(seed: number, value: number): string {
  const a = hash32(seed ^ UUID_SEED, value);
  const b = hash32(seed ^ 0x5bd1e995, a ^ value);
  const c = hash32(seed ^ 0x1b873593, b ^ value);
  const d = hash32(seed ^ 0x38b34ae5, c ^ value);
  const version = ((b >>> 8) & 0x0f) | 0x40;
  const variant = ((c >>> 24) & 0x3f) | 0x80;
  return `${bytes(a, 24)}${bytes(a, 16)}${bytes(a, 8)}${bytes(a, 0)}-${bytes(b, 24)}${bytes(b, 16)}-${HEX[version]}${bytes(b, 0)}-${HEX[variant]}${bytes(c, 16)}-${bytes(c, 8)}${bytes(c, 0)}${bytes(d, 24)}${bytes(d, 16)}${bytes(d, 8)}${bytes(d, 0)}`;
}

function bytes(word: number, shift: number): string {
  return HEX[(word >>> shift) & 0xff];
}
