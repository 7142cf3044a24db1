import type { CaptureFormat } from '../spec.ts';
import { plainTables } from './plain-tables.ts';
import type { CaptureReader } from './reader.ts';
import { sagemakerBatchTransform } from './sagemaker-batch-transform.ts';
import { sagemakerDataCapture } from './sagemaker-data-capture.ts';

/** The reader of each capture format. */
export const CAPTURE_READERS: Readonly<Record<CaptureFormat, CaptureReader>> = {
  'sagemaker-data-capture': sagemakerDataCapture,
  'sagemaker-batch-transform': sagemakerBatchTransform,
  csv: plainTables('csv'),
  jsonl: plainTables('jsonl'),
  parquet: plainTables('parquet'),
};
