import { NO_NUMBER, readNumber } from '../../../lambdas/core/columns/number-bytes.ts';
import type { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { below, chance, pick } from '../../fuzz/mutate.ts';

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/** Texts of numbers, and some that are none: any double, what programs print, and any digits. */
export function anyNumberText(random: SeededRandom): string {
  const sign = pick(random, ['', '', '-', '+']);
  switch (below(random, 7)) {
    case 0:
      return sign + Math.abs(anyDouble(random));
    case 1:
      return sign + Math.abs(anyDouble(random)).toPrecision(15 + below(random, 5));
    case 2:
      return sign + random.uniform() * 10 ** (below(random, 30) - 15);
    case 3:
      return sign + (random.uniform() * 1000).toFixed(below(random, 22));
    case 4:
      return sign + nearMidpoint(random);
    case 5:
      return sign + anyDigits(random) + pick(random, ['', '', `e${below(random, 60) - 30}`, 'e', 'E+7']);
    default:
      return sign + anyDigits(random);
  }
}

function anyDouble(random: SeededRandom): number {
  halves[0] = Math.floor(random.uniform() * 2 ** 32);
  halves[1] = Math.floor(random.uniform() * 0x7ff00000);
  return double[0];
}

function anyDigits(random: SeededRandom): string {
  const digits = Array.from({ length: below(random, 22) }, () => below(random, 10)).join('');
  const point = below(random, digits.length + 1);
  return chance(random, 0.7) ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits;
}

/** Decimals with up to 18 digits next to the middle between two doubles, where rounding is hardest. */
function nearMidpoint(random: SeededRandom): string {
  const exponent = 53 + below(random, 6);
  const unit = 2n ** BigInt(exponent - 53);
  const mantissa = 2n ** 52n + BigInt(Math.floor(random.uniform() * 2 ** 52));
  const middle = (2n * mantissa + 1n) * unit;
  const digits = String(middle / 2n + BigInt(below(random, 3) - 1));
  const point = below(random, digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** What {@link readNumber} reads of the whole text, in the middle of other bytes. NaN: no number. */
export function readAsBytes(text: string): number {
  return readBefore(text, ',7');
}

/** The same at the end of the bytes. */
export function readAtEnd(text: string): number {
  return readBefore(text, '');
}

function readBefore(text: string, rest: string): number {
  const bytes = Buffer.from(`7,${text}${rest}`);
  const into = new Float64Array(3);
  const end = readNumber(bytes, 2, into, 1);
  return end === NO_NUMBER || end !== bytes.length - rest.length ? Number.NaN : into[1];
}
