/**
 * Driftwarden as a library: what the commands `compare` and `evaluate` do, and reading files of data. `driftwarden/core` has the same
 * for any source of bytes, and monitor files and results; `driftwarden/cdk` has the constructs that deploy monitors to AWS.
 */

export { UnknownFormatError, UnreadableFileError } from '../lambdas/core/capture/read-dataset.ts';
export { RejectionLog } from '../lambdas/core/capture/rejections.ts';
export type { PredictionSpec, ProblemType, TableFormat } from '../lambdas/core/capture/spec.ts';
export type { Dialect, Encoding } from '../lambdas/core/capture/tables/dialect.ts';
export { CELL, type CellValue, Column, type TableChunk } from '../lambdas/core/columns/column.ts';
export type { DriftMethodName } from '../lambdas/core/drift/methods/registry.ts';
export type { SignificanceTestName } from '../lambdas/core/drift/significance/registry.ts';
export type { Comparison } from '../lambdas/core/files/compare.ts';
export type { Evaluation } from '../lambdas/core/files/evaluate.ts';
export { ColumnNotFoundError } from '../lambdas/core/monitor/column-not-found.ts';
export type { MetricName } from '../lambdas/core/performance/types.ts';
export type { DataSource } from '../lambdas/core/ports.ts';
export { comparisonText } from '../lambdas/core/report/comparison-text.ts';
export { evaluationText } from '../lambdas/core/report/evaluation-text.ts';
export {
  type CompareFilesOptions,
  compareFiles,
  type EvaluateFileOptions,
  evaluateFile,
  FileError,
  type FileOrSource,
  openFile,
  type ReadTableOptions,
  readTable,
  type ValueOptions,
} from './files.ts';
