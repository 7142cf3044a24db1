import * as z from 'zod';
import type { QualityFinding } from '../quality/types.ts';

/** The most windows of a baseline that are measured: fourteen weeks of days. */
export const MAX_WINDOWS = 98;
/** The fewest rows of a window that is measured: smaller ones show more of chance than of movement. */
export const FEWEST_ROWS = 50;

export const MOVEMENT_VERSION = 1;

/** One shift of a column, one number per window; null where the window does not have it. */
const seriesSchema = z
  .object({ key: z.string(), effects: z.array(z.number().nullable()), errors: z.array(z.number().nullable()) })
  .refine(({ effects, errors }) => effects.length === errors.length);

const columnSchema = z.object({ name: z.string(), shifts: z.array(seriesSchema) });

/** A quality rule that the baseline's own windows break, such as one value a day in a column of holidays. */
const usualFindingSchema = z.object({
  check: z.string(),
  feature: z.string(),
  /** How many windows break it. */
  windows: z.number(),
  /** The largest finding among them, see {@link sizeOfFinding}. */
  largest: z.number(),
});

/** How far a finding goes: its value, or of a factor the size of its logarithm. */
export function sizeOfFinding({ check, value }: Pick<QualityFinding, 'check' | 'value'>): number {
  return check === 'scale_change' ? Math.abs(Math.log(value)) : value;
}

/**
 * Movement of a baseline's columns between its own windows: the shifts of every window from the whole, measured as in a
 * check of a live window. Stored as `movement.json` beside the profiles.
 */
export const movementSchema = z
  .object({
    version: z.literal(MOVEMENT_VERSION),
    /**
     * The column with the time of a row; null where the windows are those of the captures that the training data comes
     * from.
     */
    time: z.string().nullable(),
    /** Length of the windows. */
    window: z.union([z.object({ days: z.number() }), z.object({ minutes: z.number() })]),
    timeZone: z.string(),
    /** Oldest first; the newest ones where there were more. */
    windows: z.array(z.object({ start: z.iso.datetime(), rows: z.number() })),
    features: z.array(columnSchema),
    answers: z.array(columnSchema),
    /** What some of the windows break; absent where they break nothing. */
    findings: z.array(usualFindingSchema).optional(),
  })
  .refine(({ windows, features, answers }) =>
    [...features, ...answers].every(({ shifts }) => shifts.every(({ effects }) => effects.length === windows.length)),
  );

export type BaselineMovement = z.infer<typeof movementSchema>;
export type UsualFinding = z.infer<typeof usualFindingSchema>;
export type ColumnMovement = z.infer<typeof columnSchema>;
export type ShiftMovement = z.infer<typeof seriesSchema>;
