import { readDataset } from '../../capture/read-dataset.ts';
import { RejectionLog } from '../../capture/rejections.ts';
import type { Column } from '../../columns/column.ts';
import type { PredictionChunk, PredictionShape } from '../../performance/rows/prediction-rows.ts';
import type { DataSource } from '../../ports.ts';
import { defang } from '../../text/defang.ts';
import { quoting } from '../../text/redactor.ts';
import { ID_COLUMN } from '../rows/write-held-out-labels.ts';
import { RetrainingError } from '../steps/context.ts';

/** Held-out rows with the live model's captured answers, and the hashes of their ids. */
export interface HeldOutChunk extends PredictionChunk {
  readonly ids: Float64Array;
}

/** Reads the output of `writeHeldOutLabels`. @throws RetrainingError when the file has another form */
export async function* readHeldOutLabels(source: DataSource, shape: PredictionShape): AsyncGenerator<HeldOutChunk> {
  const { problem, scoreClasses = [], segments = [] } = shape;
  const classes = [...(problem === 'regression' ? [] : ['actual']), 'label', ...segments.map((_, i) => `segment_${i}`)];
  const log = new RejectionLog();
  for await (const { rows, columns } of readDataset(source, {
    format: 'csv',
    delimiter: ',',
    texts: classes,
    missing: [],
    log,
  })) {
    const ids = columns.get(ID_COLUMN)?.numbers;
    if (ids == null) throw new RetrainingError(`${source.uri} has no numbers in the column ${ID_COLUMN}`);
    yield {
      rows,
      ids,
      actual: columns.get('actual'),
      label: columns.get('label'),
      score: columns.get('score'),
      value: columns.get('value'),
      scores: byName(scoreClasses, columns, 'score'),
      segments: byName(segments, columns, 'segment'),
    };
  }
  if (log.rejected > 0) {
    const [{ detail, reason }] = log.summarize().rejected.samples;
    throw quoting(RetrainingError, (redactor) => `${source.uri}: ${defang(redactor.whole(detail)) || reason}`);
  }
}

/** The columns `{role}_0`, `{role}_1`, … by class or segment. */
function byName(
  names: readonly string[],
  columns: ReadonlyMap<string, Column>,
  role: 'score' | 'segment',
): Map<string, Column> {
  const found = new Map<string, Column>();
  names.forEach((name, i) => {
    const column = columns.get(`${role}_${i}`);
    if (column !== undefined) found.set(name, column);
  });
  return found;
}
