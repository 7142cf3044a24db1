import { readDataset } from '../capture/read-dataset.ts';
import { RejectionLog } from '../capture/rejections.ts';
import type { PredictionSpec, ProblemType, TableFormat } from '../capture/spec.ts';
import type { Dialect } from '../capture/tables/dialect.ts';
import { answerNames, answersOf, evaluationSettings, predictionShape } from '../check/reading/prediction-columns.ts';
import { ColumnNotFoundError } from '../monitor/column-not-found.ts';
import { declaredClasses } from '../monitor/declared-classes.ts';
import { evaluateTable, type TableEvaluation } from '../performance/evaluate-table.ts';
import { PredictionRows } from '../performance/rows/prediction-rows.ts';
import type { UnusableRows } from '../performance/rows/usable.ts';
import type { DataSource } from '../ports.ts';
import { shownLeftOut, shownPerformance } from '../result/redact-performance.ts';
import { shownRejected } from '../result/redact-reading.ts';
import type { CheckResult, DataRead } from '../result/schema.ts';
import { Redactor } from '../text/redactor.ts';

/** What the columns of a data set with predictions mean. */
export interface EvaluateOptions extends Dialect {
  readonly problem: ProblemType;
  /** Column with the true outcome. */
  readonly label: string;
  readonly prediction: PredictionSpec;
  readonly positive?: string | undefined;
  readonly format?: TableFormat;
  readonly header?: boolean;
  readonly missing?: readonly string[];
  /** What the evaluation may quote of the data. @default everything */
  readonly redactor?: Redactor;
  readonly onProgress?: (rows: number) => void;
}

/** The performance of the predictions in a data set. */
export interface Evaluation {
  readonly performance: NonNullable<CheckResult['performance']>;
  readonly rows: number;
  /** Rows that could not be used, by reason. */
  readonly unusable: UnusableRows;
  /** The labelled ones of these rows, by reason. A row without an answer was not scored and does not count. */
  readonly leftOut: ReturnType<typeof shownLeftOut>;
  readonly rejected: DataRead['rejected'];
}

/** What was measured, before anything is decided about what may be shown of it. */
export interface Measured extends TableEvaluation {
  readonly log: RejectionLog;
}

/** Measures the predictions in a data set against the labels in the same rows. Throws {@link ColumnNotFoundError}. */
export async function evaluateDataset(source: DataSource, options: EvaluateOptions): Promise<Evaluation> {
  return shownEvaluation(await measureDataset(source, options), options);
}

/** @param residualUnit In which residuals are counted. @default - their root mean square */
export async function measureDataset(
  source: DataSource,
  options: EvaluateOptions,
  residualUnit?: number,
): Promise<Measured> {
  const { problem, label, prediction, positive, redactor: _, onProgress, ...format } = options;
  const log = new RejectionLog();
  const rows = new PredictionRows(predictionShape(problem, prediction));
  const seen = new Set<string>();
  const named = [label, ...answerNames(prediction)];
  for await (const chunk of readDataset(source, { ...format, named, log })) {
    for (const name of chunk.columns.keys()) seen.add(name);
    rows.append({ rows: chunk.rows, actual: chunk.columns.get(label), ...answersOf(chunk, prediction) });
    onProgress?.(rows.rows);
  }
  for (const name of named) {
    if (!seen.has(name)) throw new ColumnNotFoundError(name, source.uri, seen);
  }
  const settings = evaluationSettings(problem, prediction, positive);
  const evaluation = evaluateTable(rows.toTable(), settings, { unanswered: 'not-counted', curves: true, residualUnit });
  return { ...evaluation, log };
}

/** An evaluation as it may be shown. */
export function shownEvaluation(
  { performance, totalRows, unusable, leftOut, log }: Measured,
  { problem, positive, prediction, redactor = Redactor.SHOW }: EvaluateOptions,
): Evaluation {
  const declared = declaredClasses({ problem, positive, capture: { prediction } });
  return {
    performance: shownPerformance(performance, redactor, declared),
    rows: totalRows,
    unusable,
    leftOut: shownLeftOut(leftOut, redactor),
    rejected: shownRejected(log.summarize().rejected, redactor),
  };
}
