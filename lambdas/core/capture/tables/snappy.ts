/**
 * Decompresses Snappy's raw format, which Parquet pages use. Every length is checked against the input and the output
 * before it is used, so that damaged input gives an error instead of an endless loop or a page of zeros.
 *
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 * @throws RangeError
 */
export function decompressSnappy(input: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  let at = 0;
  // Skips the length before the data, which the page's header has too.
  while (input[at] >= 128) at++;
  at++;
  let to = 0;
  while (at < input.length) {
    const tag = input[at++];
    const kind = tag & 3;
    if (kind === 0) {
      let size = (tag >>> 2) + 1;
      if (size > 60) {
        const bytes = size - 60;
        size = littleEndian(input, at, bytes) + 1;
        at += bytes;
      }
      if (at + size > input.length || to + size > length) throw broken();
      if (size < 16) for (let i = 0; i < size; i++) output[to + i] = input[at + i];
      else output.set(input.subarray(at, at + size), to);
      at += size;
      to += size;
      continue;
    }
    const size = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    const bytes = kind === 3 ? 4 : kind;
    const back = littleEndian(input, at, bytes) + (kind === 1 ? (tag >>> 5) * 256 : 0);
    at += bytes;
    if (back === 0 || back > to || to + size > length) throw broken();
    for (const end = to + size; to < end; to++) output[to] = output[to - back];
  }
  if (to !== length) throw broken();
  return output;
}

function littleEndian(input: Uint8Array, at: number, bytes: number): number {
  if (at + bytes > input.length) throw broken();
  let value = 0;
  for (let i = bytes - 1; i >= 0; i--) value = value * 256 + input[at + i];
  return value;
}

function broken(): RangeError {
  return new RangeError('its snappy data is damaged');
}
