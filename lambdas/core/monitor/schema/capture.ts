import * as z from 'zod';
import { CAPTURE_FORMAT_NAMES } from '../../capture/capture-formats.ts';
import { DEFAULT_MAX_REJECTED_SHARE } from '../../capture/max-rejected-share.ts';
import { share, unique, uri, where } from './fields.ts';
import { byClass, dialect, missing, NAMES_COLUMNS, TABLES } from './table-format.ts';

const prediction = z
  .strictObject({
    score: where.optional().describe('Binary: position or key of the probability (or any score) of the positive class'),
    threshold: z
      .number()
      .default(0.5)
      .describe('Binary: a score at or above it predicts the positive class, unless label is given'),
    label: where.optional().describe('Position or key of the predicted class'),
    value: where.optional().describe('Regression: position or key of the predicted number'),
    scores: byClass(where).optional().describe('Multiclass: for each class, the position or key of its probability'),
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
      .describe(
        'If a larger share of the records is unreadable, or of the files cut or damaged, the data counts as broken',
      ),
    expectData: z
      .boolean()
      .default(true)
      .describe('Whether a window without data, or with far fewer rows than usual, raises an alert'),
  })
  .describe('Recorded requests to the model and its answers');
