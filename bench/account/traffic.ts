import { hash32, seededUuid } from '../../demo/random.ts';
import { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import type { MadeBody } from '../../test/account/services/s3/bucket.ts';

/** Captures, labels and training data of a made-up model that gives a probability of churn, each file made when it is read. */

const NUMBERS = 12;
const CATEGORIES = 3;
export const FEATURES = Array.from({ length: NUMBERS + CATEGORIES }, (_, i) =>
  i < NUMBERS ? `number_${i}` : `category_${i - NUMBERS}`,
);

const HOUR = 3_600_000;
const HOURS = 24;
/** Captured files an hour, as an endpoint of several instances writes them; labels arrive as often. */
const FILES_AN_HOUR = 4;
/** Requests that differ in their features. More of them would only take longer to draw. */
const REQUESTS = 50_000;
const SEED = 20_010_101;
/** Every twentieth answer is wrong. */
const WRONG_EVERY = 20;
/** Labels do not arrive in the order of the requests: so far apart are the requests of two labels in a row. A prime. */
const LABEL_STRIDE = 7_919;

export interface TrafficFile {
  readonly key: string;
  readonly body: MadeBody;
}

/** A day of requests, one row each, with event ids. */
export class Traffic {
  readonly #rows: number;
  readonly #start: number;
  readonly #requests: readonly string[];

  /** @param start First instant of the day, UTC milliseconds. */
  constructor(rows: number, start: number) {
    this.#rows = rows;
    this.#start = start;
    const random = new SeededRandom(SEED);
    this.#requests = Array.from({ length: Math.min(rows, REQUESTS) }, () => drawRequest(random));
  }

  /** The first rows as training data: features, label and the model's probability. */
  training(rows: number): string {
    const lines = Array.from({ length: rows }, (_, row) => `${this.#request(row)},${labelOf(row)},${scoreText(row)}\n`);
    return `${FEATURES.join(',')},churned,p\n${lines.join('')}`;
  }

  captures(): TrafficFile[] {
    return this.#files(this.#start, (row) => this.#captureLine(row));
  }

  /** A label for every row, arriving over the day after. */
  labels(): TrafficFile[] {
    return this.#files(this.#start + HOURS * HOUR, (at) => labelLine(this.#labelledAt(at)));
  }

  /** Lines are numbered through all files; a line's length may depend on its number and not on when it is made. */
  #files(start: number, line: (number: number) => string): TrafficFile[] {
    const count = HOURS * FILES_AN_HOUR;
    return Array.from({ length: count }, (_, file) => {
      const first = Math.ceil((file * this.#rows) / count);
      const end = Math.ceil(((file + 1) * this.#rows) / count);
      const iso = new Date(start + (file * HOUR) / FILES_AN_HOUR).toISOString();
      const name = `${iso.slice(14, 16)}-00-000-${seededUuid(SEED, -1 - file)}.jsonl`;
      return { key: `${iso.slice(0, 13).replaceAll(/[-T]/g, '/')}/${name}`, body: bodyOf(first, end, line) };
    });
  }

  #captureLine(row: number): string {
    const time = new Date(this.#start + Math.floor((row * HOURS * HOUR) / this.#rows)).toISOString();
    return (
      '{"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"INPUT","data":"' +
      this.#request(row) +
      '","encoding":"CSV"},"endpointOutput":{"observedContentType":"text/csv; charset=utf-8","mode":"OUTPUT","data":"' +
      scoreText(row) +
      `","encoding":"CSV"}},"eventMetadata":{"eventId":"${idOf(row)}","inferenceTime":"${time.slice(0, 19)}Z"},"eventVersion":"0"}\n`
    );
  }

  #request(row: number): string {
    return this.#requests[row % this.#requests.length];
  }

  /** Each row once: the stride has no divisor in common with the number of rows, or is not used. */
  #labelledAt(place: number): number {
    return this.#rows % LABEL_STRIDE === 0 ? place : (place * LABEL_STRIDE) % this.#rows;
  }
}

/** Made once to know its size, and again for every reading. */
function bodyOf(first: number, end: number, line: (number: number) => string): MadeBody {
  const make = () => {
    let text = '';
    for (let number = first; number < end; number++) text += line(number);
    return Buffer.from(text, 'latin1');
  };
  return { size: make().length, make };
}

function labelLine(row: number): string {
  return `{"groundTruthData":{"data":"${labelOf(row)}","encoding":"CSV"},"eventMetadata":{"eventId":"${idOf(row)}"},"eventVersion":"0"}\n`;
}

function idOf(row: number): string {
  return seededUuid(SEED, row);
}

/** A probability with six decimals. */
function scoreText(row: number): string {
  return (hash32(SEED, row) / 2 ** 32).toFixed(6);
}

function labelOf(row: number): number {
  const predicted = Number(scoreText(row)) >= 0.5 ? 1 : 0;
  return row % WRONG_EVERY === 0 ? 1 - predicted : predicted;
}

/** Numbers of 1 to 17 digits as models get them, categories of 5 to 50 values. */
function drawRequest(random: SeededRandom): string {
  return FEATURES.map((_, column) => {
    if (column >= NUMBERS) return `c${random.integer(5 * 3 ** (column - NUMBERS))}`;
    if (column % 3 === 0) return String(random.integer(1000));
    return column % 3 === 1 ? (100 * random.uniform()).toFixed(3) : String(10 * random.uniform());
  }).join(',');
}
