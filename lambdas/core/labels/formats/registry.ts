import type { LabelFormat } from '../spec.ts';
import { plainTable } from './plain-table.ts';
import type { LabelFileReader } from './reader.ts';
import { sagemakerGroundTruth } from './sagemaker-ground-truth.ts';

/** The reader of each label format. A new format is a file and a line here. */
export const LABEL_READERS: Readonly<Record<LabelFormat, LabelFileReader>> = {
  'sagemaker-ground-truth': sagemakerGroundTruth,
  csv: plainTable('csv'),
  jsonl: plainTable('jsonl'),
  parquet: plainTable('parquet'),
};
