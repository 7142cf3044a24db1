import * as z from 'zod';
import { TABLE_FORMATS } from '../../capture/capture-formats.ts';
import { DECLARED_TYPES } from '../../profile/types.ts';
import { byName, nonEmpty, uri } from './fields.ts';
import { byClass, dialect, header, missing } from './table-format.ts';

export const baseline = z
  .strictObject({
    uri: uri.describe('Location of the training data, or of held-out data like it'),
    format: z.enum(TABLE_FORMATS).optional().describe('Format of the file; default: by its extension'),
    label: z.string().optional().describe('The column with the true outcome'),
    score: z.string().optional().describe("Binary: the column with the model's score"),
    predictedLabel: z.string().optional().describe('The column with the predicted class'),
    value: z.string().optional().describe('Regression: the column with the predicted number'),
    scores: byClass(z.string()).optional().describe('Multiclass: for each class, the column with its probability'),
    columns: byName(nonEmpty)
      .prefault({})
      .describe('Features that have another name in the training data, each with its column there'),
    time: nonEmpty
      .transform((name) => (name === 'off' ? null : name))
      .optional()
      .describe(
        'The column with the time of each row, to learn usual movement from; off: none; default: the only column of times that is not a feature, if capture.features is given',
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
  .describe('The training data that windows are compared with');
