/** Formats of plain tables, of captures, labels and training data alike. */
export const TABLE_FORMATS = ['csv', 'jsonl', 'parquet'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** What the monitor file has to know of a capture format. */
interface CaptureFormatTraits {
  /** Where the time and the id of a row stand: in every record, in columns that the monitor names, or in either. */
  readonly timeAndId: 'record' | 'columns' | 'either';
  /** Whether names of columns may stand above the values, so that `capture.header` says something. */
  readonly hasHeader: boolean;
}

/**
 * Every capture format by its name in monitor files. A new one has a line here and its reader one in `formats/registry.ts`:
 * functions that check a monitor file should not bundle the readers.
 */
export const CAPTURE_FORMATS = {
  'sagemaker-data-capture': { timeAndId: 'record', hasHeader: true },
  'sagemaker-batch-transform': { timeAndId: 'either', hasHeader: false },
  csv: { timeAndId: 'columns', hasHeader: true },
  jsonl: { timeAndId: 'columns', hasHeader: false },
  parquet: { timeAndId: 'columns', hasHeader: false },
} as const satisfies Readonly<Record<string, CaptureFormatTraits>>;

export type CaptureFormat = keyof typeof CAPTURE_FORMATS;

export const CAPTURE_FORMAT_NAMES = Object.keys(CAPTURE_FORMATS) as readonly CaptureFormat[];
