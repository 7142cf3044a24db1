import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import type { MonitorDefinition } from '../../../lib/monitor-definition.ts';
import {
  drawParcels,
  labelDay,
  type Parcel,
  parcelMonitor,
  serveDay,
  writeTraining,
} from '../../core/stories/parcels.ts';
import { DAY, FIRST_DAY, HOUR, StoryFixture } from '../../core/stories/story-fixture.ts';
import { define } from '../definitions.ts';
import { type Deployment, type Files, readFolder } from './deployment.ts';

/** The parcels of the stories, deployed: their data in one bucket. */
export const DATA = 'data';
export const PARCELS = 'parcels';
/** Deployed at noon of the first day, so that this is the first one to be checked. */
export const DEPLOYED_AT = FIRST_DAY + 12 * HOUR;

/** Sections given in `changes` replace those of the same name. */
export function parcelDefinition(changes: Readonly<Record<string, string>> = {}): MonitorDefinition {
  const places = {
    capture: `{ uri: s3://${DATA}/captures, features: [weight, distance, depot], prediction: { score: 0, threshold: 0.5 } }`,
    labels: `{ uri: s3://${DATA}/labels, lag: P1D, maxAge: P14D }`,
    baseline: `{ uri: s3://${DATA}/training.csv, label: late, score: p }`,
    schedule: '{ timeZone: UTC }',
    alerts: '{ email: [oncall@example.com], repeatEvery: P7D }',
  };
  return define(parcelMonitor({ ...places, ...changes }), PARCELS);
}

/** A day of requests and what became of them. */
export interface ParcelDay {
  /** Every parcel is four kilograms heavier than in the training data. */
  readonly heavier?: boolean;
  /** Wrong answers, of `count`. */
  readonly wrong: number;
  /** @default 400 */
  readonly count?: number;
  /**
   * When its labels arrive, UTC milliseconds.
   * @default - an hour after the end of the next day
   */
  readonly labelledAt?: number;
}

/** Training data, captures and labels, by their keys in the bucket. Has to be called inside a test. */
export function parcelFiles(days: readonly ParcelDay[]): Files {
  const story = StoryFixture.open(parcelMonitor());
  writeTraining(story, drawParcels(new SeededRandom(1), 2000));
  days.forEach(({ heavier = false, wrong, count, labelledAt }, day) => {
    const parcels = serveDay(story, day, heavier ? addWeight : undefined, count);
    labelDay(story, day, parcels, { wrong, ...(labelledAt !== undefined && { arrival: labelledAt }) });
  });
  return readFolder(story.folder);
}

/** When the schedules check a day's data, and half an hour later what labels have come: the morning after, UTC milliseconds. */
export function dueTime(kind: 'drift' | 'accuracy', day: number): number {
  return FIRST_DAY + (day + 1) * DAY + 6 * HOUR + (kind === 'accuracy' ? HOUR / 2 : 0);
}

/** Data in its bucket, and a baseline. */
export async function openParcels(deployment: Deployment, files: Files): Promise<void> {
  deployment.account.s3.createBucket(DATA);
  deployment.upload(DATA, files);
  await deployment.buildBaseline(PARCELS);
}

const addWeight = (parcel: Parcel): Parcel => ({ ...parcel, weight: Number(parcel.weight) + 4 });
