import type { ColumnTable } from 'arquero';
import { evaluationSettings } from '../../check/reading/prediction-columns.ts';
import { RetrainingKeys } from '../../decision/retraining/keys.ts';
import { putJson } from '../../decision/retraining/stored-json.ts';
import { judge } from '../../judge/judge.ts';
import { pairTable } from '../../judge/pair-table.ts';
import { leftOutShare } from '../../performance/rows/left-out.ts';
import { withRedactor } from '../../privacy/redacted-context.ts';
import { modelComparisonText } from '../../report/model-comparison-text.ts';
import { describeLeftOut } from '../../result/describe.ts';
import { shownLeftOut } from '../../result/redact-performance.ts';
import { countOf } from '../../text/numbers.ts';
import { readManifest } from '../documents/read-documents.ts';
import { type HeldOutAnswers, readHeldOut } from '../held-out/read-held-out.ts';
import { requireLock, type Step } from './context.ts';

/** Compares candidate and live model on the held-out rows, and stores the comparison with its text. */
export const judgeStep: Step<'judge'> = async (request, context) => {
  const { monitor, settings } = context;
  const { promote } = settings;
  await requireLock(request, context);
  const { redactor } = await withRedactor(monitor, context);
  const keys = new RetrainingKeys(monitor.name, request.id);
  const { liveConfig, requests } = await readManifest(context.results, keys);
  const answers = await readHeldOut(request.id, context);
  const evaluation = evaluationSettings(monitor.problem, monitor.capture.prediction, monitor.positive);
  const segments = new Map(promote.segments.map((name, i) => [name, `segment_${i}`]));
  const { heldOut, unusable, ...paired } = pairTable(sideBySide(answers), evaluation, segments);
  const leftOut = shownLeftOut(paired.leftOut, redactor);
  const { metric, margin, minimumRows, floor, maxSegmentLoss } = promote;
  const tooMany = leftOutShare(paired.leftOut) > monitor.capture.maxRejectedShare;
  const comparison = judge(
    heldOut,
    { metric, margin, minimumRows, floor, segments: promote.segments, maxSegmentLoss },
    tooMany ? describeLeftOut(leftOut) : null,
    redactor,
  );
  const message = withPassedOver(comparison.reasons[0], answers.trainedOn);
  await putJson(context.results, keys.comparison, {
    ...comparison,
    monitor: monitor.name,
    retraining: request.id,
    judgedAgainst: liveConfig,
    liveAnswers: requests.live === null ? 'captured' : 'scored again',
    trainedOn: answers.trainedOn,
    unusable,
    leftOut,
    message,
    text: modelComparisonText(comparison).trimEnd().split('\n'),
  });
  return { decision: comparison.decision, message };
};

/** Adds the number of rows that were left out because their ids recur, for example callers with the same id every day. */
function withPassedOver(reason: string, trainedOn: number): string {
  if (trainedOn === 0) return reason;
  return `${reason}; ${countOf(trainedOn, 'row')} whose ids are in the training rows ${trainedOn === 1 ? 'does' : 'do'} not count`;
}

/** One table of both models' answers, with each model's name in its column names. */
function sideBySide({ candidate, live }: HeldOutAnswers): ColumnTable {
  const answers = (table: ColumnTable, side: string) => {
    const names = table.columnNames((name) => /^(label|score|value)(_\d+)?$/.test(name));
    return table.select(Object.fromEntries(names.map((name) => [name, `${side}_${name}`])));
  };
  const heldOutLabels = candidate.select(
    candidate.columnNames((name) => name === 'actual' || name.startsWith('segment_')),
  );
  return heldOutLabels.assign(answers(candidate, 'candidate'), answers(live, 'live'));
}
