import * as z from 'zod';
import { type Integration, parseRequest } from './account.ts';

const requestSchema = z.object({ MetricDataQueries: z.array(z.object({ Id: z.string() })) });

/** GetMetricData: nothing counts the requests to a program. */
export const getMetricData: Integration = async (given) => {
  const { MetricDataQueries } = parseRequest(requestSchema, given);
  return { MetricDataResults: MetricDataQueries.map(({ Id }) => ({ Id, Timestamps: [], Values: [] })) };
};
