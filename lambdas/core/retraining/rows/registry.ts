import type { RetrainingSettings } from '../../monitor/monitor.ts';
import { csvRows } from './csv.ts';
import type { RowFormat } from './format.ts';
import { jsonRows } from './jsonl.ts';

/** Every row format. A new one is a file, a line here, and its name in the monitor file's schema. */
export const ROW_FORMATS: Readonly<Record<RetrainingSettings['data']['format'], RowFormat>> = {
  csv: csvRows,
  jsonl: jsonRows,
};
