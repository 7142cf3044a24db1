import { CAPTURE_READERS } from '../capture/formats/registry.ts';
import { RejectionLog } from '../capture/rejections.ts';
import type { CaptureFormat, CaptureSpec } from '../capture/spec.ts';
import { DEFAULT_MISSING } from '../columns/missing-texts.ts';
import type { RunContext } from '../context.ts';
import { describeRejections } from '../result/describe.ts';
import { countOf } from '../text/numbers.ts';
import { Sample } from '../validate/data-sample.ts';
import { ObservedRows } from './captured-rows.ts';
import { TableFacts } from './column-facts.ts';
import { InitError } from './init-error.ts';
import { SAMPLE } from './read-table.ts';

/** The first captured requests and answers. */
export interface SampledCapture {
  /** The columns of the requests, those without names as `_c0`, `_c1`, …. */
  readonly requests: TableFacts;
  readonly observed: ObservedRows;
  /** Whether CSV requests begin with the names of their columns. */
  readonly header: boolean;
  readonly description: string;
}

/**
 * Reads the first SageMaker records below a location.
 *
 * @param features Names for rows without names, which may be needed to know what a row is; null: not known.
 * @throws InitError if none can be read
 */
export async function readCaptures(
  uri: string,
  format: CaptureFormat,
  features: readonly string[] | null,
  context: Pick<RunContext, 'open'>,
): Promise<SampledCapture> {
  const plain = await readRecords(uri, format, {}, context);
  const { observed, log } = plain;
  const nested = observed.nested.all;
  if (nested.length > 0) {
    const dotted = await readRecords(uri, format, { features: nested }, context);
    if (dotted.requests.rows > plain.requests.rows || hasEmpty(plain.requests)) return { ...dotted, header: false };
  }
  if (plain.requests.rows === 0) {
    const fields = format === 'sagemaker-batch-transform' ? await readFields(uri, format, {}, context) : null;
    if (fields !== null && fields.requests.rows > 0) return fields;
    const listed = features === null ? null : await readRecords(uri, format, { features }, context);
    if (listed !== null && listed.requests.rows > 0) return { ...listed, header: false };
    const why = describeRejections(log.summarize().rejected);
    throw new InitError(`${uri}: none of the ${countOf(log.rejected, 'record')} read can be used${why}`);
  }
  if (observed.headers === 0 || observed.headers < observed.requests) return { ...plain, header: false };
  return { ...(await readRecords(uri, format, { header: true }, context)), header: true };
}

/** Whether a column has objects or nothing in every row. */
function hasEmpty({ columns }: TableFacts): boolean {
  return [...columns.values()].some(({ filled }) => filled === 0);
}

/** Reads them again with more settings, such as the names of the features. */
export async function readAgain(
  uri: string,
  format: CaptureFormat,
  settings: Partial<CaptureSpec>,
  context: Pick<RunContext, 'open'>,
): Promise<SampledCapture> {
  return { ...(await readRecords(uri, format, settings, context)), header: false };
}

/** Reads fields of CSV, of which one has to be an answer, so that a row without a request is one. */
export async function readFields(
  uri: string,
  format: CaptureFormat,
  settings: Pick<CaptureSpec, 'id' | 'features'>,
  context: Pick<RunContext, 'open'>,
): Promise<SampledCapture> {
  return readAgain(uri, format, { ...settings, prediction: { score: 0, threshold: 0.5 } }, context);
}

async function readRecords(
  uri: string,
  format: CaptureFormat,
  settings: Partial<CaptureSpec>,
  context: Pick<RunContext, 'open'>,
) {
  const sample = new Sample(context, uri, SAMPLE);
  const log = new RejectionLog();
  const requests = new TableFacts();
  const spec: CaptureSpec = { format, prediction: { threshold: 0.5 }, missing: DEFAULT_MISSING, ...settings };
  const options = { window: null, ids: true, log, chunkRows: 250 } as const;
  const observed = new ObservedRows(spec, options);
  for await (const source of sample.sources()) {
    for await (const chunk of CAPTURE_READERS[format].read(source, { spec, options, rows: observed })) {
      requests.add(chunk);
      if (sample.enough(chunk.rows)) break;
    }
  }
  for (const chunk of observed.takeRest()) {
    requests.add(chunk);
    sample.enough(chunk.rows);
  }
  return { requests, observed, log, description: sample.describe() };
}
