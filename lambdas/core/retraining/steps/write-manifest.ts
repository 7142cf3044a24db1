import { RetrainingKeys } from '../../decision/retraining/keys.ts';
import { jobName } from '../../decision/retraining/names.ts';
import { putJson } from '../../decision/retraining/stored-json.ts';
import type { MonitorState } from '../../decision/state.ts';
import type { RetrainingSettings } from '../../monitor/monitor.ts';
import { countOf, formatCount } from '../../text/numbers.ts';
import { printable } from '../../text/printable.ts';
import { isoTime } from '../../text/times.ts';
import type { LiveEndpoint } from '../contract.ts';
import type { Manifest } from '../documents/manifest.ts';
import type { PreparedWindow } from '../documents/prepared-window.ts';
import { readPreparedWindows } from '../documents/read-documents.ts';
import { endpointKeyProblem } from '../endpoint-key.ts';
import { isEnough } from '../enough-data.ts';
import { trainingTimeout } from '../lease.ts';
import { liveCapture } from '../live-capture.ts';
import { liveVariant, modelOf } from '../live-variant.ts';
import { modelRequest } from '../requests/model.ts';
import { trainingJobRequest } from '../requests/training-job.ts';
import { transformJobRequest } from '../requests/transform-job.ts';
import { RetrainingError, renewLease, type Step } from './context.ts';

/** Counts the prepared rows, which may be fewer than planned, builds the requests to SageMaker, and stores both. */
export const manifestStep: Step<'manifest'> = async ({ live, ...request }, context) => {
  const { monitor, settings, resultsUri, outputKey, tags } = context;
  const state = await renewLease(request, context);
  requireCapture(live, settings);
  const keyProblem = endpointKeyProblem(live, settings);
  if (keyProblem !== null) throw new RetrainingError(keyProblem);
  const keys = new RetrainingKeys(monitor.name, request.id);
  const windows = await readPreparedWindows(context.results, keys);
  const usable = usableData(windows);
  const retraining = { monitor, id: request.id, settings, keys, resultsUri, outputKey, tags };
  const needsLive = !answeredByLiveModel(state, live, windows);
  const requests: Manifest['requests'] = {
    training: trainingJobRequest(retraining),
    model: modelRequest(retraining, live.model),
    candidate: transformJobRequest(retraining, 'candidate', jobName(monitor.name, request.id)),
    live: needsLive ? transformJobRequest(retraining, 'live', modelOf(liveVariant(live, monitor.capture.uri))) : null,
  };
  const unreadable = unreadableLabels(windows, monitor.capture.maxRejectedShare);
  const { enough, message } = unreadable ?? isEnough(usable, settings);
  const run = state.retrainings.find(({ id }) => id === request.id);
  const manifest: Manifest = {
    monitor: monitor.name,
    id: request.id,
    reason: run?.reason ?? '',
    startedAt: isoTime(run?.startedAt ?? context.now),
    enough,
    message,
    format: settings.data.format,
    features: [...(monitor.capture.features ?? [])],
    rows: usable.rows,
    liveConfig: String(live.endpoint.EndpointConfigName),
    windows,
    requests,
  };
  await putJson(context.results, keys.manifest, manifest);
  return { enough, message, ...requests, trainingSeconds: Math.ceil(trainingTimeout(settings) / 1000) };
};

/**
 * SageMaker writes the data capture with the role of the model that answers. A promoted model whose role may not do that would serve
 * without being monitored, so nothing is trained before the file says that it may.
 */
function requireCapture({ config, model }: LiveEndpoint, { role, roleWritesCaptures }: RetrainingSettings): void {
  const capture = liveCapture({ config });
  const liveRole = model?.ExecutionRoleArn;
  if (capture === null || role === undefined || role === liveRole || roleWritesCaptures) return;
  throw new RetrainingError(
    `retraining.role is not the role of the live model (${printable(String(liveRole ?? 'unknown'), 200)}), and a model whose role may not write to ${printable(capture.DestinationS3Uri ?? 'the capture destination', 200)} is not monitored: let the role write there, and set retraining.roleWritesCaptures: true`,
  );
}

/** Why too many labels are not numbers, so that the other rows would be a biased sample; null where few are. */
function unreadableLabels(
  windows: readonly PreparedWindow[],
  maxShare: number,
): { enough: false; message: string } | null {
  const labelled = windows.reduce((sum, window) => sum + window.labelled, 0);
  const unreadable = windows.reduce((sum, { leftOut }) => sum + leftOut.unusableLabel, 0);
  if (unreadable <= maxShare * labelled) return null;
  const message = `${formatCount(unreadable)} of ${countOf(labelled, 'label')} are not finite numbers: the other rows do not represent all`;
  return { enough: false, message };
}

function usableData(windows: readonly PreparedWindow[]) {
  const [training, heldOut] = (['training', 'held-out'] as const).map((part) => {
    const kept = windows.filter((window) => window.part === part && window.kept > 0).map((window) => window.kept);
    return { windows: kept.length, rows: kept.reduce((sum, rows) => sum + rows, 0) };
  });
  return {
    windows: { training: training.windows, heldOut: heldOut.windows },
    rows: { training: training.rows, heldOut: heldOut.rows },
  };
}

/**
 * Whether the live model gave the captured answers of the held-out windows: they all started after the last retraining deployed
 * it, and after the live endpoint configuration was created.
 */
function answeredByLiveModel(
  { model }: MonitorState,
  { config }: LiveEndpoint,
  windows: readonly PreparedWindow[],
): boolean {
  // ISO 8601 from Step Functions; absent on a laptop.
  const made = typeof config.CreationTime === 'string' ? Date.parse(config.CreationTime) : Number.NaN;
  const since = Math.max(
    model?.since ?? Number.NEGATIVE_INFINITY,
    Number.isNaN(made) ? Number.NEGATIVE_INFINITY : made,
  );
  return windows.every(({ part, start }) => part === 'training' || Date.parse(start) >= since);
}
