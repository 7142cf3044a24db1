import * as z from 'zod';
import { maybe, share } from './fields.ts';

const shiftSchema = z.object({
  kind: z.enum(['location', 'spread', 'share', 'unseen', 'missing', 'shape']),
  category: z.string().optional().describe('The category of a share; `privacy.values` decides how it is shown'),
  effect: z
    .number()
    .describe(
      'Size of the shift with its sign, in standard deviations of the baseline, measured from the baseline or the new normal; the season is subtracted; where several windows show the shift, their mean',
    ),
  shares: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe('The share of the rows in the baseline and in the window'),
  ratio: z
    .number()
    .optional()
    .describe('Standard deviation of the normal scores in the window divided by that in the baseline'),
  plain: z
    .object({
      means: z.tuple([z.number(), z.number()]),
      deviations: z.tuple([z.number(), z.number()]),
    })
    .optional()
    .describe(
      'Locations and spreads where values are shown: means and standard deviations of the values, in the baseline and in the window. `effect` and `ratio` are those of their normal scores',
    ),
  windows: z.number().int().describe('How many windows show the shift together'),
  pValue: z
    .number()
    .describe('Chance of such a shift under usual movement, adjusted over the columns: the p-value that decides'),
  limit: z.number().describe('A larger effect in this one window is flagged'),
  limitSource: z.enum(['material', 'chance', 'first_windows', 'short_history', 'history', 'season']),
  historyWindows: z.number().int().describe('How many earlier windows the limit is learned from'),
  usual: z.number().describe('Standard deviation of the usual movement from window to window'),
  since: z
    .string()
    .nullable()
    .describe('First window of the drift that still lasts; null: it was not flagged before this window'),
  normal: z
    .string()
    .optional()
    .describe('First window of the new normal from which the effect is measured; absent: measured from the baseline'),
});

const changeSchema = z.object({
  kind: z
    .enum(['location', 'spread', 'share', 'unseen', 'missing', 'shape', 'value'])
    .describe('`value`: the share of the rows with one number'),
  form: z
    .enum(['boolean', 'time', 'duration'])
    .optional()
    .describe('What the numbers stand for; times are milliseconds'),
  category: z.string().optional(),
  many: z.literal(true).optional().describe('Most of the difference lies in other categories'),
  value: z.number().optional(),
  effect: z
    .number()
    .optional()
    .describe(
      'Of locations and shapes, in standard deviations of the baseline: of the mean if `measure` is that, else by ranks',
    ),
  ratio: z.number().optional().describe('Of spreads: standard deviation of the window divided by that of the baseline'),
  shares: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe('The share of the rows in the baseline and in the window: of the category, the value or the range'),
  range: z.tuple([z.number(), z.number()]).optional().describe('Of shapes: the numbers whose share moved most'),
  measure: z.enum(['mean', 'median', 'standard deviation']).optional().describe('What `baseline` and `window` are'),
  baseline: z.number().optional(),
  window: z.number().optional(),
});

const driftFeatureSchema = z.object({
  name: z.string(),
  type: z.enum(['number', 'category']),
  method: z.string(),
  distance: maybe.describe('null when it is not defined; `reason` says why'),
  errorBound: maybe.describe('How far the distance may be from the one computed from all rows; 0 is exact'),
  distanceBeyondChance: maybe
    .optional()
    .describe(
      'Categories and chi_square: the distance without what chance adds in samples of these sizes; wasserstein: without the most extreme rows of each side; null where not corrected',
    ),
  extreme: z
    .object({
      value: z.number().optional().describe('Absent unless `privacy.values` is show'),
      side: z.enum(['baseline', 'window']),
      end: z.enum(['smallest', 'largest']),
    })
    .optional()
    .describe('The outlier that makes most of the distance; absent where none does'),
  limit: z.number(),
  test: z.string(),
  statistic: maybe,
  pValue: maybe,
  adjustedPValue: maybe.describe('Benjamini-Hochberg over the features of the window'),
  smallSampleAdjustedPValue: maybe.describe(
    'The same from p-values that hold in small samples too, never below `adjustedPValue`: what decides',
  ),
  baselineRows: z.number().describe('Rows with a value'),
  windowRows: z.number(),
  baselineMissingShare: maybe,
  windowMissingShare: maybe,
  importance: z.number().describe('Weight in the ranking'),
  effect: maybe.describe('distance / limit'),
  drifted: z
    .boolean()
    .describe(
      'Whether a shift is larger than its limit and than chance and usual movement explain, or the column drifted earlier and has not clearly returned',
    ),
  shift: shiftSchema
    .nullable()
    .optional()
    .describe('The most telling shift, judged with the windows before; absent where two samples are compared'),
  change: changeSchema
    .optional()
    .describe('What has moved between two samples that differ; absent in the results of checks, which have `shift`'),
  flaggedBy: z.string().optional().describe('Key of the shift by which it is flagged; absent where it is not'),
  shifts: z
    .array(z.tuple([z.string(), z.number(), z.number()]))
    .optional()
    .describe('Every shift from the baseline: key, effect and standard error, in standard deviations of the baseline'),
  reason: z.string().nullable().describe('Why there is no distance'),
});

/** The drift of one family of columns: the features, or the model's answers. */
export const driftSchema = z.object({
  alpha: z.number().describe('Significance level for the adjusted p-values'),
  features: z.array(driftFeatureSchema),
  compared: z.number().int().describe('Features with values on both sides'),
  drifted: z.number().int(),
  driftedShare: share,
  ranking: z.array(z.string()).describe('Drifted features, largest effect times importance first'),
  earlier: z
    .object({
      judged: z.number().int().describe('Nothing is learned from them of columns that had drifted'),
      otherBaseline: z.number().int(),
      broken: z.number().int(),
      fewRows: z.number().int(),
      noRows: z.number().int(),
    })
    .optional()
    .describe(
      'While a `limitSource` is `first_windows`: the windows before that were checked; all but those that were judged do not count',
    ),
});
