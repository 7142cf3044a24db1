import { AwsError } from '../../aws-error.ts';

/**
 * The bytes [start, end) that a Range header asks for, or undefined for the whole object.
 *
 * @throws AwsError InvalidRange (416) when it starts behind the end
 */
export function rangeOf(header: string | undefined, size: number): { start: number; end: number } | undefined {
  if (header === undefined) return undefined;
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  // A header that is not understood is ignored, as RFC 9110 asks.
  if (first === undefined || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= size || end <= start) throw new AwsError('InvalidRange', `${header} is not within ${size} bytes`, 416);
  return { start, end };
}
