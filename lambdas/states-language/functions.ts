import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import { SeededRandom } from '../core/statistics/random.ts';
import { isWhole } from './whole-number.ts';

/** JSONata's functions, except for `$eval`, which Step Functions does not support. */
const OWN =
  'abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent distinct each encodeUrl ' +
  'encodeUrlComponent error exists filter floor formatBase formatInteger formatNumber fromMillis join keys length lookup ' +
  'lowercase map match max merge millis min not now number pad parseInteger power random reduce replace reverse round ' +
  'shuffle sift single sort split spread sqrt string substring substringAfter substringBefore sum toMillis trim type ' +
  'uppercase zip';

const ALGORITHMS = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/** The most items of a `$range`. */
const MAX_RANGE = 1000;

const FORMAT = jsonata('$fromMillis($time, $picture, $zone)');

/** The functions that Step Functions adds to JSONata or replaces. An error that they throw is a `States.QueryEvaluationError`. */
export function stepFunctions(now: number): Record<string, (...given: never[]) => unknown> {
  return {
    partition: (array: unknown, size: unknown) => {
      const items = array === undefined ? [] : Array.isArray(array) ? array : [array];
      if (!isWhole(size) || size < 1)
        throw new RangeError(`$partition: the size of a part is a whole number from 1, not ${size}`);
      return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
        items.slice(part * size, (part + 1) * size),
      );
    },
    range: (first: unknown, last: unknown, step: unknown) => {
      if (!isWhole(first) || !isWhole(last) || !isWhole(step) || step === 0)
        throw new RangeError(`$range: takes whole numbers and a step other than 0, not (${first}, ${last}, ${step})`);
      const length = Math.max(0, Math.floor((last - first) / step) + 1);
      if (length > MAX_RANGE) throw new RangeError(`$range: at most ${MAX_RANGE} numbers, not ${length}`);
      return Array.from({ length }, (_, index) => first + index * step);
    },
    hash: (text: unknown, algorithm: unknown) => {
      const name = ALGORITHMS.get(String(algorithm));
      if (typeof text !== 'string' || name === undefined)
        throw new TypeError(`$hash: takes a string and one of ${[...ALGORITHMS.keys()].join(', ')}, not ${algorithm}`);
      return createHash(name).update(text).digest('hex');
    },
    // The same for each seed, but not the same number as in Step Functions.
    random: (seed: unknown) => (seed === undefined ? Math.random() : new SeededRandom(Number(seed)).uniform()),
    uuid: () => randomUUID(),
    parse: (text: unknown) => {
      if (typeof text !== 'string') throw new TypeError(`$parse: takes a string, not ${typeof text}`);
      return JSON.parse(text);
    },
    // The time of the execution's clock, not of this machine.
    now: (picture: unknown, zone: unknown) => FORMAT.evaluate(undefined, { time: now, picture, zone }),
    millis: () => now,
  };
}

export const FUNCTION_NAMES: ReadonlySet<string> = new Set([...OWN.split(' '), ...Object.keys(stepFunctions(0))]);
