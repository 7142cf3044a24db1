import { type Baseline, BaselineError, makeBaseline, saveBaseline } from './baseline/document.ts';
import { readDataset } from './capture/read-dataset.ts';
import { RejectionLog } from './capture/rejections.ts';
import { dialectOf } from './capture/tables/dialect.ts';
import { TABLE_READERS } from './capture/tables/table.ts';
import type { TableChunk } from './columns/column.ts';
import { updateState } from './decision/state-store.ts';
import { ColumnNotFoundError } from './evaluate.ts';
import type { BaselineSettings, CaptureSettings, Monitor } from './monitor/monitor.ts';
import { evaluateTable } from './performance/evaluate-table.ts';
import { PredictionRows } from './performance/rows/prediction-rows.ts';
import type { Performance } from './performance/types.ts';
import { buildBaselineProfile } from './profile/baseline.ts';
import type { Profile } from './profile/types.ts';
import { listSources } from './sources.ts';
import {
  answerNames,
  answersAsTable,
  answersOf,
  evaluationSettings,
  predictionShape,
} from './steps/prediction-columns.ts';
import type { World } from './world.ts';

/** What was built, and what could not be read on the way. */
export interface BaselineBuilt {
  readonly baseline: Baseline;
  readonly rejected: RejectionLog;
  /** Whether it is now the active one: false in a dry run. */
  readonly activated: boolean;
}

/**
 * Builds the baseline from the training data and makes it the active one: the profile of the features over all rows, and
 * the profile and performance of the model's answers over the rows that have them (held-out rows).
 *
 * @throws BaselineError when the monitor has no `baseline` section or no data, ColumnNotFoundError when its data lacks a column
 * that the monitor names
 */
export async function buildBaseline(monitor: Monitor, world: World): Promise<BaselineBuilt> {
  const settings = monitor.baseline;
  if (settings === null)
    throw new BaselineError(`${monitor.file} has no section "baseline": it says where the training data is`);
  const roles = new Set([
    ...answerNames(settings.prediction),
    ...(settings.label === undefined ? [] : [settings.label]),
  ]);
  const featureNames = monitor.capture.features;
  const features = featureNames && new Set(featureNames);
  const others = new Set([...roles, ...besidesFeatures(monitor.capture)]);
  const data = new TrainingData(settings, [...(featureNames ?? []), ...roles], world);
  const isFeature = (name: string) => (features ? features.has(name) : !others.has(name));

  const profile = await buildBaselineProfile(() => data.read(isFeature), { types: settings.types });
  if (profile.rows === 0) throw new BaselineError(`${settings.uri}: there are no rows to build a baseline from`);
  requireColumns(settings, data.columns, [...(featureNames ?? []), ...roles]);
  const answers = await profileAnswers(settings, data, roles);
  const performance = settings.label === undefined ? null : await measurePerformance(monitor, settings, data);

  const baseline = makeBaseline(
    { model: monitor.model, source: settings.uri, profile, predictions: answers, performance },
    world.now,
  );
  if (!world.dryRun) {
    await saveBaseline(world.results, monitor.name, baseline);
    await updateState(world.results, monitor.name, (state) => ({ state: { ...state, baseline: baseline.id } }));
  }
  return { baseline, rejected: data.log, activated: !world.dryRun };
}

/** Columns of plain captures that are no features: training data that was captured the same way has them too. */
function besidesFeatures({ format, time, id, prediction }: CaptureSettings): string[] {
  if (!(format in TABLE_READERS)) return [];
  return [...[time, id].filter((name) => name !== undefined), ...answerNames(prediction)];
}

/** The training data, read as often as needed; rejections are counted on the first pass only. */
class TrainingData {
  readonly #settings: BaselineSettings;
  /** Columns that the monitor names. */
  readonly #named: readonly string[];
  readonly #world: World;
  readonly log = new RejectionLog();
  /** Names of the columns read so far, wanted or not. */
  readonly columns = new Set<string>();
  #passes = 0;

  constructor(settings: BaselineSettings, named: readonly string[], world: World) {
    this.#settings = settings;
    this.#named = named;
    this.#world = world;
  }

  async *read(wanted: (name: string) => boolean): AsyncGenerator<TableChunk> {
    const { uri, format, header, missing } = this.#settings;
    const dialect = dialectOf(this.#settings);
    const named = this.#named;
    const log = this.#passes++ === 0 ? this.log : new RejectionLog();
    let rows = 0;
    for await (const source of listSources(this.#world.open(uri))) {
      for await (const chunk of readDataset(source, {
        ...(format && { format }),
        ...dialect,
        named,
        header,
        missing,
        log,
      })) {
        rows += chunk.rows;
        for (const name of chunk.columns.keys()) this.columns.add(name);
        this.#world.onProgress?.(rows);
        yield { rows: chunk.rows, columns: new Map([...chunk.columns].filter(([name]) => wanted(name))) };
      }
    }
  }
}

/** Every column that the monitor names has to be there. */
function requireColumns({ uri }: BaselineSettings, found: ReadonlySet<string>, names: Iterable<string>): void {
  for (const name of names) if (!found.has(name)) throw new ColumnNotFoundError(name, uri, found);
}

async function profileAnswers(
  { prediction }: BaselineSettings,
  data: TrainingData,
  roles: ReadonlySet<string>,
): Promise<Profile | null> {
  if (answerNames(prediction).length === 0) return null;
  return buildBaselineProfile(async function* () {
    for await (const chunk of data.read((name) => roles.has(name))) {
      yield answersAsTable({ rows: chunk.rows, predictions: answersOf(chunk, prediction) });
    }
  });
}

async function measurePerformance(
  monitor: Monitor,
  settings: BaselineSettings,
  data: TrainingData,
): Promise<Performance | null> {
  const { label, prediction } = settings;
  if (label === undefined || answerNames(prediction).length === 0) return null;
  const rows = new PredictionRows(predictionShape(monitor.problem, prediction));
  const roles = new Set([...answerNames(prediction), label]);
  for await (const chunk of data.read((name) => roles.has(name))) {
    const actual = chunk.columns.get(label);
    rows.append({ rows: chunk.rows, actual, ...answersOf(chunk, prediction) });
  }
  return evaluateTable(rows.toTable(), evaluationSettings(monitor.problem, prediction, monitor.positive)).performance;
}
