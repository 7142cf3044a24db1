import type { Principal } from '../../iam/evaluate.ts';

/** One action of the API: its input as it came, its output with times in seconds since the epoch. */
export type Action = (
  input: unknown,
  principal: Principal,
) => Record<string, unknown> | Promise<Record<string, unknown>>;
