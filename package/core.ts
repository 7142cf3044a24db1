/**
 * The core: functions of data, without AWS and without a file system. A {@link DataSource} is anything that gives bytes. Everything here
 * follows semantic versioning; the other modules of the package can change at any time, and no path to them is exported.
 */
export {
  type DatasetOptions,
  readDataset,
  UnknownFormatError,
  UnreadableFileError,
} from '../lambdas/core/capture/read-dataset.ts';
export type { ReadingSummary } from '../lambdas/core/capture/reading-summary.ts';
export { RejectionLog } from '../lambdas/core/capture/rejections.ts';
export type { PredictionSpec, ProblemType, TableFormat } from '../lambdas/core/capture/spec.ts';
export type { Dialect, Encoding } from '../lambdas/core/capture/tables/dialect.ts';
export { CELL, type CellValue, Column, type TableChunk } from '../lambdas/core/columns/column.ts';
export { DRIFT_METHOD_NAMES, type DriftMethodName } from '../lambdas/core/drift/methods/registry.ts';
export { SIGNIFICANCE_TEST_NAMES, type SignificanceTestName } from '../lambdas/core/drift/significance/registry.ts';
export type { CompareOptions, Comparison } from '../lambdas/core/files/compare.ts';
export { type EvaluateOptions, type Evaluation, evaluateDataset } from '../lambdas/core/files/evaluate.ts';
export { ColumnNotFoundError } from '../lambdas/core/monitor/column-not-found.ts';
export { type JsonSchema, monitorJsonSchema } from '../lambdas/core/monitor/json-schema.ts';
export type { Monitor } from '../lambdas/core/monitor/monitor.ts';
export { parseMonitor } from '../lambdas/core/monitor/parse.ts';
export { MonitorFileError, type MonitorFileProblem } from '../lambdas/core/monitor/problems.ts';
export type { MonitorFile } from '../lambdas/core/monitor/schema/monitor-file.ts';
export { metricNames } from '../lambdas/core/performance/metrics/registry.ts';
export type { MetricName } from '../lambdas/core/performance/types.ts';
export type { DataSource } from '../lambdas/core/ports.ts';
export { comparisonText } from '../lambdas/core/report/comparison-text.ts';
export { evaluationText } from '../lambdas/core/report/evaluation-text.ts';
export type { CheckResult, DriftResult, QualityResult, Verdict } from '../lambdas/core/result/schema.ts';
export { Redactor } from '../lambdas/core/text/redactor.ts';
export { bytesSource } from './bytes-source.ts';
export { CheckResultError, parseCheckResult } from './check-result.ts';
export { compareDatasets } from './compare-datasets.ts';
