import * as z from 'zod';
import type { CaptureFormat, TableFormat, Where } from '../../capture/spec.ts';
import { ENCODINGS } from '../../capture/tables/dialect.ts';
import { canonicalValue } from '../../columns/canonical-value.ts';
import { DEFAULT_MISSING } from '../../columns/missing-texts.ts';
import { DECLARED_TYPES } from '../../profile/types.ts';
import { byName, categoryText, duration, nonEmpty, positiveDuration, share, unique, uri, where } from './fields.ts';

const TABLE_FORMATS = ['csv', 'jsonl', 'parquet'] as const satisfies readonly TableFormat[];
const CAPTURE_FORMATS = [
  'sagemaker-data-capture',
  'sagemaker-batch-transform',
  ...TABLE_FORMATS,
] as const satisfies readonly CaptureFormat[];

/** Places by class, each class in its canonical spelling, and once. */
function byClass<T extends z.ZodType<Where>>(place: T) {
  return byName(place).superRefine(refuseSameClass).transform(withoutPrototype);
}

function refuseSameClass(map: ReadonlyMap<string, unknown>, context: z.RefinementCtx): void {
  const spellings = new Map<string, string>();
  for (const name of map.keys()) {
    const before = spellings.get(canonicalValue(name));
    spellings.set(canonicalValue(name), name);
    if (before === undefined) continue;
    context.addIssue({
      code: 'custom',
      path: [name],
      message: `is the class ${JSON.stringify(before)} in another spelling`,
      params: { accepted: 'each class once' },
    });
  }
}

/** Class names come from the data: an object without a prototype has no name that means something else. */
function withoutPrototype<T extends Where>(map: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  const record: Record<string, T> = Object.create(null);
  for (const [name, place] of map) record[canonicalValue(name)] = place;
  return record;
}

const missing = z
  .array(categoryText)
  .default([...DEFAULT_MISSING])
  .describe(
    'Texts and numbers that mean "missing", besides empty texts, null and NaN; a list given stands in place of these',
  );

const NAMES_COLUMNS = 'CSV: whether the first record names the columns';
const header = z.boolean().default(true).describe(NAMES_COLUMNS);

const numberMark = z.string().regex(/^[.,' ]$/, { error: 'is not a point, a comma, an apostrophe or a space' });

/** How the text of a table is written. */
const dialect = {
  delimiter: z
    .string()
    .transform((text) => (text === 'tab' || text === '\\t' ? '\t' : text))
    .pipe(z.string().regex(/^[^"\r\n]$/, { error: 'is not one character, or tab' }))
    .optional()
    .describe('CSV: the character between the fields; not given: comma, semicolon, tab or bar, whichever the file has'),
  encoding: z
    .enum(ENCODINGS)
    .optional()
    .describe('csv, jsonl: the encoding; not given: UTF-8, or UTF-16 where a byte order mark says so'),
  decimal: numberMark
    .optional()
    .describe('csv, jsonl, parquet: the mark before the fraction of a number; not given: the point'),
  thousands: numberMark
    .optional()
    .describe('csv, jsonl, parquet: the mark between groups of three digits; not given: none'),
};

const prediction = z
  .strictObject({
    score: where.optional().describe('Binary: where the probability (or any score) of the positive class stands'),
    threshold: z
      .number()
      .default(0.5)
      .describe('Binary: a score at or above it predicts the positive class, where label is not given'),
    label: where.optional().describe('Where the predicted class stands'),
    value: where.optional().describe('Regression: where the predicted number stands'),
    scores: byClass(where).optional().describe('Multiclass: where the probability of each class stands, by class'),
  })
  .describe("Which parts of the model's answer mean what: zero-based positions (CSV, JSON arrays) or keys");

export const capture = z
  .strictObject({
    uri: uri.describe('Where the captured requests and answers are'),
    format: z.enum(CAPTURE_FORMATS).default('sagemaker-data-capture').describe('How they are written'),
    features: unique(z.string())
      .min(1)
      .optional()
      .describe('Names of the features, in order for rows without names; not given: every column'),
    prediction,
    requestRows: z
      .string()
      .optional()
      .describe('Key of the array of rows in a JSON request; not given: the usual ones'),
    responseRows: z
      .string()
      .optional()
      .describe('Key of the array of rows in a JSON answer; not given: the usual ones'),
    missing,
    time: z
      .string()
      .optional()
      .describe(
        "csv, jsonl, parquet: the column with the event's time; sagemaker-batch-transform: the key or field, where records have no inference time",
      ),
    id: z
      .string()
      .optional()
      .describe('csv, jsonl, parquet, sagemaker-batch-transform: the column with the id that labels refer to'),
    header: z
      .boolean()
      .optional()
      .describe(
        `${NAMES_COLUMNS}, of sagemaker-data-capture the first row of a request; not given: csv files have such a record, requests where that row spells the features`,
      ),
    ...dialect,
    maxRejectedShare: share.default(0.01).describe('Above this share of unreadable records the data counts as broken'),
    expectData: z.boolean().default(true).describe('Whether a window without data is a reason to alert'),
  })
  .describe('What the model was asked and answered');

export const labels = z
  .strictObject({
    uri: uri.describe('Where the labels are, in folders by the hour (UTC) of their arrival for the SageMaker format'),
    format: z
      .enum(['sagemaker-ground-truth', ...TABLE_FORMATS])
      .default('sagemaker-ground-truth')
      .describe('How they are written'),
    id: z.string().default('id').describe('csv, jsonl, parquet: the column with the id of the prediction'),
    label: where
      .default('label')
      .describe('The column or key with the label; a position in CSV data of several fields'),
    position: z
      .string()
      .optional()
      .describe('csv, jsonl, parquet: the column with the zero-based position of the row in its request'),
    time: z
      .string()
      .optional()
      .describe(
        'The column or key with the time at which the label became known; of several labels the latest counts; not given: the one that arrived last',
      ),
    missing,
    ...dialect,
    maxRejectedShare: share
      .default(0.01)
      .describe('Above this share of unreadable label records an alert goes out, and no retraining starts'),
    lag: duration
      .prefault('P1D')
      .describe('How long after a window its first accuracy check makes sense; exact, a day is 24 hours'),
    maxAge: positiveDuration
      .prefault('P14D')
      .describe(
        'How long after a window its labels are still waited for; later ones are reported as too late and not used; exact, a day is 24 hours',
      ),
  })
  .describe('What turned out to be true');

export const baseline = z
  .strictObject({
    uri: uri.describe('The training data, or held-out data like it'),
    format: z.enum(TABLE_FORMATS).optional().describe("Not given: by the file's extension"),
    label: z.string().optional().describe('The column with the true outcome'),
    score: z.string().optional().describe("Binary: the column with the model's score"),
    predictedLabel: z.string().optional().describe('The column with the predicted class'),
    value: z.string().optional().describe('Regression: the column with the predicted number'),
    scores: byClass(z.string())
      .optional()
      .describe('Multiclass: the column with the probability of each class, by class'),
    time: nonEmpty
      .transform((name) => (name === 'off' ? null : name))
      .optional()
      .describe(
        'The column with the time of each row, which shows how columns usually move; not given: the only column of times that is not a feature, where capture.features is given; off: none',
      ),
    types: byName(z.enum(DECLARED_TYPES))
      .prefault({})
      .describe(
        'What features are, where the values would say otherwise: number, category, boolean, time (since the epoch, numbers too), duration',
      ),
    missing,
    header,
    ...dialect,
  })
  .describe('What windows are compared with');

export const model = nonEmpty.describe("The model's name in messages and results");

export const positive = categoryText
  .optional()
  .describe('Binary: the positive class; not given: 1 of 0 and 1, or true');
