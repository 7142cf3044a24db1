import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  executionName,
  jobName,
  NAME_PREFIX,
  packageGroupName,
} from '../../../../lambdas/core/decision/retraining/names.ts';

/** SageMaker's jobs, models and configurations; a number of one digit follows. Step Functions takes more. */
const SAGEMAKER = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,60}$/;
const STEP_FUNCTIONS = /^[a-zA-Z0-9-]{1,80}$/;

const name = fc.oneof(fc.string({ minLength: 1, maxLength: 90 }), fc.stringMatching(/^[a-z.-]{1,12}$/));
const id = fc
  .tuple(fc.constantFrom('2026-03-02', '2026-03-02T06', '2026-03-02T0605'), fc.integer({ min: 1, max: 12 }))
  .map(([window, number]) => `retraining-${window}${number === 1 ? '' : `-${number}`}`);

describe('names', () => {
  it.each([
    ['flight-delays', 'retraining-2026-03-02', 'driftwarden-flight-delays-retraining-2026-03-02'],
    ['flight_delays', 'retraining-2026-03-02', 'driftwarden-flight-delays-retraining-2026-03-02-a'],
    ['m'.repeat(70), 'retraining-2026-03-02', `driftwarden-${'m'.repeat(40)}-`],
  ])('of %s say what they are for', (monitor, retraining, start) => {
    const found = jobName(monitor, retraining);
    expect(found.startsWith(start.replace(/-a$/, '-'))).toBe(true);
    expect(jobName(monitor, retraining)).toBe(found);
  });

  it('fit SageMaker and Step Functions, whatever the monitor is called', () => {
    fc.assert(
      fc.property(name, id, fc.integer({ min: 1, max: 999 }), (monitor, retraining, attempt) => {
        for (const found of [jobName(monitor, retraining), packageGroupName(monitor)]) expect(found).toMatch(SAGEMAKER);
        const execution = executionName(monitor, retraining, attempt);
        expect(execution).toMatch(STEP_FUNCTIONS);
        expect(execution).not.toContain('--');
        expect(execution.startsWith(NAME_PREFIX)).toBe(true);
      }),
    );
  });

  it('are as long as SageMaker accepts, with room for the number of an attempt, before they are cut', () => {
    expect(packageGroupName('m'.repeat(49))).toBe(`driftwarden-${'m'.repeat(49)}`);
    expect(packageGroupName('m'.repeat(50))).toMatch(/^driftwarden-m{40}-[0-9a-f]{8}$/);
  });

  it('never make two monitors, retrainings or attempts one', () => {
    const given = fc.uniqueArray(fc.tuple(name, id, fc.integer({ min: 1, max: 12 })), {
      minLength: 2,
      maxLength: 20,
      selector: (each) => JSON.stringify(each),
    });
    fc.assert(
      fc.property(given, (all) => {
        const executions = all.map(([monitor, retraining, attempt]) => executionName(monitor, retraining, attempt));
        expect(new Set(executions).size).toBe(all.length);
        const pairs = new Set(all.map(([monitor, retraining]) => JSON.stringify([monitor, retraining])));
        expect(new Set(all.map(([monitor, retraining]) => jobName(monitor, retraining))).size).toBe(pairs.size);
      }),
    );
  });

  it('tell the second attempt from the second retraining of a window', () => {
    expect(executionName('m', 'retraining-2026-03-02', 2)).not.toBe(executionName('m', 'retraining-2026-03-02-2', 1));
  });
});
