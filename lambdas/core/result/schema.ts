import * as z from 'zod';
import { incidentSchema } from './incident.ts';

/**
 * The result of one check, `{monitor}/checks/{kind}/{window}/result.json`. Readers may rely on it: a field's meaning never
 * changes within a version, new fields may come. `schema/check-result.schema.json` is made from here.
 */
export const RESULT_VERSION = 1;

const time = z.string().describe('UTC, ISO 8601');
const share = z.number().describe('0 to 1');
const maybe = z.number().nullable();

const rejectedPlace = z.object({
  reason: z.string(),
  uri: z.string(),
  line: z.number().int().nullable().describe('Line of the file, from 1 (Parquet: row); null: the whole file'),
  detail: z.string().describe('What was wrong, printable'),
  excerpt: z.string().describe('The start of the rejected line, printable'),
});

const reasonCounts = z.array(z.object({ reason: z.string(), count: z.number().int() }));

const rejectedSchema = z.object({
  records: z.number().int().describe('All of them, by reason in `byReason`'),
  inWindow: z.number().int().describe('Those that count as records of the window'),
  outsideWindow: z.number().int().describe('The others: files hold records of neighbouring windows too'),
  share: share.describe("Of the window's records, repeats left out, those that are rejected"),
  byReason: reasonCounts,
  outsideByReason: reasonCounts.describe('Those outside the window alone'),
  samples: z.array(
    rejectedPlace.extend({ outsideWindow: z.literal(true).optional().describe('Set for those outside the window') }),
  ),
  places: z
    .array(z.object({ uri: z.string(), count: z.number().int(), lines: z.string().describe('Such as `12, 15-20`') }))
    .describe('Every rejected record by file and line'),
  elsewhere: z.number().int().describe('Rejected records in files beyond those in `places`'),
});

/** `records = used + repeats + rejected.records + recordsOutsideWindow`. */
const dataSchema = z.object({
  objects: z.number().int().describe('Files read'),
  bytes: z.number().int().describe('Their size as stored'),
  records: z.number().int().describe('Captured requests read, rejected ones included'),
  used: z.number().int().describe('Records inside the window whose rows count'),
  rows: z.number().int().describe('Rows inside the window'),
  recordsOutsideWindow: z.number().int(),
  rowsOutsideWindow: z.number().int(),
  absentInputs: z.number().int().describe('Records in the window without a request'),
  absentOutputs: z.number().int().describe('Records in the window without a response'),
  repeats: z.number().int().describe('Records in the window that came before, same id and same content: left out'),
  conflicts: z
    .number()
    .int()
    .describe(
      'Records in the window whose id came before with other content: rejected as conflicting-id where no two events share an id, counted where they may',
    ),
  repeatSamples: z.array(rejectedPlace).describe('The first few repeats and conflicts'),
  rejected: rejectedSchema,
});

const qualityFinding = z.object({
  check: z.string(),
  subject: z
    .literal('answer')
    .optional()
    .describe(
      "`feature` is a role of the model's answers: score, label, value, score:{class}; absent: it is a feature",
    ),
  feature: z.string().nullable(),
  value: maybe,
  baseline: maybe,
  limit: maybe,
  rows: z.number().int(),
  breached: z.boolean(),
  examples: z.array(z.string()).describe('A few of the values concerned, printable'),
  message: z.string().describe('The finding in words, printable'),
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
      value: z.number(),
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
      'Whether a shift matters and is more than chance and usual movement explain, or the column drifted before and is not back',
    ),
  shift: z
    .object({
      kind: z.enum(['location', 'spread', 'share', 'unseen', 'missing', 'shape']),
      category: z.string().optional().describe('The category of a share, printable'),
      effect: z
        .number()
        .describe(
          'Size of the shift with its sign, in standard deviations of the baseline, measured from the baseline or the new normal; the season is subtracted; where several windows show the shift, their mean',
        ),
      shares: z
        .tuple([z.number(), z.number()])
        .optional()
        .describe('The share of the rows in the baseline and in the window'),
      ratio: z.number().optional().describe('Standard deviation of the window divided by that of the baseline'),
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
        .describe(
          'First window of the new normal from which the effect is measured; absent: measured from the baseline',
        ),
    })
    .nullable()
    .optional()
    .describe('The most telling shift, judged with the windows before; absent where two samples are compared'),
  flaggedBy: z.string().optional().describe('Key of the shift by which it is flagged; absent where it is not'),
  shifts: z
    .array(z.tuple([z.string(), z.number(), z.number()]))
    .optional()
    .describe('Every shift from the baseline: key, effect and standard error, in standard deviations of the baseline'),
  reason: z.string().nullable().describe('Why there is no distance'),
});

const driftSchema = z.object({
  alpha: z.number().describe('Significance level for the adjusted p-values'),
  features: z.array(driftFeatureSchema),
  compared: z.number().int().describe('Features with values on both sides'),
  drifted: z.number().int(),
  driftedShare: share,
  ranking: z.array(z.string()).describe('Drifted features, largest effect times importance first'),
});

export const metricEstimateSchema = z.object({
  value: maybe,
  lower: maybe,
  upper: maybe,
  rows: z.number().int(),
  meanSquare: z.number().optional().describe('Where the metric is a mean of losses: the mean of their squares'),
  reason: z.string().optional().describe('Why there is no value, or a value without an interval'),
});

const leftOutSchema = z.object({
  rows: z.number().int().describe('Rows with a label that no metric counts'),
  labelled: z.number().int().describe('Rows with a label, readable or not'),
  reasons: z.array(
    z.object({
      part: z.enum(['label', 'answer']).describe('Whose value cannot be used'),
      kind: z.enum(['missing', 'nan', 'infinite', 'text', 'boolean', 'nested', 'class']),
      rows: z.number().int(),
      examples: z.array(z.string()).describe('A few of the texts concerned, printable'),
    }),
  ),
});

export const performanceSchema = z.object({
  problem: z.string(),
  rows: z.number().int(),
  leftOut: leftOutSchema.optional().describe('What the metrics leave out; absent where that was not counted'),
  metrics: z.record(z.string(), metricEstimateSchema),
  confusionMatrix: z.object({ classes: z.array(z.string()), counts: z.array(z.array(z.number())) }).nullable(),
  classes: z
    .array(z.object({ name: z.string(), rows: z.number().int(), precision: maybe, recall: maybe, f1: maybe }))
    .nullable(),
  unknown: z.string().optional().describe('Why nothing could be measured; every metric is then null'),
});

const labelsSchema = z.object({
  predictions: z.number().int(),
  labelled: z.number().int(),
  coverage: share,
  duplicates: z
    .number()
    .int()
    .describe('Labels that arrived again: with the same value, or delivered again after a later label'),
  conflicts: z
    .number()
    .int()
    .describe('Labels that arrived again with another value; the last one counts, by `labels.time` or else by arrival'),
  late: z
    .number()
    .int()
    .describe(
      'Predictions for which a label, or a correction, came after `labels.maxAge` and is not used; 0 until then',
    ),
  unmatched: z.number().int().describe('Labels of no prediction in the window'),
  others: z.number().int().describe('Labels read whose id no prediction of the window has: those of other windows'),
  mismatched: z.number().int().describe('Labels in another number than their request has rows'),
  rejected: z.number().int().describe('Label records that cannot be read, or have no label'),
  empty: z.number().int().describe('Those of them that are rows of a table without a label yet'),
  unreadable: z.boolean().describe('More of the label records cannot be read than `labels.maxRejectedShare` allows'),
  ambiguous: z.number().int().describe('Predictions whose id is not unique: left unlabelled'),
  ambiguousLabels: z.number().int().describe('Labels for them'),
  withoutId: z.number().int().describe('Predictions without an id, so that no label can be joined'),
  examples: z
    .object({ label: z.string(), prediction: z.string() })
    .nullable()
    .describe('An id of each side, printable, where labels were found and none has the id of a prediction'),
  reading: z
    .object({
      objects: z.number().int().describe('Files read'),
      bytes: z.number().int().describe('Their size as stored'),
      records: z.number().int().describe('Label records read: used, of other ids, and rejected'),
      used: z.number().int().describe('Records for ids of the predictions'),
      others: z.number().int().describe('Records for other ids, left unread'),
      rejected: rejectedSchema.omit({ inWindow: true, outsideWindow: true, outsideByReason: true }),
    })
    .describe('What reading the label files found'),
  settled: z
    .boolean()
    .describe(
      'No more labels are expected: every prediction has one, `labels.maxAge` is over, or there is no id to join by',
    ),
});

const segmentSchema = z.object({
  feature: z.string(),
  value: z.string().nullable().describe('null: rows without a value'),
  rows: z.number().int(),
  metric: metricEstimateSchema.nullable(),
  worse: z.boolean().describe('Worse than the whole, beyond chance'),
});

const verdictSchema = z.object({
  dataMatches: z.enum(['yes', 'no', 'unknown']).describe('Whether the data matches the baseline'),
  performance: z.object({
    metric: z.string().nullable(),
    value: maybe,
    lower: maybe,
    upper: maybe,
    rows: z.number().int(),
    comparedWithBaseline: z.enum(['better', 'same', 'worse', 'unknown']),
    reason: z.string().optional().describe('Why there is no value, or a value without an interval'),
    comparison: z
      .object({
        baseline: maybe.describe('The metric in the baseline'),
        windows: z.number().int().describe('How many windows show it together, this one included'),
        since: z.string().describe('The first of them'),
        value: maybe.describe('The metric over them'),
        reason: z
          .string()
          .optional()
          .describe('Why the outcome is `unknown`, or why it is `same` although the rows of this window alone differ'),
      })
      .optional()
      .describe('What `comparedWithBaseline` rests on; absent where nothing was compared'),
    leftOut: z
      .string()
      .optional()
      .describe('Which labelled rows cannot be measured and why, in words, printable; absent where all can'),
  }),
  nextStep: z.enum(['continue', 'alert', 'retrain', 'fix-data', 'wait-for-labels']),
  reasons: z.array(z.string()).describe('Why, in words, printable'),
});

const limitSchema = z.object({
  text: z.string(),
  purpose: z.enum(['alert', 'retrain']),
  windows: z.number().int().describe('How many windows in a row have to meet it'),
  met: z.boolean().nullable(),
  streak: z.number().int().describe('How many windows in a row, up to this one, had values that met it'),
  reached: z.boolean(),
  standing: z
    .object({
      open: z.boolean().describe('Whether the limit is passed beyond chance, and the metric is not proved to be back'),
      since: z.string().nullable().describe('The window in which that most likely began'),
      strength: z
        .number()
        .describe(
          'Logarithm of the evidence, as a share of what is needed: that the limit is passed or, where it is open, that the metric is back',
        ),
    })
    .nullable()
    .describe("null: each window's value is compared as it is"),
});

export const checkResultSchema = z.object({
  schema: z.literal('driftwarden/check-result'),
  version: z.literal(RESULT_VERSION),
  monitor: z.string(),
  model: z.string(),
  kind: z.enum(['drift', 'accuracy']),
  window: z.object({ name: z.string(), start: time, end: time.describe('UTC, ISO 8601, exclusive') }),
  checkedAt: time,
  baseline: z
    .object({ id: z.string(), createdAt: time, rows: z.number().int() })
    .nullable()
    .describe('Drift checks always have one'),
  data: dataSchema,
  verdict: verdictSchema,
  quality: z.array(qualityFinding),
  drift: driftSchema.nullable().describe('Drift checks: the features'),
  predictionDrift: driftSchema.nullable().describe("Drift checks: the model's answers"),
  labels: labelsSchema.nullable().describe('Accuracy checks'),
  performance: performanceSchema.nullable().describe('Accuracy checks'),
  segments: z.array(segmentSchema).describe('Accuracy checks: the primary metric by segment, worst first'),
  limits: z.array(limitSchema).describe('Accuracy checks'),
  incidents: z.array(incidentSchema).describe('Open incidents after this check'),
  newNormals: z
    .array(
      z.object({
        since: z.string().describe('First of its windows'),
        features: z.array(z.string()),
        answers: z.array(z.string()),
        by: z.string(),
        at: z.number().describe('Milliseconds since the epoch'),
        note: z.string(),
      }),
    )
    .optional()
    .describe('Drift checks: which columns are compared with a new normal that a person declared; absent: none'),
  retraining: z
    .object({
      id: z.string(),
      since: z.string(),
      requestedAt: z.number(),
      limit: z.string().describe('What asked for it'),
      standing: z.string().optional().describe('What becomes of it, in words: it starts, runs, or waits and why'),
    })
    .nullable()
    .describe('A retraining that is asked for'),
});

export type CheckResult = z.infer<typeof checkResultSchema>;
export type Verdict = CheckResult['verdict'];
export type DataRead = CheckResult['data'];
export type QualityResult = CheckResult['quality'][number];
export type DriftResult = NonNullable<CheckResult['drift']>;
