import type { LiveModel, RetrainingRequest, RetrainingRun } from '../decision/retraining/state.ts';
import { printable } from '../text/printable.ts';
import { formatMinute } from '../text/times.ts';
import { describeEnd } from './describe-end.ts';
import { fieldList, indent, textTable } from './text-table.ts';

/** The parts of a list of retrainings that the text shows; `operate-retraining.ts` reads them. */
interface Shown {
  readonly monitor: string;
  readonly request: RetrainingRequest | null;
  readonly standing: string | null;
  readonly model: LiveModel | null;
  readonly runs: readonly RetrainingRun[];
}

/** All retrainings of a monitor: the serving model, the requested retraining, and the runs. */
export function retrainingsText({ monitor, request, standing, model, runs }: Shown, width?: number): string {
  const head = [
    printable(monitor, 200),
    `  in service: ${servesText(model)}`,
    request === null
      ? '  no retraining is requested'
      : `  ${request.id} is requested: ${request.limit}${standing === null ? '' : `; ${standing}`}`,
  ].map((line) => printable(line, 300));
  if (runs.length === 0) return [...head, '  none has run yet'].join('\n');
  const columns = [
    { title: 'retraining' },
    { title: 'started' },
    { title: 'why', wrap: true },
    { title: 'end' },
    { title: 'message', maxWidth: 300, wrap: true, wrapAt: 100 },
  ];
  const rows = runs.map((run) => [
    run.id,
    formatMinute(run.startedAt),
    run.reason,
    run.end === null ? 'running' : run.end,
    run.message,
  ]);
  return [...head, '', textTable(columns, rows, width)].join('\n');
}

function servesText(model: LiveModel | null): string {
  if (model === null) return 'the model from before any retraining';
  const what = model.retraining === null ? 'the model from before any retraining' : model.retraining;
  return `${what} (${model.endpointConfig}), since ${formatMinute(model.since)}`;
}

/** How one retraining ended. @param comparison Of candidate and live model, as lines of text; empty where there is none. */
export function retrainingEndText(run: RetrainingRun, comparison: readonly string[], width?: number): string {
  const { word, serves, advice } = describeEnd(run);
  const title = `${run.id}: ${word.toLowerCase()}`;
  const fields: [string, string][] = [
    ['because', run.message],
    ['in service', serves],
    ['next step', advice],
  ];
  const text = indent(fieldList(fields, width === undefined ? undefined : width - 2));
  return [title, '', text, ...(comparison.length === 0 ? [] : ['', ...comparison])].join('\n');
}
