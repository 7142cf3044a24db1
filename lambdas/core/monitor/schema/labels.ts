import * as z from 'zod';
import { TABLE_FORMATS } from '../../capture/capture-formats.ts';
import { DEFAULT_MAX_REJECTED_SHARE } from '../../capture/max-rejected-share.ts';
import { daysOrNone, duration, positiveDuration, share, uri, where } from './fields.ts';
import { dialect, missing, TABLES } from './table-format.ts';

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
        'The column or key with the time at which the label became known. Of several labels for one prediction, the latest counts; default: the one that arrived last',
      ),
    missing,
    ...dialect,
    maxRejectedShare: share
      .default(DEFAULT_MAX_REJECTED_SHARE)
      .describe('If a larger share of the label records is unreadable, an alert is sent and no retraining starts'),
    lag: duration
      .prefault('P1D')
      .describe('Time from the end of a window to its first accuracy check, in days of exactly 24 hours'),
    maxAge: positiveDuration
      .prefault('P14D')
      .describe(
        'How long after the end of a window its labels count, in days of exactly 24 hours; later ones are reported as too late and not used',
      ),
    keepAnswers: daysOrNone
      .prefault('P400D')
      .describe(
        "How long a window's answers and segments are kept, with hashes of the ids. Meanwhile, later accuracy checks and backtests do not read its captures again. P0D: not at all",
      ),
  })
  .describe('True outcomes, which arrive later than the predictions');
