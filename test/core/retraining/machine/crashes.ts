import { expect } from 'vitest';
import { MANUAL, NEW_CONFIG } from './cases.ts';
import { checkedStore } from './parcels-served.ts';
import { type Played, play } from './play.ts';

/**
 * Plays an approved retraining again and again. In each, a function dies before or after one write or message, and it has to end as if
 * none had died.
 *
 * @param every Of so many writes and messages, at one.
 */
export async function expectSameEnd(moment: 'before' | 'after', every: number): Promise<void> {
  const checked = await checkedStore();
  const script = { monitor: MANUAL, person: 'approves' } as const;
  const undisturbed = await play(checked, script);
  const keysOf = ({ alerts }: Played) => [...new Set(alerts.map(({ dedupeKey }) => dedupeKey))];
  expect(undisturbed.operations).toBeGreaterThan(every);
  // The two moments take turns, so that a sample has twice as many places.
  for (let at = moment === 'before' ? 1 : 1 + Math.floor(every / 2); at <= undisturbed.operations; at += every) {
    const crashed = await play(checked, { ...script, crash: { at, moment } });

    const label = `operation ${at}`;
    expect(crashed.late, label).toEqual([]);
    expect(crashed.operations, label).toBeGreaterThanOrEqual(at);
    expect(crashed.outcome.status, label).toBe('SUCCEEDED');
    expect(crashed.sagemaker.serving, label).toBe(NEW_CONFIG);
    expect(crashed.state.lock, label).toBeNull();
    expect(crashed.state.outbox, label).toEqual([]);
    expect(
      crashed.state.retrainings.map(({ end }) => end),
      label,
    ).toEqual(['promoted']);
    expect(crashed.state.baseline, label).toBe(undisturbed.state.baseline);
    expect(keysOf(crashed), label).toEqual(keysOf(undisturbed));
    expect(crashed.sagemaker.trained, label).toEqual(undisturbed.sagemaker.trained);
  }
}
