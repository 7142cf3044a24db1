import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { type Cell, csvFile, type Request, writeCaptures, writeLabels } from './fixtures.ts';
import { DAY, FIRST_DAY, HOUR, StoryWorld } from './world.ts';

/**
 * The business of most stories: a model that says which parcels will be late, from weight (kilograms, normal around 20 with
 * a standard deviation of 5), distance (uniform) and depot (four of them, alike often).
 */

const DEPOTS = ['north', 'east', 'south', 'west'];

export interface Parcel {
  readonly weight: Cell;
  readonly distance: Cell;
  readonly depot: Cell;
  /** The model's answer. */
  readonly score: number;
}

export function drawParcels(random: SeededRandom, count: number): Parcel[] {
  return Array.from({ length: count }, () => ({
    weight: 20 + 5 * random.normal(),
    distance: 100 * random.uniform(),
    depot: DEPOTS[random.integer(DEPOTS.length)],
    score: Math.round(1000 * random.uniform()) / 1000,
  }));
}

/** Sections given in `changes` replace those of the same name. */
export function parcelMonitor(changes: Readonly<Record<string, string>> = {}): string {
  const sections = {
    model: 'parcels-v1',
    problem: 'binary-classification',
    capture: '{ uri: captures, features: [weight, distance, depot], prediction: { score: 0, threshold: 0.5 } }',
    labels: '{ uri: labels, lag: P1D, maxAge: P14D }',
    baseline: '{ uri: training.csv, label: late, score: p }',
    ...changes,
  };
  return Object.entries(sections)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** A world with a baseline of 2,000 parcels, of which the model is right about 95 %. */
export async function openDepot(changes: Readonly<Record<string, string>> = {}): Promise<StoryWorld> {
  const world = StoryWorld.open(parcelMonitor(changes));
  writeTraining(world, drawParcels(new SeededRandom(1), 2000));
  await world.buildBaseline();
  return world;
}

/** Every twentieth answer is wrong: accuracy 0.95. */
export function writeTraining(world: StoryWorld, parcels: readonly Parcel[]): void {
  const rows = parcels.map(({ weight, distance, depot, score }, i) => {
    const predicted = score >= 0.5 ? 1 : 0;
    return [weight, distance, depot, i % 20 === 0 ? 1 - predicted : predicted, score];
  });
  world.write('training.csv', csvFile(['weight', 'distance', 'depot', 'late', 'p'], rows));
}

export function parcelId(day: number, row: number): string {
  return `parcel-${day}-${row}`;
}

/** A day's requests, a second apart from noon on, a row each. */
export function requestsOf(day: number, parcels: readonly Parcel[]): Request[] {
  return parcels.map(({ weight, distance, depot, score }, row) => ({
    time: FIRST_DAY + day * DAY + 12 * HOUR + row * 1000,
    rows: [[weight, distance, depot]],
    answers: [score],
    inferenceId: parcelId(day, row),
  }));
}

/** Serves a day of parcels like those of the training data, changed by `change`; returns them. */
export function serveDay(
  world: StoryWorld,
  day: number,
  change: (parcel: Parcel, row: number) => Parcel = (parcel) => parcel,
  count = 400,
): Parcel[] {
  const parcels = drawParcels(new SeededRandom(1000 + day), count).map(change);
  writeCaptures(world, requestsOf(day, parcels));
  return parcels;
}

/** Labels for the rows [from, to) of a day: the first `wrong` rows of the day are not what the model said. */
export function labelDay(
  world: StoryWorld,
  day: number,
  parcels: readonly Parcel[],
  { wrong, from = 0, to = parcels.length, arrival }: { wrong: number; from?: number; to?: number; arrival?: number },
): void {
  const labels = parcels.slice(from, to).map(({ score }, i) => {
    const predicted = score >= 0.5 ? 1 : 0;
    const row = from + i;
    return { id: parcelId(day, row), values: [row < wrong ? 1 - predicted : predicted] };
  });
  writeLabels(world, arrival ?? FIRST_DAY + (day + 2) * DAY + HOUR, labels);
}
