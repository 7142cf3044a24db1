import * as z from 'zod';
import { alertSchema, incidentKind } from '../../lambdas/core/alerts.ts';
import { time } from '../../lambdas/core/result/fields.ts';
import { incidentSchema } from '../../lambdas/core/result/incident.ts';
import type { Printed } from './printed.ts';

const requestSchema = z.object({
  at: time.describe('When the check that requested it would have run; UTC, ISO 8601'),
  since: z.string().describe('The window that met the limit'),
  limit: z.string(),
});

const detectionSchema = z.object({
  period: z.string().describe('A period given by --bad'),
  title: z
    .string()
    .nullable()
    .describe(
      'Of the first alert about one of its windows that opened an incident or reported a new finding; null: there is none',
    ),
  after: z.number().nullable().describe('Milliseconds from the start of the period to the alert'),
  onlyReminders: z
    .boolean()
    .optional()
    .describe('Whether all alerts about its windows were reminders of incidents that opened before'),
});

const variantSchema = z.object({
  settings: z.string().describe('`the current file`, or the changes of --set'),
  opened: z.number().int().describe('Alerts of new incidents'),
  byKind: z.partialRecord(incidentKind, z.number().int()).describe('The same by the kind of the incident'),
  newFindings: z.number().int().optional().describe('Alerts about new findings of open incidents'),
  others: z.number().int().describe('Reminders, and messages about ends'),
  requests: z.array(requestSchema).describe('Requested retrainings, oldest first; none is run'),
  detections: z.array(detectionSchema).describe('One for each period given by --bad'),
  falseAlerts: z
    .number()
    .int()
    .nullable()
    .describe('Alerts of new incidents and new findings outside the bad periods; null without --bad'),
  falseAlertsAYear: z.number().nullable(),
  incidents: z.array(incidentSchema).describe('Oldest first'),
  alerts: z
    .array(
      alertSchema.omit({ text: true }).extend({ at: time.describe('When it would have been sent; UTC, ISO 8601') }),
    )
    .describe('In the order in which they would have been sent'),
});

const suggestionSchema = z.object({
  when: z.string().describe('The limit, such as `accuracy < 0.8123`, compared with each value as it is'),
  windows: z.number().int().describe('Windows that would have passed it'),
  aYear: z.number().describe('The same a year'),
  incidents: z.number().int().describe('Runs of such windows'),
  wanted: z.number().describe('The wanted number of windows a year'),
  measured: z.number().int().describe('Measured windows on which it rests'),
  needed: z
    .number()
    .int()
    .nullable()
    .describe(
      'With fewer measured windows, the wanted number a year cannot be known, and the limit is no suggestion; null: it never can',
    ),
  leastAYear: z.number().describe('Windows a year that pass even a limit at the worst measured window'),
});

/** `backtest --json`. */
export const backtestOutput = z.object({
  monitor: z.string(),
  from: z.string().describe('Name of the first window'),
  to: z.string().describe('Name of the last window'),
  windows: z.number().int().describe('Windows replayed'),
  variants: z.array(variantSchema).describe('The current file, and the changes of --set'),
  suggested: suggestionSchema.nullable().optional().describe('With --suggest: the limit; null: none can be suggested'),
});
export type BacktestOutput = Printed<typeof backtestOutput>;
