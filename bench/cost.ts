/**
 * What the checks of one monitor take in Lambda, by rows a day: seconds, memory, and dollars a month. Extrapolated from
 * two rates, which `npm run bench:account` measures, with the memory that a check reserves for a row at the most.
 *
 *     npm run bench:cost -- [--drift-rate 250000] [--accuracy-rate 140000] [--row-bytes 500] [--file-megabytes 5] [--reads 14]
 *
 * Rates are rows a second. `--reads` is how often the accuracy check reads a window before its last labels are there.
 */
import { parseArgs } from 'node:util';
import { REQUEST_BYTES, ROW_BYTES, SEGMENT_BYTES } from '../lambdas/core/check/reading/labelled-predictions.ts';
import { BASE_MEGABYTES, MEGABYTE } from '../lambdas/core/check/reading/memory-limit.ts';
import { RECORD_BYTES } from '../lambdas/core/check/reading/profile-capture.ts';

const { values } = parseArgs({
  options: {
    'drift-rate': { type: 'string', default: '250000' },
    'accuracy-rate': { type: 'string', default: '140000' },
    'row-bytes': { type: 'string', default: '500' },
    'file-megabytes': { type: 'string', default: '5' },
    reads: { type: 'string', default: '14' },
  },
});
const options = ['drift-rate', 'accuracy-rate', 'row-bytes', 'file-megabytes', 'reads'] as const;
const [driftRate, accuracyRate, rowBytes, fileMegabytes, reads] = options.map((name) => Number(values[name]));
const wrong = options.find((name) => !(Number(values[name]) > 0));
if (wrong !== undefined) throw new RangeError(`--${wrong} is a number above 0`);

/** Dollars in us-east-1 for arm64, as in docs/deploy.md. */
const PER_GB_SECOND = 0.0000133;
const PER_GET = 0.0004 / 1000;
/** Seconds of a run that are not for reading, and after which a check ends itself. */
const START = 3;
const MOST_SECONDS = 840;
/** Memory sizes of functions, the default first. */
const SIZES = [2048, 3072, 4096, 6144, 8192, 10_240];
/** Bytes that an accuracy check reserves for a row: one request a row, one segment. */
const ACCURACY_BYTES = REQUEST_BYTES + ROW_BYTES + SEGMENT_BYTES;
const DAYS = 30;

/** What the check of one window takes. null: it does not fit into one function. */
interface Need {
  readonly seconds: number;
  readonly size: number;
}

function needOf(rows: number, rate: number, bytes: number): Need | null {
  const seconds = START + rows / rate;
  const megabytes = BASE_MEGABYTES + (rows * bytes) / MEGABYTE;
  const size = SIZES.find((each) => each >= megabytes);
  return size === undefined || seconds > MOST_SECONDS ? null : { seconds, size };
}

console.table(
  [1e4, 1e5, 1e6, 1e7, 1e8, 1e9].map((rows) => {
    const plans = [
      { window: 'P1D', windows: 1 },
      { window: 'PT1H', windows: 24 },
    ].map(({ window, windows }) => ({
      window,
      windows,
      drift: needOf(rows / windows, driftRate, RECORD_BYTES),
      accuracy: needOf(rows / windows, accuracyRate, ACCURACY_BYTES),
    }));
    const fitting = (check: 'drift' | 'accuracy') => plans.find((plan) => plan[check] !== null) ?? null;
    const [drift, accuracy] = [fitting('drift'), fitting('accuracy')];
    return {
      'rows a day': rows.toExponential(0),
      ...columnsOf('drift', drift && { ...drift.drift!, ...drift }, rows, 1),
      ...columnsOf('accuracy', accuracy && { ...accuracy.accuracy!, ...accuracy }, rows, reads),
    };
  }),
);

function columnsOf(
  check: string,
  plan: (Need & { readonly window: string; readonly windows: number }) | null,
  rows: number,
  times: number,
): Record<string, string> {
  if (plan === null) return { [check]: 'more than one function' };
  const gbSeconds = (DAYS * plan.windows * times * plan.seconds * plan.size) / 1024;
  const gets = (DAYS * times * rows * rowBytes) / (fileMegabytes * 1e6);
  return {
    [check]: `${plan.window}: ${plan.seconds.toFixed(0)} s, ${plan.size} MB`,
    [`${check}, GB-s`]: gbSeconds.toFixed(0),
    [`${check}, $ a month`]: (gbSeconds * PER_GB_SECOND + gets * PER_GET).toFixed(2),
  };
}
