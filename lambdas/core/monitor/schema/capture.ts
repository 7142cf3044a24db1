import * as z from 'zod';
import { CAPTURE_FORMAT_NAMES, TABLE_FORMATS } from '../../capture/capture-formats.ts';
import { DEFAULT_MAX_REJECTED_SHARE } from '../../capture/max-rejected-share.ts';
import type { FieldLocation } from '../../capture/spec.ts';
import { ENCODINGS } from '../../capture/tables/dialect.ts';
import { canonicalValue } from '../../columns/canonical-value.ts';
import { DEFAULT_MISSING } from '../../columns/missing-texts.ts';
import { DECLARED_TYPES } from '../../profile/types.ts';
import { byName, categoryText, duration, nonEmpty, positiveDuration, share, unique, uri, where } from './fields.ts';

/** Locations by class. Each class has its canonical spelling and occurs once. */
function byClass<T extends z.ZodType<FieldLocation>>(place: T) {
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

/** Class names come from the data, so the object has no prototype, whose names could clash with them. */
function withoutPrototype<T extends FieldLocation>(map: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  const record: Record<string, T> = Object.create(null);
  for (const [name, place] of map) record[canonicalValue(name)] = place;
  return record;
}

const missing = z
  .array(categoryText)
  .default([...DEFAULT_MISSING])
  .describe('Texts and numbers that mean "missing", besides empty texts, null and NaN; replaces the default list');

const NAMES_COLUMNS = 'CSV: whether the first record names the columns';
const header = z.boolean().default(true).describe(NAMES_COLUMNS);

const numberMark = z.string().regex(/^[.,' ]$/, { error: 'is not a point, a comma, an apostrophe or a space' });

const TABLES = TABLE_FORMATS.join(', ');

/** How a text table is written. */
const dialect = {
  delimiter: z
    .string()
    .transform((text) => (text === 'tab' || text === '\\t' ? '\t' : text))
    .pipe(z.string().regex(/^[^"\r\n]$/, { error: 'is not one character, or tab' }))
    .optional()
    .describe('CSV: the character between the fields; default: comma, semicolon, tab or bar, whichever the file uses'),
  encoding: z
    .enum(ENCODINGS)
    .optional()
    .describe('csv, jsonl: the encoding; default: UTF-8, or UTF-16 if the file has a byte order mark'),
  decimal: numberMark.optional().describe(`${TABLES}: the decimal separator; default: the point`),
  thousands: numberMark.optional().describe(`${TABLES}: the thousands separator; default: none`),
};

const prediction = z
  .strictObject({
    score: where.optional().describe('Binary: position or key of the probability (or any score) of the positive class'),
    threshold: z
      .number()
      .default(0.5)
      .describe('Binary: a score at or above it predicts the positive class, unless label is given'),
    label: where.optional().describe('Position or key of the predicted class'),
    value: where.optional().describe('Regression: position or key of the predicted number'),
    scores: byClass(where)
      .optional()
      .describe('Multiclass: position or key of the probability of each class, by class'),
  })
  .describe("Where the model's answer has its values: zero-based positions (CSV, JSON arrays) or keys");

export const capture = z
  .strictObject({
    uri: uri.describe('Location of the captured requests and answers'),
    format: z.enum(CAPTURE_FORMAT_NAMES).default('sagemaker-data-capture').describe('Format of the captured files'),
    features: unique(z.string())
      .min(1)
      .optional()
      .describe('Names of the features, in the order of rows without names; default: every column'),
    prediction,
    requestRows: z.string().optional().describe('Key of the array of rows in a JSON request; default: recognised'),
    responseRows: z.string().optional().describe('Key of the array of rows in a JSON answer; default: recognised'),
    missing,
    time: z
      .string()
      .optional()
      .describe(
        `${TABLES}: the column with the event's time; sagemaker-batch-transform: the key or field with it, if records have no inference time`,
      ),
    id: z
      .string()
      .optional()
      .describe(`${TABLES}, sagemaker-batch-transform: the column with the id that labels refer to`),
    header: z
      .boolean()
      .optional()
      .describe(
        `${NAMES_COLUMNS}; in sagemaker-data-capture: whether the first row of a request does; default: true for csv files, and for requests whose first row contains every feature name`,
      ),
    ...dialect,
    maxRejectedShare: share
      .default(DEFAULT_MAX_REJECTED_SHARE)
      .describe('Above this share of unreadable records the data counts as broken'),
    expectData: z.boolean().default(true).describe('Whether a window without data raises an alert'),
  })
  .describe('Recorded requests to the model and its answers');

export const labels = z
  .strictObject({
    uri: uri.describe('Location of the labels; in the SageMaker format: folders by the hour (UTC) of their arrival'),
    format: z
      .enum(['sagemaker-ground-truth', ...TABLE_FORMATS])
      .default('sagemaker-ground-truth')
      .describe('Format of the label files'),
    id: z.string().default('id').describe(`${TABLES}: the column with the id of the prediction`),
    label: where
      .default('label')
      .describe('The column or key with the label; in CSV data of several fields: its position'),
    position: z
      .string()
      .optional()
      .describe(`${TABLES}: the column with the zero-based position of the row in its request`),
    time: z
      .string()
      .optional()
      .describe(
        'The column or key with the time at which the label became known; of several labels the latest counts; default: the one that arrived last',
      ),
    missing,
    ...dialect,
    maxRejectedShare: share
      .default(DEFAULT_MAX_REJECTED_SHARE)
      .describe('Above this share of unreadable label records an alert is sent, and no retraining starts'),
    lag: duration
      .prefault('P1D')
      .describe('Time from the end of a window to its first accuracy check; exact: a day is 24 hours'),
    maxAge: positiveDuration
      .prefault('P14D')
      .describe(
        'Time from the end of a window during which its labels count; later ones are reported as too late and not used; exact: a day is 24 hours',
      ),
  })
  .describe('True outcomes, which arrive later than the predictions');

export const baseline = z
  .strictObject({
    uri: uri.describe('The training data, or held-out data like it'),
    format: z.enum(TABLE_FORMATS).optional().describe('Format of the file; default: by its extension'),
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
        'The column with the time of each row, from which usual movement is learned; default: if capture.features is given, the only column of times that is not a feature; off: none',
      ),
    types: byName(z.enum(DECLARED_TYPES))
      .prefault({})
      .describe(
        'Types of features that override the detected ones: number, category, boolean, time (also numbers since the epoch), duration',
      ),
    missing,
    header,
    ...dialect,
  })
  .describe('Training data, with which windows are compared');

export const model = nonEmpty.describe("The model's name in alerts and results");

export const positive = categoryText.optional().describe('Binary: the positive class; default: 1 of 0 and 1, or true');
