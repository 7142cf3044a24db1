import type { Target } from '../target.ts';
import { batchTransform, dataCapture, plainCapture } from './captures.ts';
import { baselines, monitorFiles, states } from './documents.ts';
import { labels } from './labels.ts';
import { parquet, textTables } from './tables.ts';

/** Everything that reads what others wrote. A new one is a file and a line here. */
export const TARGETS: readonly Target[] = [
  dataCapture,
  batchTransform,
  plainCapture,
  labels,
  textTables,
  parquet,
  monitorFiles,
  states,
  baselines,
];
