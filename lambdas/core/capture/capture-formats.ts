/** Formats of plain tables, of captures, labels and training data alike. */
export const TABLE_FORMATS = ['csv', 'jsonl', 'parquet'] as const;
/** The format of a plain file of data. */
export type TableFormat = (typeof TABLE_FORMATS)[number];

export function isTableFormat(format: string): format is TableFormat {
  return TABLE_FORMATS.some((each) => each === format);
}

/** The properties of a capture format by which a monitor file is checked. */
interface CaptureFormatTraits {
  /** Where a row has its time and id: in every record, in columns that the monitor names, or in either. */
  readonly timeAndId: 'record' | 'columns' | 'either';
  /** Whether a header may precede the values, so that `capture.header` has an effect. */
  readonly hasHeader: boolean;
}

/**
 * Every capture format by its name in monitor files. A new format is a line here and one in `formats/registry.ts`, which
 * has the readers. They are apart so that code that only checks a monitor file does not import the readers.
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
