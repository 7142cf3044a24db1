import { describe, expect, it } from 'vitest';
import { emptyState, type MonitorState, type Signal } from '../../../lambdas/core/decision/state.ts';
import { transition } from '../../../lambdas/core/decision/transition.ts';
import { accuracyEntry, entryOf, signalOf } from './entries.ts';

const HOUR = 3_600_000;
const SETTINGS = { repeatEvery: 24 * HOUR };

type Step = readonly ['drift', day: number, Signal['status']] | readonly ['accuracy', day: number, accuracy: number];

/** Plays checks, each on the morning after its day unless a later one is given, and returns the messages. */
function told(steps: readonly Step[]): string[] {
  let state: MonitorState = emptyState('m');
  return steps.flatMap((step) => {
    const entry =
      step[0] === 'drift'
        ? entryOf(step[1], { signals: [signalOf('drift', step[2])] })
        : accuracyEntry(step[1], step[2]);
    const moved = transition(state, step[0], entry, entry.end + 6 * HOUR, SETTINGS);
    state = moved.state;
    return moved.events.map(({ type, incident, entry: { window } }) => `${incident.kind} ${type} ${window}`);
  });
}

describe('drift and bad performance of one cause', () => {
  it('are one page where performance was reported first', () => {
    expect(
      told([
        ['accuracy', 0, 0.95],
        ['accuracy', 1, 0.7],
        ['drift', 1, 'breach'],
        ['accuracy', 2, 0.7],
        ['drift', 2, 'breach'],
      ]),
    ).toEqual(['performance opened 2001-02-02', 'performance repeated 2001-02-03']);
  });

  it('repeat together once both are reported', () => {
    expect(
      told([
        ['drift', 0, 'breach'],
        ['accuracy', 0, 0.7],
        ['drift', 1, 'breach'],
        ['accuracy', 1, 0.7],
      ]),
    ).toEqual(['drift opened 2001-02-01', 'performance opened 2001-02-01', 'performance repeated 2001-02-02']);
  });

  it('are told apart again when performance is back and the drift is not', () => {
    expect(
      told([
        ['accuracy', 0, 0.7],
        ['drift', 0, 'breach'],
        ['accuracy', 1, 0.95],
        ['drift', 1, 'breach'],
        ['drift', 2, 'clear'],
      ]),
    ).toEqual([
      'performance opened 2001-02-01',
      'performance recovered 2001-02-02',
      'drift repeated 2001-02-02',
      'drift recovered 2001-02-03',
    ]);
  });

  it('end without a message about a drift that none was sent about', () => {
    expect(
      told([
        ['accuracy', 0, 0.7],
        ['drift', 0, 'breach'],
        ['drift', 1, 'clear'],
      ]),
    ).toEqual(['performance opened 2001-02-01']);
  });

  it('are two where the drift began after performance was proved to be bad, or was over before', () => {
    expect(
      told([
        ['accuracy', 0, 0.7],
        ['drift', 0, 'clear'],
        ['drift', 1, 'breach'],
      ]),
    ).toEqual(['performance opened 2001-02-01', 'drift opened 2001-02-02']);
    expect(
      told([
        ['drift', 0, 'breach'],
        ['drift', 1, 'clear'],
        ['accuracy', 1, 0.7],
      ]),
    ).toEqual(['drift opened 2001-02-01', 'performance opened 2001-02-02']);
  });
});
